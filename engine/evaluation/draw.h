// Drawing a few of many, seeded: the same seed and numbers, the same choice.
#pragma once

#include "corpus/random.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace klangraum {

// `most` different numbers below `count`, ascending; all of them where there are no more.
inline std::vector<std::size_t> drawIndices(std::size_t count, std::size_t most, std::uint64_t seed)
{
    std::vector<std::size_t> indices(count);
    std::iota(indices.begin(), indices.end(), std::size_t{ 0 });
    if (count <= most)
        return indices;
    Random random(seed);
    for (std::size_t i = 0; i < most; ++i)
        std::swap(
            indices[i],
            indices[i +
                    std::min(static_cast<std::size_t>(random.unit() * static_cast<double>(count - i)), count - i - 1)]);
    indices.resize(most);
    std::sort(indices.begin(), indices.end());
    return indices;
}

} // namespace klangraum
