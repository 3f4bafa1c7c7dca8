#include "keepmodel.h"

#include "keyname.h"
#include "translations.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>

namespace klangraum {

namespace {

constexpr double kSofter = 0.2512; // -12 dB while the dialog is open

QString name(KeepStatus status)
{
    switch (status) {
    case KeepStatus::Saving:
        return QStringLiteral("saving");
    case KeepStatus::Saved:
        return QStringLiteral("saved");
    case KeepStatus::Failed:
        return QStringLiteral("failed");
    case KeepStatus::Idle:
        break;
    }
    return QStringLiteral("idle");
}

QString toQString(const std::filesystem::path &path)
{
    return QString::fromStdString(path.string());
}

} // namespace

KeepModel::KeepModel(Session &session)
    : m_session(session)
{
    setFolder({});
}

void KeepModel::setFolder(const std::filesystem::path &folder)
{
    m_folder = toQString(folder);
    if (!m_folder.isEmpty())
        return;
    QString music = QStandardPaths::writableLocation(QStandardPaths::MusicLocation);
    if (music.isEmpty())
        music = QDir::homePath();
    m_folder = music + QStringLiteral("/Klangraum");
}

void KeepModel::start(int bars)
{
    if (m_status == QLatin1String("saving"))
        return;
    m_keptStyle = m_style;
    m_number = int(QDir(m_folder).entryList({ QStringLiteral("*.wav") }, QDir::Files).size()) + 1;
    m_session.keep(m_folder.toStdString(), bars);
    refresh(m_language);
}

void KeepModel::close()
{
    if (!m_open)
        return;
    m_open = false;
    m_session.listen(false);
    m_session.setGain(m_gain);
    Q_EMIT stateChanged();
}

void KeepModel::toggleListening()
{
    m_session.setGain(m_gain); // of the piece; the music is silent meanwhile
    m_session.listen(!m_session.listening());
    if (!m_session.listening())
        m_session.setGain(m_gain * kSofter);
    refresh(m_language);
}

void KeepModel::refresh(const QString &language)
{
    const KeepState &state = m_session.keepState();
    if (m_session.listening() != m_listening) {
        m_listening = m_session.listening();
        if (!m_listening && m_open)
            m_session.setGain(m_gain * kSofter);
        Q_EMIT listeningChanged();
    }
    if (m_listening && m_session.listenPosition() != m_listenPosition) {
        m_listenPosition = m_session.listenPosition();
        Q_EMIT listenPositionChanged();
    }
    if (state.progress != m_progress) {
        m_progress = state.progress;
        Q_EMIT progressChanged();
    }
    const QString status = name(state.status);
    if (status == m_status)
        return;
    m_status = status;
    m_problem = QString::fromStdString(state.problem);
    if (state.status == KeepStatus::Saved) {
        m_open = true;
        m_session.setGain(m_gain * kSofter);
        Q_EMIT scoreChanged();
        retranslate(language);
    }
    Q_EMIT stateChanged();
}

void KeepModel::retranslate(const QString &language)
{
    m_language = language;
    const KeepState &state = m_session.keepState();
    if (state.status != KeepStatus::Saved)
        return;
    const int seconds = qRound(state.seconds);
    //: The title of a kept piece: style and number
    m_title = tr("%1 no. %2").arg(inLanguage(m_keptStyle, language)).arg(m_number);
    const KeyEstimate key = estimateKey(state.score);
    m_facts = (state.bars == 1 ? tr("1 bar") : tr("%1 bars").arg(state.bars)) + QStringLiteral(" · ") +
        tr("%1:%2 min").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0')) +
        (key.correlation > 0 ? QStringLiteral(" · ") + keyName(key, language) : QString()) + QStringLiteral(" · ") +
        tr("%1 bpm").arg(qRound(state.quartersPerMinute));
    Q_EMIT textChanged();
}

QStringList KeepModel::fileNames() const
{
    QStringList names;
    for (const std::filesystem::path *file : { &state().midi, &state().wav, &state().flac }) {
        if (!file->empty())
            names.append(QFileInfo(toQString(*file)).fileName());
    }
    return names;
}

QString KeepModel::fileSize(const QString &kind, const std::filesystem::path &file) const
{
    const auto bytes = double(QFileInfo(toQString(file)).size());
    const QLocale locale(m_language);
    const QString size = bytes >= 1e6 ? locale.toString(bytes / 1e6, 'f', 1) + QStringLiteral(" MB")
                                      : locale.toString(std::ceil(bytes / 1000), 'f', 0) + QStringLiteral(" KB");
    return kind + QStringLiteral(", ") + size;
}

QString KeepModel::midiSize() const
{
    return fileSize(QStringLiteral("MIDI"), m_session.keepState().midi);
}

QString KeepModel::flacSize() const
{
    return fileSize(QStringLiteral("FLAC"), m_session.keepState().flac);
}

QString KeepModel::wavSize() const
{
    return fileSize(QStringLiteral("WAV"), m_session.keepState().wav);
}

} // namespace klangraum
