// Music as a row of steps, each a few classes that are on: what the step families read and write. No torch.
//
//   roll    the piano keys that sound, 0-87; any number a step
//   top     one class: the highest key that sounds, or 88, a rest
//   voices  one class a voice, voice * 89 + key; key 88 is a rest; soprano, alto, tenor, bass
//   melody  one class: MIDI pitch 0-127, 128 a rest `r`, 129 a hold `_`, 130 the end
#pragma once

#include "generators/framemodel.h"
#include "music/score.h"

#include <string>
#include <vector>

namespace klangraum::steps {

enum class Coding { Roll, Top, Voices, Melody };

inline constexpr int keyClasses = pianoKeys + 1; // 88: a rest
inline constexpr int melodyRest = 128;
inline constexpr int melodyHold = 129;
inline constexpr int melodyEnd = 130;
inline constexpr int melodyClasses = 131;
inline constexpr int voiceCount = 4;

using Step = std::vector<int>; // classes that are on, ascending

struct Codec
{
    Coding coding = Coding::Roll;
    int stepsPerQuarter = 4;

    int classes() const; // of all heads together: the width of what the network reads and writes
    int heads() const; // choices a step; 0: every class by itself
    bool fits(const Score &score) const;
    std::vector<Step> encode(const Score &score) const;
    // Runs of equal classes are one note; in `melody` a note is held by `_`.
    Score decode(const std::vector<Step> &steps, double tempo) const;
    // All that sounds moved by semitones; false where it would leave the classes.
    bool move(Step &step, int semitones) const;
    Step silence() const; // a step in which nothing sounds
    std::vector<int> pitches(const Step &step) const; // MIDI, of what begins or sounds in a step
    std::vector<Voice> voices() const;
};

// The nearest of 0.25 0.5 0.75 1 1.5 2 3 4 quarters, in sixteenths: the only durations that lstm-melody knows.
int melodyDuration(int sixteenths);

} // namespace klangraum::steps
