#include "thinking.h"

#include <algorithm>

namespace klangraum {

namespace {

constexpr float kShown = 0.01F; // probability below which a note has no bar on the roll
constexpr int kLeadingVoice = 0;
constexpr int kKeyVelocity = 90; // of a key on the screen
constexpr Tick kRemembered = 16 * 4 * kTicksPerQuarter; // how far back surprises are shown

bool operator==(const NextNote &a, const NextNote &b)
{
    return a.voice == b.voice && a.pitch == b.pitch && a.probability == b.probability && a.before == b.before;
}

bool operator==(const LookBack &a, const LookBack &b)
{
    return a.ticks == b.ticks && a.weight == b.weight;
}

template <typename Item> bool same(const std::vector<Item> &a, const std::vector<Item> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Item &one, const Item &other) { return one == other; });
}

} // namespace

Thinking::Thinking(Session &session)
    : m_session(session)
{
}

void Thinking::overrule(int pitch)
{
    if (!m_available)
        return;
    m_session.overrule(kLeadingVoice, pitch);
    m_forced = pitch;
    m_forcedTick = m_tick;
    showBets();
}

void Thinking::press(int pitch)
{
    m_session.playKey(pitch, kKeyVelocity);
}

void Thinking::release(int pitch)
{
    m_session.playKey(pitch, 0);
}

int Thinking::harmonise(const Score &score)
{
    const std::vector<Note> melody = m_session.harmonise(score);
    return int(melody.front().start / (m_session.beatsPerBar() * kTicksPerQuarter)) + 1;
}

void Thinking::adopt(const QString &language)
{
    m_language = language;
    m_next.clear();
    m_attention.clear();
    m_lookBacks.clear();
    m_listensToBar = 0;
    m_likeliest = -1;
    m_surpriseCount = 0;
    m_surpriseEnd = -1;
    m_forced = NextNotes::kNone;
    m_surprises.clear();
    showBets();
    Q_EMIT lookBacksChanged();
    if (std::exchange(m_available, false))
        Q_EMIT availableChanged();
}

void Thinking::retranslate(const QString &language)
{
    m_language = language;
    showBets();
}

void Thinking::refresh(int beatsPerBar)
{
    const Thoughts &thoughts = m_session.thoughts();
    const qint64 tick = m_session.thoughtsTick();
    const bool moved = tick != m_tick;
    if (moved) {
        m_tick = tick;
        if (m_tick > m_forcedTick)
            m_forced = NextNotes::kNone;
        Q_EMIT tickChanged();
    }
    if (!same(thoughts.next, m_next)) {
        m_next = thoughts.next;
        showBets();
        // A style that is being loaded leaves the last one's word standing; its own may be none.
        if (const bool thinks = !m_next.empty(); std::exchange(m_available, thinks) != thinks)
            Q_EMIT availableChanged();
    } else if (moved) {
        showBets();
    }
    const Tick end = thoughts.surprises.empty() ? -1 : thoughts.surprises.back().start;
    if (thoughts.surprises.size() != m_surpriseCount || end != m_surpriseEnd || moved) {
        m_surpriseCount = thoughts.surprises.size();
        m_surpriseEnd = end;
        m_surprises.set(thoughts.surprises, tick - kRemembered);
    }
    if (moved || !same(thoughts.attention, m_attention)) {
        m_attention = thoughts.attention;
        showLookBacks(beatsPerBar);
    }
}

void Thinking::showBets()
{
    std::vector<NextNote> all = m_next;
    std::stable_sort(all.begin(), all.end(),
                     [](const NextNote &a, const NextNote &b) { return a.probability > b.probability; });
    std::vector<NextNote> leading;
    for (const NextNote &note : all)
        if (note.voice == kLeadingVoice && leading.size() < kBets)
            leading.push_back(note);
    m_bets.set(std::move(leading), m_forced, m_language);
    std::erase_if(all, [](const NextNote &note) { return note.pitch < 0 || note.probability < kShown; });
    m_column.set(std::move(all), m_forced, m_language);
}

void Thinking::showLookBacks(int beatsPerBar)
{
    std::vector<LookBack> strongest = m_attention;
    std::stable_sort(strongest.begin(), strongest.end(),
                     [](const LookBack &a, const LookBack &b) { return a.weight > b.weight; });
    if (strongest.size() > kLookBacks)
        strongest.resize(kLookBacks);
    m_lookBacks.clear();
    m_likeliest = -1;
    for (int row = 0; row < m_bets.rowCount() && m_likeliest < 0; ++row)
        m_likeliest = m_bets.data(m_bets.index(row), NextNotes::PitchRole).toInt();
    for (const LookBack &look : strongest) {
        const Tick at = m_tick - look.ticks;
        int pitch = -1; // of the leading voice there
        for (const RollNote &note : m_session.roll())
            if (note.note.voice == kLeadingVoice && note.note.start <= at && at < note.note.end())
                pitch = note.note.pitch;
        m_lookBacks << QVariantMap{ { QStringLiteral("tick"), qlonglong(at) },
                                    { QStringLiteral("pitch"), pitch },
                                    { QStringLiteral("weight"), double(look.weight) } };
    }
    const Tick bar = kTicksPerQuarter * std::max(1, beatsPerBar);
    m_listensToBar = strongest.empty() ? 0 : int(std::max<qint64>(0, m_tick - strongest.front().ticks) / bar) + 1;
    Q_EMIT lookBacksChanged();
}

} // namespace klangraum
