#include "music/correlation.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

namespace klangraum {

std::vector<double> ranksOf(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{ 0 });
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
            ++last;
        for (std::size_t i = first; i <= last; ++i)
            ranks[order[i]] = static_cast<double>(first + last) / 2 + 1;
        first = last + 1;
    }
    return ranks;
}

double spearman(std::span<const double> x, std::span<const double> y)
{
    if (x.size() != y.size())
        throw Error("rank correlation: expected two series of one length, found " + std::to_string(x.size()) + " and " +
                    std::to_string(y.size()));
    const auto isNan = [](double value) { return std::isnan(value); };
    if (std::any_of(x.begin(), x.end(), isNan) || std::any_of(y.begin(), y.end(), isNan))
        throw Error("rank correlation: a value is not a number");
    const std::vector<double> a = ranksOf(x);
    const std::vector<double> b = ranksOf(y);
    const double mean = (static_cast<double>(x.size()) + 1) / 2;
    double together = 0;
    double ofA = 0;
    double ofB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        together += (a[i] - mean) * (b[i] - mean);
        ofA += (a[i] - mean) * (a[i] - mean);
        ofB += (b[i] - mean) * (b[i] - mean);
    }
    return ofA > 0 && ofB > 0 ? together / std::sqrt(ofA * ofB) : 0;
}

} // namespace klangraum
