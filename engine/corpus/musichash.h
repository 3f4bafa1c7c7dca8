// Hashes of what a score sounds like, to find copies. 32 hex digits each.
#pragma once

#include "music/score.h"

#include <string>

namespace klangraum {

// Pitches, onsets and durations in quarters (to 1/960), whatever the grid, voices, velocities, tempo and title.
std::string musicHash(const Score &score);
// The same for any transposition and any silence at the beginning.
std::string musicHashUpToTransposition(const Score &score);

} // namespace klangraum
