// Passing notes, neighbour notes and suspensions over a piece of one chord a beat.
#pragma once

#include "corpus/random.h"
#include "corpus/voiceleading.h"

#include <vector>

namespace klangraum {

// `chords` has one chord for each beat of the grid. An ornament that would make parallels, leave a range, cross
// another voice or clash with another ornament of the same beat is left out.
void addOrnaments(VoiceGrid &grid, const std::vector<ChordInKey> &chords, Random &random);

} // namespace klangraum
