#include "runtime/windowchain.h"

#include "playback/transport.h"

#include <algorithm>

namespace klangraum {

WindowChain::WindowChain(std::unique_ptr<Stream> stream, Tick start)
    : m_stream(std::move(stream))
    , m_start(start)
{
}

bool WindowChain::follow(double tick)
{
    bool moved = false;
    while (m_hasCurrent && m_current.score.length > 0 &&
           tick >= static_cast<double>(m_start + m_current.score.length)) {
        m_stream->advance();
        m_reaching = joined(false);
        m_start += m_current.score.length;
        std::erase_if(m_reaching, [this](const Note &note) { return note.end() != m_start; });
        m_tempoChange.reset();
        moved = true;
        if (!m_hasNext) {
            m_hasCurrent = false;
            break;
        }
        m_current = std::move(m_next);
        m_hasNext = false;
    }
    return moved;
}

namespace {

Window onTransportGrid(Window window)
{
    if (window.score.ticksPerQuarter != kTicksPerQuarter) {
        window.stepTicks = window.stepTicks * kTicksPerQuarter / window.score.ticksPerQuarter;
        const auto onGrid = [from = window.score.ticksPerQuarter](Tick &tick) {
            tick = tick * kTicksPerQuarter / from;
        };
        for (NoteSurprise &surprise : window.thoughts.surprises)
            onGrid(surprise.start);
        for (LookBack &look : window.thoughts.attention)
            onGrid(look.ticks);
        for (CodeGroup &group : window.codes) {
            onGrid(group.start);
            onGrid(group.duration);
        }
        window.score = window.score.withTicksPerQuarter(kTicksPerQuarter);
    }
    return window;
}

} // namespace

void WindowChain::decode(const Steering &steering)
{
    m_current = onTransportGrid(m_stream->decode(steering));
    m_hasCurrent = true;
    m_milliseconds = m_current.milliseconds;
    // The player's tempo is the visitor's; the music's own takes effect where it changes (a tempo slider).
    const double tempo =
        m_current.score.tempi.empty() ? m_tempo.value_or(0) : m_current.score.tempi.front().quartersPerMinute;
    if (m_tempo && *m_tempo != tempo)
        m_tempoChange = TempoChange{ m_start, tempo };
    m_tempo = tempo;
}

void WindowChain::setTempo(double quartersPerMinute)
{
    m_tempoChange = TempoChange{ m_start, quartersPerMinute };
}

void WindowChain::preview(const Steering &steering)
{
    m_next = onTransportGrid(m_stream->preview(steering));
    m_hasNext = true;
    m_milliseconds = m_next.milliseconds;
}

std::vector<CodeGroup> WindowChain::codes() const
{
    std::vector<CodeGroup> codes = m_hasCurrent ? m_current.codes : std::vector<CodeGroup>();
    for (CodeGroup &group : codes)
        group.start += m_start;
    return codes;
}

Tick WindowChain::end() const
{
    return m_start + (m_hasCurrent ? m_current.score.length : 0) + (m_hasNext ? m_next.score.length : 0);
}

int WindowChain::beatsPerBar() const
{
    return m_hasCurrent && !m_current.score.metres.empty() ? m_current.score.metres.front().numerator : 4;
}

std::vector<Note> WindowChain::notes() const
{
    return joined(true);
}

std::vector<Note> WindowChain::joined(bool withNext) const
{
    std::vector<Note> notes;
    const auto append = [&notes](const Window &window, Tick offset, const std::vector<Note> &before) {
        std::vector<Note> fresh;
        for (Note note : window.score.notes) {
            const auto same = [&note](const auto &other) {
                return other.voice == note.voice && other.pitch == note.pitch;
            };
            const bool held = note.start == 0 && std::any_of(window.held.begin(), window.held.end(), same);
            note.start += offset;
            const auto from = held
                ? std::find_if(before.begin(), before.end(),
                               [&](const Note &other) { return same(other) && other.end() == offset; })
                : before.end();
            if (from == before.end()) {
                fresh.push_back(note);
                continue;
            }
            Note whole = *from;
            whole.duration = note.end() - whole.start;
            std::erase(notes, *from); // where it stands in the window before
            fresh.push_back(whole);
        }
        notes.insert(notes.end(), fresh.begin(), fresh.end());
    };
    if (m_hasCurrent)
        append(m_current, m_start, m_reaching);
    if (withNext && m_hasNext)
        append(m_next, m_start + m_current.score.length, std::vector<Note>(notes));
    std::stable_sort(notes.begin(), notes.end(), [](const Note &a, const Note &b) { return a.start < b.start; });
    return notes;
}

Thoughts WindowChain::thoughts() const
{
    Thoughts thoughts = m_hasCurrent ? m_current.thoughts : Thoughts{};
    for (NoteSurprise &surprise : thoughts.surprises)
        surprise.start += m_start;
    return thoughts;
}

std::vector<ProbabilityCell> WindowChain::cells() const
{
    std::vector<ProbabilityCell> cells;
    if (!m_hasCurrent)
        return cells;
    cells = m_current.cells;
    if (!m_hasNext || m_current.stepTicks <= 0)
        return cells;
    const auto shift = static_cast<std::int16_t>(m_current.score.length / m_current.stepTicks);
    for (ProbabilityCell cell : m_next.cells) {
        cell.step = static_cast<std::int16_t>(cell.step + shift);
        cells.push_back(cell);
    }
    return cells;
}

std::unique_ptr<Plan> WindowChain::plan(std::uint64_t serial, bool atNextBar) const
{
    auto plan = std::make_unique<Plan>();
    plan->notes = notes();
    plan->gridTicks = m_current.stepTicks;
    plan->barTicks = static_cast<Tick>(beatsPerBar()) * kTicksPerQuarter;
    plan->end = end();
    plan->serial = serial;
    plan->atNextBar = atNextBar;
    if (m_tempoChange)
        plan->tempi.push_back(*m_tempoChange);
    return plan;
}

} // namespace klangraum
