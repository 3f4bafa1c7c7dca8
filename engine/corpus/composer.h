// The corpora that the project makes itself, by seeded rules: `klangraum compose KIND`.
#pragma once

#include "corpus/corpus.h"

#include <cstdint>
#include <string>
#include <vector>

namespace klangraum {

struct ComposerKind
{
    std::string name; // "cadences"
    std::string description; // one line, for the command line
    int pieces; // by default
};

// cadences, tunes, and embedded (both): scores. techno, minimal, drum-and-bass, and electronic (all three): sound.
const std::vector<ComposerKind> &composerKinds();

// `pieces` 0: the kind's default. Same kind, seed and number: the same corpus, to the note. Split 80, 10, 10 by piece.
// Sound is made with the composer's own synthesis alone and in memory; corpus/electronic/electroniccorpus.h has more to
// choose. Throws Error for an unknown kind, naming the known ones, and for more than 100,000 pieces.
Corpus composeCorpus(const std::string &kind, std::uint64_t seed = 1, int pieces = 0);

} // namespace klangraum
