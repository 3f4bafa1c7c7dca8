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
        m_start += m_current.score.length;
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
}

void WindowChain::preview(const Steering &steering)
{
    m_next = onTransportGrid(m_stream->preview(steering));
    m_hasNext = true;
    m_milliseconds = m_next.milliseconds;
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
    std::vector<Note> notes;
    const auto append = [&notes](const Window &window, Tick offset) {
        for (Note note : window.score.notes) {
            note.start = note.start + offset;
            notes.push_back(note);
        }
    };
    if (m_hasCurrent)
        append(m_current, m_start);
    if (m_hasNext)
        append(m_next, m_start + m_current.score.length);
    std::stable_sort(notes.begin(), notes.end(), [](const Note &a, const Note &b) { return a.start < b.start; });
    return notes;
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
    return plan;
}

} // namespace klangraum
