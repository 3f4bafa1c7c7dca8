// The sound of samples: of one epoch, of all of them one after the other, of a touched point of the latent plane.
#include "trainingroom.h"

#include "playback/audible.h"
#include "runtime/session.h"

#include <algorithm>

namespace klangraum {

namespace {

constexpr int kTouchedPasses = 4; // how often a touched point is heard after the last movement
constexpr double kJourneySeconds = 4; // of each epoch of a family of sound
constexpr double kLongestClip = 60; // seconds

} // namespace

void TrainingRoom::listen(const Score &score, int epoch)
{
    if (score.notes.empty()) {
        say(tr("This sample is silent."), false);
        return;
    }
    ++m_asked;
    m_session.audition(score);
    m_soundLength = score.length;
    m_sounding = epoch;
    m_touched = false;
    if (epoch > 0)
        m_judge.hear(score, JudgeModel::Source::Sample);
    Q_EMIT soundChanged();
}

// Clips are brought to the device's rate by the watching thread.
void TrainingRoom::listen(std::vector<AudioClip> clips, std::vector<int> epochs)
{
    const int asked = ++m_asked;
    const double rate = m_session.transport().sampleRate;
    m_watch.later([this, clips = std::move(clips), epochs = std::move(epochs), asked, rate](RunWatch &) {
        const Audible sound = Audible::of(clips, rate, clips.size() > 1 ? kJourneySeconds : kLongestClip);
        QMetaObject::invokeMethod(
            this,
            [this, sound, epochs, asked] {
                if (asked != m_asked || !m_open || !sound.loop)
                    return;
                m_session.audition(sound);
                m_soundLength = sound.ticks;
                m_sounding = epochs.front();
                m_touched = false;
                if (epochs.size() > 1)
                    begin({ {}, {}, epochs, sound.begins });
                else
                    Q_EMIT soundChanged();
            },
            Qt::QueuedConnection);
    });
}

void TrainingRoom::begin(Journey journey)
{
    m_journey = std::move(journey);
    setCursor(m_journey.epochs.front());
    Q_EMIT soundChanged();
}

void TrainingRoom::listenTouched(const Score &score, int epoch)
{
    if (m_sounding >= 0 && !m_touched)
        stopSound();
    m_session.changeAudition(score, kTouchedPasses); // a silent point is heard as silence
    m_soundLength = score.length;
    m_sounding = epoch;
    m_touched = true;
    m_judge.hear(score, JudgeModel::Source::Sample);
    Q_EMIT soundChanged();
}

void TrainingRoom::stopSound()
{
    ++m_asked;
    if (m_sounding < 0)
        return;
    m_session.listen(false);
    m_sounding = -1;
    m_journey = {};
    Q_EMIT soundChanged();
}

void TrainingRoom::playThumb(int epoch)
{
    const bool same = m_sounding == epoch && !travelling();
    stopSound();
    if (same)
        return;
    for (const Thumb &thumb : m_view->strip) {
        if (thumb.epoch != epoch)
            continue;
        if (thumb.score)
            listen(*thumb.score, epoch);
        else if (thumb.sound)
            listen({ *thumb.sound }, { epoch });
    }
}

void TrainingRoom::playSelected()
{
    if (m_sounding >= 0)
        stopSound();
    else
        playThumb(m_view->shownEpoch);
}

void TrainingRoom::playLatent(double x, double y)
{
    m_latent.touch({ m_request.current.toStdString(), m_view->shownEpoch, x, y });
}

void TrainingRoom::travel()
{
    const bool on = travelling();
    stopSound();
    if (on)
        return;
    const QString folder = m_request.current;
    const int sample = m_request.sample, from = std::max(0, m_request.cursor);
    m_watch.later([this, folder, sample, from](RunWatch &watch) {
        try {
            const Journey journey = watch.journey(folder, sample, from);
            QMetaObject::invokeMethod(
                this,
                [this, folder, journey] {
                    if (journey.epochs.empty() || folder != m_request.current)
                        return;
                    stopSound();
                    if (!journey.sound.empty()) {
                        listen(journey.sound, journey.epochs);
                        return;
                    }
                    listen(journey.score, journey.epochs.front());
                    if (m_sounding >= 0)
                        begin(journey);
                },
                Qt::QueuedConnection);
        } catch (const std::exception &problem) {
            report({}, QString::fromStdString(problem.what()));
        }
    });
}

void TrainingRoom::refresh()
{
    if (m_open)
        m_judge.takeKeys(m_session.takeKeys());
    if (m_sounding >= 0 && !m_touched && m_session.listening())
        m_judge.follow(m_session.listenPosition());
    if (m_sounding < 0)
        return;
    if (!m_session.listening()) { // over
        m_sounding = -1;
        m_journey = {};
        Q_EMIT soundChanged();
        return;
    }
    if (!travelling())
        return;
    const Tick now = Tick(m_session.listenPosition() * double(m_soundLength));
    const auto next = std::ranges::upper_bound(m_journey.begins, now);
    const int epoch = m_journey.epochs[std::size_t(std::max<std::ptrdiff_t>(1, next - m_journey.begins.begin())) - 1];
    if (epoch == m_sounding)
        return;
    m_sounding = epoch;
    setCursor(epoch);
    Q_EMIT soundChanged();
}

} // namespace klangraum
