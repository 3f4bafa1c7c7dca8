// VoiceGrid: a piece as V monophonic voices, high to low, on a regular grid (sixteenths by default): for each voice
// and step the sounding pitch and whether the note begins there. What the chorale models read and write.
// A plain value.
//
// Invariants after normalise(): pitch is -1 (silent) or 0-127; onset is 0 or 1; a silent step has no onset; a step
// whose pitch differs from the step before (or is the first) is an onset.
#pragma once

#include "music/score.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace klangraum {

struct VoiceGrid
{
    int voices = 4;
    int steps = 0;
    int stepsPerQuarter = 4;
    std::vector<std::int16_t> pitch; // [voice * steps + step], MIDI 0-127 or -1
    std::vector<std::uint8_t> onset; // [voice * steps + step], 0 or 1

    VoiceGrid() = default;
    // All silent.
    VoiceGrid(int voiceCount, int stepCount, int stepsAQuarter = 4);

    std::size_t index(int voice, int step) const
    {
        return static_cast<std::size_t>(voice) * static_cast<std::size_t>(steps) + static_cast<std::size_t>(step);
    }
    std::int16_t at(int voice, int step) const { return pitch[index(voice, step)]; }
    bool onsetAt(int voice, int step) const { return onset[index(voice, step)] != 0; }
    // `length` steps of `value`, the first of them an onset; cut at the end of the grid.
    void place(int voice, int step, int length, int value);

    void normalise();
    // The steps [from, from + count); steps outside the grid are silent; a note that reaches in begins at `from`.
    VoiceGrid window(int from, int count) const;
    // Pitches moved by semitones; those that leave 0-127 become silent.
    VoiceGrid transposed(int semitones) const;
    bool operator==(const VoiceGrid &) const = default;
};

// Whether toVoiceGrid() takes this score.
bool fitsVoiceGrid(const Score &score, int voices = 4);

// Positions are rounded to the nearest step, every note keeps at least one step, a later note of the same voice cuts
// an earlier one. Voices called soprano, alto, tenor, bass (any language's beginning of these words) stand in this
// order; others are ordered by mean pitch, high to low. A score with more voices keeps the ones with the most notes.
// Throws Error where there are fewer than `voices` voices or one of them sounds chords.
VoiceGrid toVoiceGrid(const Score &score, int stepsPerQuarter = 4, int voices = 4);

// One Score voice per grid voice, 4/4. `voices` names them; missing entries are called "Voice N".
Score fromVoiceGrid(const VoiceGrid &grid, const std::vector<Voice> &voices, double quartersPerMinute = 92.0);

// Soprano, Alto, Tenor, Bass, on the piano.
std::vector<Voice> chorusVoices();

} // namespace klangraum
