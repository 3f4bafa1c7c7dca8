// One evaluation from samples to report: windows are cut from a split of a corpus, compared with the samples feature by
// feature, and both are searched for copies of training pieces. Who made the samples is not known here.
#pragma once

#include "corpus/corpus.h"
#include "evaluation/evaluationreport.h"

#include <cstdint>
#include <vector>

namespace klangraum {

struct EvaluationSetup
{
    Split split = Split::Test; // of the corpus: what is compared with
    double quarters = 8; // length of a window; 0: whole pieces
    std::size_t mostWindows = 2000; // more are drawn by `seed`
    std::uint64_t seed = 1;
    int threads = 2;
    EvaluationProgress progress;
};

// Windows begin at bar lines, at least four quarters apart (corpus/windows.h); the pieces as they are, not transposed.
std::vector<Score> evaluationWindows(const Corpus &corpus, Split split, double quarters);

// `about` of the report gets "reference" and "copies"; the caller adds what it knows of the samples.
// Copies are sought in the training split. They are measured against as many windows of the split, or where that is the
// training split itself of the test or the validation split; fewer where there are not so many.
// Throws Error where there are no samples, where the split is empty (naming those that are not), or on cancelling.
EvaluationReport evaluate(const std::vector<Score> &samples, const Corpus &corpus, const EvaluationSetup &setup);

} // namespace klangraum
