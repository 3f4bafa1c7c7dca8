// A seeded source of randomness that gives the same numbers with every compiler and standard library (the standard
// distributions do not). Passed as an argument, never global.
#pragma once

#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace klangraum {

class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_engine(seed * 0x9e3779b97f4a7c15ULL + 0x632be59bd9b4e019ULL)
    {
    }
    // 0 <= value < 1
    double unit() { return static_cast<double>(m_engine() >> 11) * 0x1.0p-53; }
    bool chance(double probability) { return unit() < probability; }
    // low <= value <= high
    int between(int low, int high)
    {
        const auto width = static_cast<std::uint64_t>(high - low) + 1;
        return low + static_cast<int>(m_engine() % width);
    }
    template <typename T> const T &pick(const std::vector<T> &values)
    {
        return values[static_cast<std::size_t>(between(0, static_cast<int>(values.size()) - 1))];
    }
    // Each with its weight; weights need not sum to one.
    template <typename T> T pickWeighted(const std::vector<std::pair<T, double>> &values)
    {
        double sum = 0;
        for (const auto &[value, weight] : values)
            sum += weight;
        double left = unit() * sum;
        for (const auto &[value, weight] : values) {
            left -= weight;
            if (left < 0)
                return value;
        }
        return values.back().first;
    }

private:
    std::mt19937_64 m_engine;
};

} // namespace klangraum
