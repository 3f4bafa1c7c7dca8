// Features of a piece: numbers, histograms and matrices by which sets of music are compared. One table declares each
// once; reports and pictures loop over it.
//
// The nine features of Yang and Lerch, On the evaluation of generative models in music, 2020, follow their program
// `mgeval` where the text leaves room: the pitch-class histogram weighs by duration, the matrices are counts. mgeval
// reads one track; here consecutive notes are those of one voice, and voices are added up. Polyphony, empty-bar rate,
// scale and groove consistency are MusPy's (Dong et al. 2020), qualified notes, used pitch classes and tonal distance
// MuseGAN's (Dong et al. 2018), the pitch groups those of Tamirisa et al. 2024, listing A.3.1. Percussion counts in the
// empty bars and the groove only.
#pragma once

#include "evaluation/musicview.h"

#include <cstddef>
#include <string>
#include <vector>

namespace klangraum {

enum class FeatureKind {
    Scalar, // one number; a piece may have none (no notes: no pitch range)
    Histogram, // `width` shares
    Matrix, // `side` x `side` counts, row: from, column: to
    Bars, // `width` numbers for each bar, bar after bar
    Groups, // runs of pitches, each ended by -1; distance by zipping groups and their pitches
};

// Bars that features of kind Bars look at, from the first; missing ones count as silent.
inline constexpr std::size_t mostFeatureBars = 16;

struct Feature
{
    std::string name; // stable: "pitch-count"
    std::string title; // "Pitch count"
    std::string unit; // of the values; distances have it too
    FeatureKind kind = FeatureKind::Scalar;
    std::size_t width = 1; // numbers a piece, or a bar
    std::string source; // who defined it
    std::string definition; // one sentence
    std::vector<std::string> (*labels)(); // of a histogram's classes, or of a matrix' sides; else null
    // `width` numbers, width * bars, or pitches and -1; nothing where the feature is undefined for the piece.
    std::vector<double> (*compute)(const MusicView &piece);

    std::size_t side() const; // of a matrix
};

const std::vector<Feature> &features();
// Throws Error naming the known ones.
const Feature &feature(const std::string &name);

// "C" to "B".
std::vector<std::string> pitchClassLabels();

} // namespace klangraum
