// The duel of two networks in the room: slow motion, warnings, and whom the discriminator is asked about.
#include "duelwords.h"
#include "trainingroom.h"

#include "music/error.h"
#include "music/midifile.h"

#include <QFileInfo>

namespace klangraum {

namespace {

constexpr std::uint64_t kLargestFile = std::uint64_t(16) << 20; // bytes

}

void TrainingRoom::toggleSlow()
{
    command(slow() > 0 ? RunOrder(RunCommand::Resume) : RunOrder(RunCommand::Slow, kSlowMotion));
}

QVariantList TrainingRoom::warnings() const
{
    QVariantList list;
    for (const QString &code : m_view->warnings)
        list << QVariantMap{ { QStringLiteral("code"), code },
                             { QStringLiteral("title"), warningTitle(code) },
                             { QStringLiteral("help"), warningHelp(code) } };
    return list;
}

void TrainingRoom::placeJudge()
{
    double window = 0; // quarters
    for (const Thumb &thumb : m_view->strip)
        if (window <= 0 && thumb.score && thumb.score->length > 0)
            window = double(thumb.score->length) / std::max(1, thumb.score->ticksPerQuarter);
    m_judge.setPlace(m_view->current, m_view->shownEpoch, showsDuel(m_view->worth) && !m_view->sound, window);
}

void TrainingRoom::bring(const QUrl &midiFile)
{
    const QString path = midiFile.toLocalFile();
    m_watch.later([this, path](RunWatch &) {
        try {
            MidiReadOptions options;
            options.maxFileBytes = kLargestFile;
            const Score score = readMidi(path.toStdString(), options);
            QMetaObject::invokeMethod(
                this,
                [this, path, score] {
                    stopSound();
                    listen(score, 0);
                    m_judge.hear(score, JudgeModel::Source::File, QFileInfo(path).fileName());
                },
                Qt::QueuedConnection);
        } catch (const std::exception &problem) {
            report({}, QString::fromStdString(problem.what()));
        }
    });
}

} // namespace klangraum
