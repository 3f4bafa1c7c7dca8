// From the network's probabilities to notes: thresholds and cleaning.
#pragma once

#include "generators/generator.h"
#include "music/imageencoding.h"

#include <span>
#include <vector>

namespace klangraum {

// The threshold that leaves `share` (0..1) of all values white.
float thresholdForShare(std::vector<float> values, double share);

// [96, 96] probabilities to black and white. Runs shorter than two columns (a 24th note, the network's flicker) are
// dropped; where next to nothing would be left, the brightest pixels are taken instead: no window is empty.
NoteImage cleanImage(std::span<const float> probabilities, float threshold);

// Probabilities above 0.02 on the grid of sixteenths (three columns, the highest counts), `shift` semitones up.
std::vector<ProbabilityCell> probabilityCells(std::span<const float> probabilities, int shift);

} // namespace klangraum
