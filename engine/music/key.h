// The key of a score by the Krumhansl-Schmuckler algorithm (Krumhansl, Cognitive Foundations of Musical Pitch, 1990,
// chapter 4): the correlation of its pitch classes, weighted by duration, with the probe-tone profiles of the 24 keys.
#pragma once

#include "music/score.h"

#include <array>
#include <string>

namespace klangraum {

struct KeyEstimate
{
    int tonic = 0; // pitch class, 0 is C
    bool minor = false;
    double correlation = 0.0; // with the profile of that key, -1..1; 0 where nothing can be said
    double majorMinor = 0.0; // best major key's correlation less best minor key's, -2..2; above 0 is major
};

// Percussion does not count. A score without notes, or with all pitch classes alike, is C major with correlation 0.
KeyEstimate estimateKey(const Score &score);
KeyEstimate estimateKey(const std::array<double, 12> &pitchClassWeights);

// "D minor", "B flat major": in English, spelt as the key with fewer accidentals.
std::string keyName(const KeyEstimate &key);

} // namespace klangraum
