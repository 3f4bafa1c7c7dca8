#include "translations.h"

#include <QCoreApplication>
#include <QLocale>

namespace klangraum {

Translations::~Translations()
{
    if (QCoreApplication::instance())
        QCoreApplication::removeTranslator(&m_translator);
}

bool Translations::has(const QString &language)
{
    return language == QLatin1String("en") || language == QLatin1String("de");
}

bool Translations::setLanguage(const QString &language)
{
    if (!has(language))
        return false;
    QCoreApplication::removeTranslator(&m_translator);
    m_language = language;
    QLocale::setDefault(QLocale(language)); // of the numbers in texts, %L1
    if (language == QLatin1String("en"))
        return true;
    if (!m_translator.load(QStringLiteral(":/klangraum/i18n/klangraum_%1.qm").arg(language)))
        return false;
    return QCoreApplication::installTranslator(&m_translator);
}

QString inLanguage(const Text &text, const QString &language)
{
    return QString::fromStdString(language == QLatin1String("de") && !text.de.empty() ? text.de : text.en);
}

} // namespace klangraum
