// Note lengths as twelve classes, and the steps from one length to the next.
// After Yang and Lerch, On the evaluation of generative models in music, 2020, whose `mgeval` counts a length in 96ths
// of a bar of 4/4; here it is 96ths of a whole note in every metre, so that a quarter is a quarter in 3/4 too.
#pragma once

#include "music/score.h"

#include <array>
#include <cstddef>
#include <string>

namespace klangraum {

inline constexpr std::size_t noteLengthClasses = 12;

// Whole, half, quarter, 8th, 16th; the dotted half to 16th; the triplet half, quarter and 8th.
const std::array<std::string, noteLengthClasses> &noteLengthLabels();
// The nearest class; of two equally near ones the earlier.
std::size_t noteLengthClass(Tick duration, int ticksPerQuarter);

} // namespace klangraum
