#include "corpus/halving.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace klangraum {

namespace {

constexpr int reach = 72; // taps before and after the middle one
constexpr double cutoff = 0.925 * 0.25; // of the old rate: the middle of the slope from 0.85 to 1 of the new Nyquist
constexpr std::size_t block = 32; // frames summed at once, in registers
constexpr double kaiser = 8.0; // beta: 81 dB

double bessel(double x) // modified, first kind, order 0
{
    double sum = 1;
    double term = 1;
    for (int k = 1; k < 40; ++k) {
        term *= (x / 2 / k) * (x / 2 / k);
        sum += term;
    }
    return sum;
}

// A windowed sinc (Kaiser 1974) whose sum is one.
std::array<float, 2 * reach + 1> makeTaps()
{
    std::array<double, 2 * reach + 1> taps{};
    double sum = 0;
    for (int i = -reach; i <= reach; ++i) {
        const double x = 2 * std::numbers::pi * cutoff * i;
        const double sinc = i == 0 ? 1 : std::sin(x) / x;
        const double edge = static_cast<double>(i) / (reach + 1);
        taps[static_cast<std::size_t>(i + reach)] = sinc * bessel(kaiser * std::sqrt(1 - edge * edge));
        sum += taps[static_cast<std::size_t>(i + reach)];
    }
    std::array<float, 2 * reach + 1> rounded{};
    for (std::size_t i = 0; i < taps.size(); ++i)
        rounded[i] = static_cast<float>(taps[i] / sum);
    return rounded;
}

} // namespace

std::vector<float> halveRate(std::span<const float> frames)
{
    static const std::array<float, 2 *reach + 1> taps = makeTaps();
    const std::size_t count = (frames.size() + 1) / 2;
    // Even and odd frames apart, so that the sums run over neighbours.
    const std::size_t half = count + reach + block;
    std::array<std::vector<float>, 2> phases{ std::vector<float>(half), std::vector<float>(half) };
    for (std::size_t i = 0; i < frames.size(); ++i)
        phases[i % 2][i / 2 + reach / 2] = frames[i];
    std::vector<float> halved(count, 0.0f);
    for (std::size_t begin = 0; begin < count; begin += block) {
        std::array<float, block> sums{};
        for (int tap = -reach; tap <= reach; ++tap) {
            // Frame 2 i + tap: phase tap mod 2, place i + floor(tap / 2).
            const float weight = taps[static_cast<std::size_t>(tap + reach)];
            const float *from =
                phases[static_cast<std::size_t>(tap & 1)].data() + begin + static_cast<std::size_t>((tap + reach) / 2);
            for (std::size_t i = 0; i < block; ++i)
                sums[i] += weight * from[i];
        }
        std::copy_n(sums.begin(), std::min(block, count - begin), halved.begin() + static_cast<std::ptrdiff_t>(begin));
    }
    return halved;
}

} // namespace klangraum
