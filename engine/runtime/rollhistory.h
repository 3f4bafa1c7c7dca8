// RollHistory: what the piano roll shows, put together from what sounded (the player's heard events) and what the
// network has written (the engine's updates). GUI thread only; no allocation in proportion to the notes per frame.
#pragma once

#include "runtime/enginethread.h"
#include "runtime/session.h"

#include <vector>

namespace klangraum {

class RollHistory
{
public:
    void heard(const HeardEvent &event);
    void written(const MusicUpdate &music);
    // The playhead has moved: moves the write head, the decided notes and the open zone where needed.
    void advance(double tick);

    std::uint64_t serial() const { return m_serial; }
    const std::vector<RollNote> &notes() const { return m_notes; }
    const OpenZone &openZone() const { return m_zone; }
    Tick writeHead() const { return m_writeHead; }

private:
    void placeAhead();
    void endSounding(RollNote &note, double tick);
    void dropOld();

    std::vector<RollNote> m_notes; // heard ones in the order of their onsets, then m_decided decided ones
    std::size_t m_decided = 0;
    std::vector<Note> m_written; // the newest music
    std::vector<Note> m_before; // the style before, up to m_changeTick
    Tick m_changeTick = 0; // the bar line at which the newest style begins
    std::vector<ProbabilityCell> m_cells;
    Tick m_start = 0;
    Tick m_stepTicks = 120;
    int m_model = -1;
    Tick m_writeHead = 0;
    double m_tick = 0;
    OpenZone m_zone;
    std::uint64_t m_serial = 0;
};

} // namespace klangraum
