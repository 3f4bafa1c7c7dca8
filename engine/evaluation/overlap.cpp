#include "evaluation/overlap.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace klangraum {

namespace {

constexpr std::size_t kPoints = 1000; // mgeval's number
constexpr double kFloor = 1e-12;
constexpr double kConstantShare = 200;

struct Range
{
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    double bandwidth = 0; // the widest
    bool constant = true; // of all
    double constantWidth = 0;
};

Range rangeOf(const std::vector<const Density *> &densities)
{
    Range range;
    for (const Density *density : densities) {
        if (density->count() == 0)
            continue;
        range.low = std::min(range.low, density->lowest());
        range.high = std::max(range.high, density->highest());
        range.bandwidth = std::max(range.bandwidth, density->bandwidth());
        range.constant = range.constant && density->isConstant();
    }
    const double width = range.high - range.low;
    range.constantWidth = (width > 0 ? width : 1.0) / kConstantShare;
    range.bandwidth = std::max(range.bandwidth, range.constantWidth);
    return range;
}

std::vector<double> evenly(double from, double to, std::size_t points)
{
    std::vector<double> places(points);
    for (std::size_t i = 0; i < points; ++i)
        places[i] = from + (to - from) * static_cast<double>(i) / static_cast<double>(points - 1);
    return places;
}

std::vector<double> evaluate(const Density &density, const std::vector<double> &places, double constantWidth)
{
    std::vector<double> values;
    values.reserve(places.size());
    for (const double x : places)
        values.push_back(density.at(x, constantWidth));
    return values;
}

std::vector<double> normalised(std::vector<double> values)
{
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    for (double &value : values)
        value = sum > 0 ? value / sum : 1.0 / static_cast<double>(values.size());
    return values;
}

// Sum of p log(p / q); both sum to 1. Infinite where q is 0 and p is not, as scipy.stats.entropy.
double divergence(const std::vector<double> &p, const std::vector<double> &q, double floor)
{
    double sum = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double share = std::max(p[i], floor);
        if (share > 0)
            sum += share * std::log(share / std::max(q[i], floor));
    }
    return std::max(sum, 0.0);
}

struct Simpson
{
    const std::function<double(double)> &f;
    // The integral over [a, b] whose ends and middle are fa, fb, fm; halved until two estimates agree.
    double integrate(double a, double fa, double m, double fm, double b, double fb, double tolerance, int depth) const
    {
        const double left = (a + m) / 2;
        const double right = (m + b) / 2;
        const double fl = f(left);
        const double fr = f(right);
        const double whole = (b - a) / 6 * (fa + 4 * fm + fb);
        const double halves = (b - a) / 12 * (fa + 4 * fl + 2 * fm + 4 * fr + fb);
        if (depth <= 0 || std::abs(halves - whole) < 15 * tolerance)
            return halves + (halves - whole) / 15;
        return integrate(a, fa, left, fl, m, fm, tolerance / 2, depth - 1) +
            integrate(m, fm, right, fr, b, fb, tolerance / 2, depth - 1);
    }
};

double integral(const std::function<double(double)> &f, double from, double to)
{
    constexpr int kPanels = 32;
    constexpr double kTolerance = 1e-8 / kPanels;
    double sum = 0;
    for (int i = 0; i < kPanels; ++i) {
        const double a = from + (to - from) * i / kPanels;
        const double b = from + (to - from) * (i + 1) / kPanels;
        const double m = (a + b) / 2;
        sum += Simpson{ f }.integrate(a, f(a), m, f(m), b, f(b), kTolerance, 12);
    }
    return sum;
}

Agreement onCommonGrid(const Density &a, const Density &b)
{
    const CommonGrid grid = commonGrid({ &a, &b }, kPoints);
    const std::vector<double> p = normalised(grid.y[0]);
    const std::vector<double> q = normalised(grid.y[1]);
    Agreement found;
    for (std::size_t i = 0; i < p.size(); ++i)
        found.overlap += std::min(p[i], q[i]);
    found.klForward = divergence(p, q, kFloor);
    found.klBackward = divergence(q, p, kFloor);
    return found;
}

Agreement likeMgeval(const Density &a, const Density &b, const Range &range)
{
    const auto own = [&](const Density &density) {
        return normalised(evaluate(density, evenly(density.lowest(), density.highest(), kPoints), range.constantWidth));
    };
    const std::vector<double> p = own(a);
    const std::vector<double> q = own(b);
    Agreement found;
    found.klForward = divergence(p, q, 0);
    found.klBackward = divergence(q, p, 0);
    found.overlap =
        integral([&](double x) { return std::min(a.at(x, range.constantWidth), b.at(x, range.constantWidth)); },
                 range.low, range.high);
    return found;
}

} // namespace

CommonGrid commonGrid(const std::vector<const Density *> &densities, std::size_t points)
{
    CommonGrid grid;
    const Range range = rangeOf(densities);
    if (!(range.low <= range.high))
        return grid;
    grid.x = evenly(range.low - 3 * range.bandwidth, range.high + 3 * range.bandwidth, points);
    for (const Density *density : densities)
        grid.y.push_back(evaluate(*density, grid.x, range.constantWidth));
    return grid;
}

DensityComparison compareDensities(const Density &a, const Density &b)
{
    DensityComparison comparison;
    if (a.count() == 0 || b.count() == 0)
        return comparison;
    comparison.defined = true;
    const Range range = rangeOf({ &a, &b });
    if (range.constant && range.high - range.low <= 1e-12 * std::max(1.0, std::abs(range.high))) {
        comparison.commonGrid = { 1, 0, 0 };
        comparison.mgeval = { 1, 0, 0 };
        return comparison;
    }
    comparison.commonGrid = onCommonGrid(a, b);
    comparison.mgeval = likeMgeval(a, b, range);
    return comparison;
}

} // namespace klangraum
