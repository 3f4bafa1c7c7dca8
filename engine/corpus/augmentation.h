// Augmentation: which transpositions of a piece are trained on. Only the training split is ever transposed.
#pragma once

#include "corpus/corpus.h"

#include <vector>

namespace klangraum {

// Semitones, ascending: low..high of the corpus (0 always among them) for the training split, {0} for the others.
std::vector<int> transpositionsOf(const Corpus &corpus, Split split);

// Those of `transpositions` that keep every note of the score within lowest..highest. 0 is always kept.
std::vector<int> transpositionsWithin(const Score &score, const std::vector<int> &transpositions, int lowest = 0,
                                      int highest = 127);

} // namespace klangraum
