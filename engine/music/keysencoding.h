// Encoding (b), *keys*: 88 keys from A0 to C8, 16 steps a second along the tempo map, velocity 0 to 1
// (Herreros et al., Deep Vibes, section 2). For music without metre: performances.
//
// Percussion is left out. Where notes of one pitch overlap, the louder counts. The roll has no onsets: a repeated
// note is told apart only by a gap or another velocity.
#pragma once

#include "music/pianoroll.h"
#include "music/score.h"

namespace klangraum {

struct KeysEncoding
{
    static constexpr int lowestPitch = 21; // A0
    static constexpr int keys = 88;
    static constexpr int stepsPerSecond = 16;
};

// Onsets and ends are rounded to the nearest step, every note gets at least one; the roll is as long as the score.
// Throws Error for a score too long for a piano roll (52 hours).
PianoRoll encodeKeys(const Score &score);

// One voice at 120 quarters a minute, 60 ticks a step; velocity 127 x value, rounded. A note ends at silence and, with
// RunsEnd::AtSilenceOrChange, where the velocity changes, which loses nothing; use RunsEnd::AtSilence and a threshold
// for what a network made. Throws Error where the roll is not 88 keys wide.
Score decodeKeys(const PianoRoll &roll, RunsEnd ends = RunsEnd::AtSilenceOrChange, float threshold = 0.5f / 127.0f);

} // namespace klangraum
