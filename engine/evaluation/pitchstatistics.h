// What a set of pieces is like, in the pictures of the training room and of reports: how often each pitch occurs, what
// follows what, how long notes are, and how far apart the pieces are. Plain values; any thread.
#pragma once

#include "evaluation/density.h"
#include "evaluation/notelengths.h"
#include "music/score.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace klangraum {

struct PitchStatistics
{
    std::int64_t pieces = 0;
    std::int64_t notes = 0; // percussion left out, here and below
    std::array<double, 128> pitches{}; // share of notes by MIDI pitch; sums to 1, or all 0 without notes
    // Share of all transitions [from][to] between consecutive notes of a voice (features.h); each matrix sums to 1,
    // or all 0.
    std::array<std::array<double, 12>, 12> pitchClassTransitions{};
    std::array<double, noteLengthClasses> noteLengths{}; // share of notes; labels: noteLengthLabels()
    std::array<std::array<double, noteLengthClasses>, noteLengthClasses> noteLengthTransitions{};
    std::int64_t transitions = 0; // that the matrices are taken from
};

// Throws Error for a score that cannot be normalised.
PitchStatistics pitchStatisticsOf(std::span<const Score> pieces);

// The densities of the distances between the pieces of the set, one a feature; each pair counts twice, as when one is
// left out after the other. A feature that fewer than two pieces have gives an empty curve.
struct IntraSetDensity
{
    std::string feature; // name in features.h
    std::string title;
    std::string unit;
    DensityCurve curve;
};

// `names`: of features(); empty: all of them. Throws Error for an unknown name. 64 pieces take milliseconds, 1,000
// about a second a feature at most. Pieces beyond `most` are left out, drawn by `seed`.
std::vector<IntraSetDensity> intraSetDensities(std::span<const Score> pieces,
                                               const std::vector<std::string> &names = {}, std::size_t points = 200,
                                               std::size_t most = 1000, std::uint64_t seed = 1, int threads = 1);

} // namespace klangraum
