// How far two densities of distances agree: the overlap of their areas, and the Kullback-Leibler divergences both ways,
// in nats. Two ways to compute them, never mixed:
//
// - common grid: both densities at the same 1,000 places, from three bandwidths (of the wider one) below the least to
//   as much above the largest distance of both. Each is normalised to sum 1 there, and for the divergences raised to
//   1e-12 where it is less, so that they stay finite. This is what reports show.
// - compatible with `mgeval` (Yang and Lerch 2020): overlap is the integral of the smaller density from the least to
//   the largest distance of both. Its divergence takes each density at 1,000 places of *its own* range and compares
//   them place by place, which compares different distances with each other; it is given for old figures only.
//
// Where all distances of a set are equal (identical pieces) there is no bandwidth and SciPy refuses. Here such a set
// stands as a Gaussian whose width is 1/200 of the range compared; on its own grid of mgeval, which is one place, it is
// uniform. Two sets that are both constant and equal overlap by 1 and diverge by 0.
#pragma once

#include "evaluation/density.h"

#include <vector>

namespace klangraum {

struct Agreement
{
    double overlap = 0; // 0..1
    double klForward = 0; // of the first from the second, nats; infinite where mgeval's is
    double klBackward = 0;
};

struct DensityComparison
{
    bool defined = false; // false where a set has no distances
    Agreement commonGrid;
    Agreement mgeval;
};

DensityComparison compareDensities(const Density &a, const Density &b);

// The common grid and both densities on it (not normalised), for pictures. Empty without distances.
struct CommonGrid
{
    std::vector<double> x;
    std::vector<std::vector<double>> y; // one a density
};
CommonGrid commonGrid(const std::vector<const Density *> &densities, std::size_t points = 1000);

} // namespace klangraum
