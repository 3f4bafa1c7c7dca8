// Distances between the pieces of a set (intra) and between those of two sets (inter), for one feature: Euclidean,
// |a - b| for numbers, and the Manhattan distance of listing A.3.1 (Tamirisa et al. 2024) for pitch groups.
#pragma once

#include "evaluation/featureset.h"

#include <span>
#include <vector>

namespace klangraum {

// Every pair once: rows (rows - 1) / 2 distances. Leaving one out and taking all others gives each of them twice.
std::vector<double> intraDistances(FeatureKind kind, const FeatureValues &set);
// rows(a) * rows(b) distances. Throws Error where the rows differ in width.
std::vector<double> interDistances(FeatureKind kind, const FeatureValues &a, const FeatureValues &b);

// Of two rows of kind Groups: groups and the pitches in them are paired from the front, what is left over is dropped.
double groupDistance(std::span<const double> a, std::span<const double> b);

} // namespace klangraum
