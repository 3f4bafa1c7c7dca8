// The Fréchet distance between two sets of statistics, each taken for a normal distribution: what is left of it when
// the sets grow without end, and how far apart two halves of one set are. It is no "FAD": no network hears here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace klangraum {

using Vectors = std::vector<std::vector<double>>; // one a clip, all of one length

// |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^1/2) (Dowson and Landau 1982). At most 64 dimensions, at least two vectors in
// each set; throws Error otherwise.
double frechetDistance(const Vectors &ours, const Vectors &theirs);

struct FrechetComparison
{
    double distance = 0; // of all there are
    double extrapolated =
        0; // for sets without end: linear in 1 / n over growing parts of both (Chong and Forsyth 2020)
    double realAgainstReal = 0; // two halves of the reference, extrapolated the same way
    std::size_t samples = 0;
    std::size_t reference = 0;
};

// Each dimension is first measured in standard deviations of the reference. Seeded. Throws Error where either set has
// fewer than eight.
FrechetComparison compareFrechet(const Vectors &samples, const Vectors &reference, std::uint64_t seed = 1);

} // namespace klangraum
