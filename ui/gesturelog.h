// GestureLog: how much the visitor moved, along musical time: the curve of the gesture lane.
// Invariant: one sample a bin of kBinTicks, in rising order, at most twice kBins of them.
#pragma once

#include "music/score.h"

#include <cstdint>
#include <vector>

namespace klangraum {

class GestureLog
{
public:
    static constexpr Tick kBinTicks = 30; // a 64th note
    static constexpr int kBins = 16 * 64; // sixteen 4/4 bars

    // `amount` 0..1: speed of the hand at `tick`; the larger of several in one bin stays.
    void add(double tick, float amount);
    void clear();
    // Sample i lies at tick (firstBin() + i) * kBinTicks.
    std::int64_t firstBin() const { return m_firstBin; }
    const std::vector<float> &amounts() const { return m_amounts; }
    std::uint64_t serial() const { return m_serial; } // rises with every change

private:
    std::int64_t m_firstBin = 0;
    std::vector<float> m_amounts;
    std::uint64_t m_serial = 0;
};

} // namespace klangraum
