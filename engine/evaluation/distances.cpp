#include "evaluation/distances.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr std::size_t kBlock = 256; // rows of b worked on together; their sums stay in the cache

// Distances of rows of `a` to rows [from(i), rows) of `b`, row after row. Columns of `b` are laid out so that the
// inner loop runs over rows: it needs no reordering of sums to be vectorised.
template <typename From>
std::vector<double> euclidean(const FeatureValues &a, const FeatureValues &b, std::size_t count, From from)
{
    if (a.rows() > 0 && b.rows() > 0 && a.width() != b.width())
        throw Error("distances: rows of " + std::to_string(a.width()) + " and of " + std::to_string(b.width()) +
                    " numbers; expected the same");
    const std::size_t width = a.width();
    const std::size_t rows = b.rows();
    std::vector<double> columns(width * rows);
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t d = 0; d < width; ++d)
            columns[d * rows + i] = b.values[i * width + d];
    }
    std::vector<double> distances;
    distances.reserve(count);
    double sums[kBlock];
    for (std::size_t i = 0; i < a.rows(); ++i) {
        const double *row = a.values.data() + i * width;
        for (std::size_t begin = from(i); begin < rows; begin += kBlock) {
            const std::size_t size = std::min(kBlock, rows - begin);
            std::fill_n(sums, size, 0.0);
            for (std::size_t d = 0; d < width; ++d) {
                const double *column = columns.data() + d * rows + begin;
                const double value = row[d];
                for (std::size_t k = 0; k < size; ++k)
                    sums[k] += (column[k] - value) * (column[k] - value);
            }
            for (std::size_t k = 0; k < size; ++k)
                distances.push_back(std::sqrt(sums[k]));
        }
    }
    return distances;
}

template <typename From>
std::vector<double> ofGroups(const FeatureValues &a, const FeatureValues &b, std::size_t count, From from)
{
    std::vector<double> distances;
    distances.reserve(count);
    for (std::size_t i = 0; i < a.rows(); ++i) {
        for (std::size_t j = from(i); j < b.rows(); ++j)
            distances.push_back(groupDistance(a.row(i), b.row(j)));
    }
    return distances;
}

} // namespace

std::vector<double> intraDistances(FeatureKind kind, const FeatureValues &set)
{
    const std::size_t count = set.rows() > 0 ? set.rows() * (set.rows() - 1) / 2 : 0;
    const auto after = [](std::size_t i) { return i + 1; };
    return kind == FeatureKind::Groups ? ofGroups(set, set, count, after) : euclidean(set, set, count, after);
}

std::vector<double> interDistances(FeatureKind kind, const FeatureValues &a, const FeatureValues &b)
{
    const auto all = [](std::size_t) { return std::size_t{ 0 }; };
    const std::size_t count = a.rows() * b.rows();
    return kind == FeatureKind::Groups ? ofGroups(a, b, count, all) : euclidean(a, b, count, all);
}

double groupDistance(std::span<const double> a, std::span<const double> b)
{
    double sum = 0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        for (; a[i] >= 0 && b[j] >= 0; ++i, ++j)
            sum += std::abs(a[i] - b[j]);
        while (a[i++] >= 0) { }
        while (b[j++] >= 0) { }
    }
    return sum;
}

} // namespace klangraum
