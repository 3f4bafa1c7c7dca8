// Leaks: training pieces that hold a long stretch of a held-out piece, in any key. A split by piece does not see them
// (arrangements, variants, imitations that quote), and every figure on held-out music is too good because of them.
#pragma once

#include "corpus/corpus.h"

#include <cstddef>

namespace klangraum {

// Moves every training piece that shares `quarters` or more consecutive quarters, frame for frame on the sixteenth
// grid and up to one transposition, with a held-out piece from corpus.pieces to corpus.refused, and renews the hash.
// Returns how many. Throws Error for a length that is not positive and where no training piece would be left.
std::size_t refuseLeaks(Corpus &corpus, double quarters = 8);

} // namespace klangraum
