#include "evaluation/suffixorder.h"

#include <algorithm>
#include <numeric>

namespace klangraum {

std::vector<std::int32_t> suffixRanks(const std::vector<std::int32_t> &symbols)
{
    const std::size_t n = symbols.size();
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    std::vector<std::int32_t> ranks = symbols;
    std::vector<std::int32_t> next(n);
    const auto rankAt = [&](std::size_t at) { return at < n ? std::int64_t{ ranks[at] } : INT64_MIN; };
    for (std::size_t span = 0;;) {
        const auto key = [&](std::uint32_t i) { return std::pair(rankAt(i), span == 0 ? 0 : rankAt(i + span)); };
        std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
        std::int32_t rank = 0;
        for (std::size_t k = 0; k < n; ++k) {
            if (k > 0 && key(order[k - 1]) < key(order[k]))
                ++rank;
            next[order[k]] = rank;
        }
        ranks.swap(next);
        if (n == 0 || rank + 1 == static_cast<std::int32_t>(n))
            return ranks;
        span = span == 0 ? 1 : span * 2;
    }
}

} // namespace klangraum
