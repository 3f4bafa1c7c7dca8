// TapTempo: quarters a minute from taps. No clock of its own: times are handed in, in milliseconds.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace klangraum {

class TapTempo
{
public:
    static constexpr std::int64_t kPause = 2000; // ms; a longer one starts a new count (30 a minute)
    static constexpr int kTaps = 6; // as many count

    // The tempo after this tap, 40..200; empty for a first tap.
    std::optional<double> tap(std::int64_t milliseconds);

private:
    std::vector<std::int64_t> m_taps;
};

} // namespace klangraum
