// Comparison of two sets of music, feature by feature: what each set is like, how far its pieces are from each other
// (intra) and from those of the other set (inter), and how far the densities of these distances agree.
// Yang and Lerch, On the evaluation of generative models in music, 2020.
#pragma once

#include "evaluation/featureset.h"
#include "evaluation/overlap.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace klangraum {

// Numbers of one set of distances, each pair once but for `count`.
struct DistanceSummary
{
    std::size_t count = 0; // as in the density: intra-set pairs count twice
    double mean = 0, deviation = 0, lowest = 0, highest = 0, bandwidth = 0;
    bool constant = false; // all equal
    bool binned = false; // the density is known to about 2e-5 of its peak (density.h)
};

struct SetSummary
{
    std::size_t pieces = 0; // with a value
    std::size_t undefined = 0; // without one
    double mean = 0; // Scalar only: of the values
    double deviation = 0; // Scalar only: of a population
    std::vector<double> means; // every other kind but Groups: mean of each number
    DistanceSummary intra;
};

// Densities on the grid that is common to all three sets of distances, for pictures.
struct FeatureCurves
{
    std::vector<double> x;
    std::array<std::vector<double>, 3> y; // samples, reference, inter; empty where there are no distances
};

struct FeatureComparison
{
    const Feature *feature = nullptr;
    SetSummary samples;
    SetSummary reference;
    DistanceSummary inter;
    DensityComparison samplesInter; // samples' intra-set distances against the inter-set distances
    DensityComparison referenceInter; // the reference's against the inter-set distances
    DensityComparison samplesReference; // the two intra-set distances against each other
    FeatureCurves curves;
};

struct ComparisonOptions
{
    int threads = 2;
    std::size_t curvePoints = 200;
    EvaluationProgress progress;
};

struct Comparison
{
    std::size_t bars = 0; // that features of single bars look at
    std::vector<FeatureComparison> features; // as in features()
};

// Exhaustive: every piece against every other. 1,000 samples against 2,000 windows take seconds on two cores.
// Throws Error where a piece cannot be read (featureset.h) or `progress` cancels.
Comparison compareSets(std::span<const Score> samples, std::span<const Score> reference,
                       const ComparisonOptions &options = {});

} // namespace klangraum
