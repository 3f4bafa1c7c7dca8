// Encoding (c), *multi-hot*: 88 keys from A0 to C8, held or not, one step per shortest duration that makes up more
// than 20 % of a piece's notes, long rests removed (Lee, Yu, Huang, Generative Modeling of Bach-Style Symbolic Music,
// section 4.1).
//
// Durations are counted as the nearest note value (plain, dotted, triplet, from 64th to breve), by ratio. Percussion
// is left out. The roll carries onsets, so that repeated notes survive; a network that reads only the keys ignores
// them. Where rounding to the step makes notes fall into each other until the 20 % no longer hold, the step grows to
// the next value for which they do: the step is always the one that the encoded notes themselves give.
#pragma once

#include "music/pianoroll.h"
#include "music/score.h"

namespace klangraum {

struct MultiHot
{
    static constexpr int ticksPerQuarter = 48;
    static constexpr int lowestPitch = 21; // A0
    static constexpr int keys = 88;
    static constexpr Tick longestRest = 4 * ticksPerQuarter; // a whole note; longer ones are removed

    Tick stepTicks = 12; // at 48 a quarter: 12 is a sixteenth
    PianoRoll roll{ lowestPitch, keys, 0, true }; // velocity 0 or 1
    bool operator==(const MultiHot &) const = default;
};

// The note value, in ticks at 48 a quarter, that becomes the step. 12 (a sixteenth) for a score without notes; the
// commonest value (the shorter of two) where none makes up 20 %. Throws Error for ticks a quarter below 1.
Tick multiHotStep(const Score &score);

// Throws Error for a piece too long for a piano roll.
MultiHot encodeMultiHot(const Score &score);

// One voice, 48 ticks a quarter, 4/4 at `quartersPerMinute`. Works with and without onsets. Throws Error where the
// roll is not 88 keys wide or the step is not 1 to 384.
Score decodeMultiHot(const MultiHot &encoded, double quartersPerMinute = 120.0);

} // namespace klangraum
