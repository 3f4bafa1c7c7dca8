#include "evaluation/notelengths.h"

#include <cstdlib>

namespace klangraum {

namespace {

constexpr std::array<Tick, noteLengthClasses> kLengths = { 96, 48, 24, 12, 6, 72, 36, 18, 9, 32, 16, 8 };

} // namespace

const std::array<std::string, noteLengthClasses> &noteLengthLabels()
{
    static const std::array<std::string, noteLengthClasses> labels = {
        "1/1", "1/2", "1/4", "1/8", "1/16", "1/2.", "1/4.", "1/8.", "1/16.", "1/2t", "1/4t", "1/8t"
    };
    return labels;
}

std::size_t noteLengthClass(Tick duration, int ticksPerQuarter)
{
    std::size_t nearest = 0;
    Tick least = -1;
    for (std::size_t i = 0; i < noteLengthClasses; ++i) {
        const Tick away = std::abs(duration * 24 - kLengths[i] * ticksPerQuarter);
        if (least < 0 || away < least) {
            least = away;
            nearest = i;
        }
    }
    return nearest;
}

} // namespace klangraum
