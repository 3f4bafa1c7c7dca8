// A whole score as one plan, for `klangraum play FILE` and for offline rendering. No state; any thread.
#pragma once

#include "music/score.h"
#include "playback/plan.h"

#include <memory>

namespace klangraum {

// The plan begins at tick 0, brings the score's tempi and sounds with it and ends `restTicks` after the last note, so
// that nothing is held on at its end: the piece is over when TransportState::late is set and planSerial is `serial`.
// Scores of more voices than a plan can have share voices by their sounds. Throws Error for a score without notes.
std::unique_ptr<Plan> planOfScore(const Score &score, std::uint64_t serial = 1, Tick restTicks = 1);

} // namespace klangraum
