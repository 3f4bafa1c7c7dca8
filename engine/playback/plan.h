// Plan: the music that the sequencer is to play from some tick on, on the transport's own timeline. Built by
// the engine thread, handed to the audio callback by pointer through a queue, handed back by another to be freed.
//
// A plan replaces the one before it at the first grid step (a multiple of gridTicks) after the callback has
// received it: notes that both hold at that tick keep sounding, the others end, new ones begin. In detail, at the
// switch tick T: what sounds up to T and is held across T by a note of the new plan (start < T < end) keeps sounding
// to the new end; a note of the new plan with start == T is struck; one with start < T < end that does not sound yet
// begins now; everything else ends. A plan that arrives before the last one took effect displaces it.
//
// A plan may bring a loop instead of notes: it sounds from the switch on, around and around, its frame 0 at loopOrigin
// and every turn after it. The transport follows the loop's tempo while it plays. Where the loop is not there yet at
// the switch tick (Loop::covers), the switch waits for the next one of the grid, and what played goes on.
#pragma once

#include "music/score.h"
#include "playback/loop.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace klangraum {

struct PlanVoice
{
    std::uint8_t program = 0; // General MIDI 0-127
    bool percussion = false; // the drum channel; `program` is then the kit
};

constexpr Tick kForever = Tick{ 1 } << 41; // Plan::end of what goes on until the next plan

struct Plan
{
    std::vector<Note> notes; // absolute ticks, sorted by start; voices below kVisitorVoice (transport.h)
    Tick gridTicks = 120;
    Tick barTicks = 1920; // bar lines are its multiples; for atNextBar
    Tick end = 0; // the transport holds here, the last notes sounding on, until the next plan; see TransportState::late
    std::uint64_t serial = 0; // rises with every plan
    std::int64_t gestureTime = 0; // steady clock, nanoseconds: the oldest gesture it answers; 0: none. For measuring
    bool atNextBar = false; // take effect at the next bar line instead (a change of style)
    std::vector<TempoChange> tempi; // applied as they are reached, sorted by tick; empty: the player's tempo stays
    std::vector<PlanVoice> voices; // sounds of the voices from the switch on; empty: as they are
    std::shared_ptr<const Loop> loop; // null: none
    Tick loopOrigin = 0;
};

// Not real-time safe: makes any plan playable (drops impossible notes, sorts, mends grid, bar and tempi).
void makePlayable(Plan &plan);

} // namespace klangraum
