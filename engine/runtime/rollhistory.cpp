#include "runtime/rollhistory.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr Tick kRemembered = 32 * 4 * kTicksPerQuarter; // ticks of heard music kept for the roll
constexpr std::size_t kDropAt = 8192; // notes, before old ones are looked for

} // namespace

void RollHistory::heard(const HeardEvent &event)
{
    const auto heardEnd = m_notes.end() - static_cast<std::ptrdiff_t>(m_decided);
    if (event.kind == HeardEvent::Kind::NoteOn) {
        RollNote note;
        note.heard = true;
        note.sounding = true;
        note.note.start = static_cast<Tick>(std::llround(event.tick));
        note.note.pitch = event.pitch;
        note.note.velocity = event.value;
        note.note.voice = event.voice;
        endSounding(note, event.tick);
        m_notes.insert(heardEnd, note);
        dropOld();
    } else if (event.kind == HeardEvent::Kind::NoteOff) {
        const auto found =
            std::find_if(std::make_reverse_iterator(heardEnd), m_notes.rend(), [&](const RollNote &note) {
                return note.sounding && note.note.voice == event.voice && note.note.pitch == event.pitch;
            });
        if (found == m_notes.rend())
            return;
        found->sounding = false;
        found->note.duration = std::max<Tick>(1, static_cast<Tick>(std::llround(event.tick)) - found->note.start);
    } else {
        return;
    }
    ++m_serial;
}

// The note ends where the newest plan ends it.
void RollHistory::endSounding(RollNote &note, double tick)
{
    for (const Note &written : m_written) {
        if (static_cast<double>(written.start) > tick + 1)
            break;
        if (written.voice == note.note.voice && written.pitch == note.note.pitch &&
            static_cast<double>(written.end()) > tick)
            note.note.duration = std::max<Tick>(1, written.end() - note.note.start);
    }
    note.note.duration = std::max(note.note.duration, static_cast<Tick>(std::ceil(tick)) - note.note.start);
}

void RollHistory::dropOld()
{
    if (m_notes.size() < kDropAt)
        return;
    const Tick oldest = static_cast<Tick>(m_tick) - kRemembered;
    std::erase_if(m_notes,
                  [oldest](const RollNote &note) { return note.heard && !note.sounding && note.note.end() < oldest; });
}

void RollHistory::written(const MusicUpdate &music)
{
    if (music.model != m_model || (music.atNextBar && m_changeTick != music.start)) {
        m_before = std::move(m_written);
        m_changeTick = music.atNextBar ? music.start : 0;
        m_model = music.model;
    }
    m_written = music.notes;
    m_cells = music.cells;
    m_start = music.start;
    m_stepTicks = std::max<Tick>(1, music.stepTicks);
    for (RollNote &note : m_notes) {
        if (note.sounding)
            endSounding(note, m_tick);
    }
    m_writeHead = -1; // place everything anew
    advance(m_tick);
}

void RollHistory::advance(double tick)
{
    m_tick = tick;
    Tick head = (static_cast<Tick>(tick) / m_stepTicks + 1) * m_stepTicks;
    if (tick < static_cast<double>(m_changeTick))
        head = m_changeTick;
    if (head == m_writeHead)
        return;
    m_writeHead = head;
    placeAhead();
}

void RollHistory::placeAhead()
{
    m_notes.resize(m_notes.size() - m_decided);
    m_decided = 0;
    const std::vector<Note> &decided = m_tick < static_cast<double>(m_changeTick) ? m_before : m_written;
    for (const Note &note : decided) {
        if (static_cast<double>(note.start) > m_tick && note.start < m_writeHead) {
            m_notes.push_back({ note, false, false });
            ++m_decided;
        }
    }
    ++m_serial;

    m_zone.firstTick = m_writeHead;
    m_zone.stepTicks = m_stepTicks;
    m_zone.cells.clear();
    m_zone.notes.clear();
    const Tick firstStep = (m_writeHead - m_start + m_stepTicks - 1) / m_stepTicks;
    for (ProbabilityCell cell : m_cells) {
        if (cell.step < firstStep)
            continue;
        cell.step = static_cast<std::int16_t>(cell.step - firstStep);
        m_zone.cells.push_back(cell);
    }
    for (const Note &note : m_written) {
        if (note.start >= m_writeHead)
            m_zone.notes.push_back(note);
    }
    ++m_zone.serial;
}

} // namespace klangraum
