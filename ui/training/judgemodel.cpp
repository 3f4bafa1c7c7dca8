#include "judgemodel.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kTicksPerSecond = 2 * kTicksPerQuarter; // a phrase is read at 120 quarters a minute
constexpr Tick kBar = 4 * kTicksPerQuarter;
constexpr std::size_t kMostNotes = 2000; // of a phrase

} // namespace

JudgeModel::JudgeModel(LatentPlayer &player)
    : m_player(player)
{
    connect(&m_player, &LatentPlayer::judged, this, &JudgeModel::answer);
}

QString JudgeModel::heard() const
{
    switch (m_source) {
    case Source::Sample:
        return tr("The discriminator on this piece");
    case Source::Keys:
        return tr("The discriminator on what you play");
    case Source::File:
        return tr("The discriminator on %1").arg(m_name);
    case Source::None:
        break;
    }
    return {};
}

void JudgeModel::setPlace(const QString &run, int epoch, bool duel, double window)
{
    m_window = window;
    if (run == m_run && epoch == m_epoch && duel == m_duel)
        return;
    if (run != m_run) {
        m_score = nullptr;
        m_source = Source::None;
        m_real = -1;
        ++m_serial;
    }
    m_run = run;
    m_epoch = epoch;
    m_duel = duel;
    ask();
    Q_EMIT changed();
}

void JudgeModel::hear(const Score &score, Source source, const QString &name)
{
    if (!usable())
        return;
    m_score = std::make_shared<const Score>(score.withTicksPerQuarter(kTicksPerQuarter));
    m_from = 0;
    if (source != m_source || name != m_name)
        m_real = -1;
    m_source = source;
    m_name = name;
    ask();
    Q_EMIT changed();
}

void JudgeModel::follow(double part)
{
    if (!m_score || m_source == Source::Keys || m_window <= 0)
        return;
    const auto window = Tick(std::llround(m_window * kTicksPerQuarter));
    const Tick now = Tick(std::clamp(part, 0.0, 1.0) * double(m_score->length)) / kBar * kBar;
    const Tick from = std::clamp<Tick>(now, 0, std::max<Tick>(0, m_score->length - window) / kBar * kBar);
    if (from == m_from)
        return;
    m_from = from;
    ask();
}

void JudgeModel::ask()
{
    if (!usable() || !m_score || m_epoch <= 0)
        return;
    auto stretch = m_from > 0 ? std::make_shared<const Score>(m_score->slice(m_from, m_score->length)) : m_score;
    m_player.judge({ m_run.toStdString(), m_epoch, std::move(stretch), ++m_serial });
}

void JudgeModel::answer(quint64 serial, double real)
{
    if (serial != m_serial)
        return;
    m_real = std::isfinite(real) ? std::clamp(real, 0.0, 1.0) : -1;
    Q_EMIT changed();
}

void JudgeModel::takeKeys(const std::vector<HeardEvent> &keys)
{
    bool complete = false;
    for (const HeardEvent &key : keys) {
        const double seconds = double(key.frame) / std::max<std::uint32_t>(1, key.sampleRate);
        if (!m_sinceKey.isValid() || m_sinceKey.elapsed() > kPhraseMs || m_phrase.notes.size() >= kMostNotes) {
            m_phrase = {};
            m_phrase.ticksPerQuarter = int(kTicksPerQuarter);
            m_phrase.voices = { Voice{} };
            m_phraseBegan = seconds;
        }
        m_sinceKey.start();
        const auto tick = Tick(std::max(0.0, seconds - m_phraseBegan) * kTicksPerSecond);
        if (key.kind == HeardEvent::Kind::NoteOn) {
            m_phrase.notes.push_back({ tick, 0, int(key.pitch), std::clamp(int(key.value), 1, 127), 0 });
        } else if (key.kind == HeardEvent::Kind::NoteOff) {
            for (Note &note : m_phrase.notes) // held since then
                if (note.pitch == int(key.pitch) && note.duration == 0)
                    note.duration = std::max<Tick>(1, tick - note.start);
            complete = true;
        }
    }
    if (!complete || !usable())
        return;
    Score score = m_phrase;
    std::erase_if(score.notes, [](const Note &note) { return note.duration == 0; });
    if (score.notes.empty())
        return;
    score.normalise();
    hear(score, Source::Keys);
}

} // namespace klangraum
