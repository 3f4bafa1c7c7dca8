// Spearman's rank correlation: whether a slider moves what it names. No torch.
#pragma once

#include <span>

namespace klangraum {

// -1..1; ties share their mean rank; 0 where one side does not vary. Both of one length.
double spearman(std::span<const double> a, std::span<const double> b);

} // namespace klangraum
