// A morph as part of a Steering: between which two places of the map, and how far. Families that do not know it go by
// the pad, which moves along the straight line meanwhile. Plain values.
#pragma once

#include "generators/control.h"

#include <array>
#include <cstddef>
#include <optional>

namespace klangraum {

struct Morph
{
    double fromX = 0, fromY = 0, toX = 0, toY = 0; // pad units
    double share = 0; // now: 0 at the first, 1 at the second
    double perQuarter = 0; // share that a quarter takes; below 0 on the way back
};

namespace detail {
inline constexpr std::array<const char *, 6> morphNames{ "morph.from.x", "morph.from.y", "morph.to.x",
                                                         "morph.to.y",   "morph.share",  "morph.per-quarter" };
}

inline void clearMorph(Steering &steering)
{
    for (const char *name : detail::morphNames)
        steering.values.erase(name);
}

inline void setMorph(Steering &steering, const Morph &morph)
{
    const std::array<double, 6> values{ morph.fromX, morph.fromY, morph.toX, morph.toY, morph.share, morph.perQuarter };
    for (std::size_t i = 0; i < values.size(); ++i)
        steering.values[detail::morphNames[i]] = values[i];
}

inline std::optional<Morph> morphOf(const Steering &steering)
{
    if (!steering.values.contains(detail::morphNames.front()))
        return std::nullopt;
    std::array<double, 6> values{};
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = steering.value(detail::morphNames[i], 0);
    return Morph{ values[0], values[1], values[2], values[3], values[4], values[5] };
}

} // namespace klangraum
