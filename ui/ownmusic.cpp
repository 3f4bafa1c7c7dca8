#include "ownmusic.h"

#include "thinking.h"

#include "music/error.h"
#include "music/midifile.h"

#include <QFileInfo>

#include <utility>

namespace klangraum {

namespace {

constexpr std::uint64_t kLargestFile = 1 << 20; // bytes, read between two frames

} // namespace

OwnMusicModel::OwnMusicModel(Session &session, Thinking &thinking)
    : m_session(session)
    , m_thinking(thinking)
{
}

void OwnMusicModel::bring(const QUrl &midiFile)
{
    MidiReadOptions options;
    options.maxFileBytes = kLargestFile;
    try {
        const Score score = readMidi(midiFile.toLocalFile().toStdString(), options);
        if (m_thinking.available()) {
            const int bar = m_thinking.harmonise(score);
            Q_EMIT said({ Notice::Kind::Info, "melody-taken", std::to_string(bar) });
            return;
        }
        m_brought = QFileInfo(midiFile.toLocalFile()).completeBaseName();
        m_session.bring(score);
    } catch (const Error &error) {
        refuse(error.what());
    }
}

void OwnMusicModel::refuse(const std::string &why)
{
    qWarning("%s", why.c_str());
    Q_EMIT said({ Notice::Kind::Warning, "music-refused", {} });
}

void OwnMusicModel::refresh()
{
    const OwnMusic &own = m_session.ownMusic();
    if (own.serial == m_serial)
        return;
    m_serial = own.serial;
    const QString brought = std::exchange(m_brought, {});
    if (!own.problem.empty())
        refuse(own.problem);
    else if (own.onMap && !own.nearest.empty())
        Q_EMIT said({ Notice::Kind::Info, "music-placed", own.nearest });
    m_name = own.onMap ? brought : QString();
    Q_EMIT changed();
    if (own.onMap)
        Q_EMIT placed();
}

} // namespace klangraum
