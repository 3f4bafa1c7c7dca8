// Plan: the music that the sequencer is to play from some tick on, on the transport's own timeline. Built by
// the engine thread, handed to the audio callback by pointer through a queue, handed back by another to be freed.
//
// A plan replaces the one before it at the first grid step (a multiple of gridTicks) after the callback has
// received it: notes that both hold at that tick keep sounding, the others end, new ones begin.
#pragma once

#include "music/score.h"

#include <cstdint>
#include <vector>

namespace klangraum {

struct Plan
{
    std::vector<Note> notes; // absolute ticks, sorted by start
    Tick gridTicks = 120;
    Tick end = 0; // the transport keeps running past it in silence; see TransportState::late
    std::uint64_t serial = 0; // rises with every plan
    std::int64_t gestureTime = 0; // steady clock, nanoseconds: the oldest gesture it answers; 0: none. For measuring
    bool atNextBar = false; // take effect at the next bar line instead (a change of style)
};

} // namespace klangraum
