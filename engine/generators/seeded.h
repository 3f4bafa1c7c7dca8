// Numbers of chance as a function of a seed and a place: no generator's state has to be carried or copied. No torch.
#pragma once

#include <cstdint>

namespace klangraum {

// 0 <= value < 1; the same with every compiler.
inline double seededUniform(std::uint64_t seed, std::uint64_t place, std::uint64_t part)
{
    std::uint64_t value = seed ^ 0x6a09e667f3bcc909ULL;
    for (const std::uint64_t each : { place, part }) {
        value += 0x9e3779b97f4a7c15ULL * (each + 1);
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        value ^= value >> 31;
    }
    return static_cast<double>(value >> 11) * 0x1p-53;
}

} // namespace klangraum
