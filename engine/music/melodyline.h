// The melody of a score: its highest notes, one at a time. No state; any thread.
#pragma once

#include "music/score.h"

#include <vector>

namespace klangraum {

// The highest note at every onset, percussion excepted; a note ends where the next one begins, and one that is struck
// below a note that still sounds is accompaniment. Sorted by start, in the score's ticks; empty: no notes.
std::vector<Note> melodyLine(const Score &score);

} // namespace klangraum
