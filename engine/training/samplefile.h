// samples/epoch-NNNN.json: pieces from fixed seeds, so that epochs can be compared by eye and ear.
#pragma once

#include "music/score.h"

#include <filesystem>
#include <vector>

namespace klangraum {

// {"epoch", "seed", "samples": [{"ticks-per-quarter", "length", "tempo", "voices": [names],
//  "notes": [[start, duration, pitch, velocity, voice], ...]}]}
void writeSamples(const std::filesystem::path &file, std::int64_t epoch, std::uint64_t seed,
                  const std::vector<Score> &samples);
// Throws Error for a damaged file.
std::vector<Score> readSamples(const std::filesystem::path &file);

} // namespace klangraum
