// Windows of the network to scores, phrased: the soprano leads, the measure is felt.
#pragma once

#include "generators/choralevae/choraledecoder.h"
#include "generators/generator.h"

#include <vector>

namespace klangraum::chorale {

inline constexpr int ticksPerQuarter = 480;
inline constexpr Tick windowTicks = 8 * ticksPerQuarter;

Score scoreOf(const std::vector<ChoraleWindow> &windows, int shift, const std::vector<Voice> &voices, double tempo);
Window windowOf(const DecodedWindow &decoded, const std::vector<Voice> &voices, double tempo);

} // namespace klangraum::chorale
