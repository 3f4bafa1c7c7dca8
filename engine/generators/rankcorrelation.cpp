#include "generators/rankcorrelation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace klangraum {
namespace {

std::vector<double> ranks(std::span<const double> values)
{
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> result(values.size());
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin;
        while (end < order.size() && values[order[end]] == values[order[begin]])
            ++end;
        for (std::size_t i = begin; i < end; ++i)
            result[order[i]] = 0.5 * static_cast<double>(begin + end - 1);
        begin = end;
    }
    return result;
}

} // namespace

double spearman(std::span<const double> a, std::span<const double> b)
{
    const std::vector<double> x = ranks(a);
    const std::vector<double> y = ranks(b);
    const double mean = 0.5 * (static_cast<double>(x.size()) - 1);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

} // namespace klangraum
