// Translations: the language of the screen, switched while it runs, and of its numbers. English is the source language.
// Thread rule: GUI thread.
#pragma once

#include "generators/control.h"

#include <QString>
#include <QTranslator>

namespace klangraum {

class Translations
{
public:
    Translations() = default;
    ~Translations();
    static bool has(const QString &language); // "en", "de"
    QString language() const { return m_language; }
    // False where there is no such language; QML has to be retranslated by its engine afterwards.
    bool setLanguage(const QString &language);

private:
    QString m_language = QStringLiteral("en");
    QTranslator m_translator;
};

// The text of a model in `language`; English where it has no other.
QString inLanguage(const Text &text, const QString &language);

} // namespace klangraum
