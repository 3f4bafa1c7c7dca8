// Spearman's rank correlation: whether one number rises with another, whatever the curve.
#pragma once

#include <span>
#include <vector>

namespace klangraum {

// Ranks from 1; equal values share the mean of their ranks.
std::vector<double> ranksOf(std::span<const double> values);

// -1..1: Pearson's correlation of the ranks. 0 where either side is constant or has fewer than two values.
// Throws Error for different lengths and for values that are not numbers.
double spearman(std::span<const double> x, std::span<const double> y);

} // namespace klangraum
