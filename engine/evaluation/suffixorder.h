// The order of all suffixes of a sequence of integers (prefix doubling, Manber and Myers 1993, O(n log^2 n)).
#pragma once

#include <cstdint>
#include <vector>

namespace klangraum {

// ranks[i] is the place of the suffix from i among all suffixes, from 0. A suffix that ends counts as smaller.
std::vector<std::int32_t> suffixRanks(const std::vector<std::int32_t> &symbols);

} // namespace klangraum
