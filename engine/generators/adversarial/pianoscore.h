// The scores that duels fill. No torch.
#pragma once

#include "music/score.h"

namespace klangraum::adversarial {

inline constexpr int ticksPerQuarter = 480;
inline constexpr double sampleTempo = 100; // quarters a minute

Score emptyScore(Tick length); // one piano voice, 4/4

} // namespace klangraum::adversarial
