#include "evaluation/density.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace klangraum {

namespace {

constexpr std::size_t kMostExact = 600; // different distances
constexpr std::size_t kMostSorted = 65'536; // distances looked through for equal ones
constexpr double kBinsABandwidth = 64;
constexpr double kReach = 8.5; // bandwidths beyond which a Gaussian is nothing (2e-16 of its peak)
constexpr std::size_t kMostBins = std::size_t{ 1 } << 18;

double gaussian(double x, double width)
{
    const double z = x / width;
    return std::exp(-0.5 * z * z) / (width * std::sqrt(2 * std::numbers::pi));
}

} // namespace

Density::Density(std::vector<double> distances, int times)
    : m_count(distances.size() * static_cast<std::size_t>(times))
{
    if (distances.empty())
        return;
    double sum = 0;
    m_lowest = m_highest = distances.front();
    for (const double distance : distances) {
        if (!std::isfinite(distance))
            throw Error("density: a distance is no number; expected finite ones");
        sum += distance;
        m_lowest = std::min(m_lowest, distance);
        m_highest = std::max(m_highest, distance);
    }
    m_mean = sum / static_cast<double>(distances.size());
    const bool equal = m_highest - m_lowest <= 1e-12 * std::max(1.0, std::abs(m_highest)); // but for rounding
    if (!equal) {
        double squares = 0;
        for (const double distance : distances)
            squares += (distance - m_mean) * (distance - m_mean);
        const auto n = static_cast<double>(m_count);
        m_deviation = std::sqrt(squares * times / (n - 1));
        m_bandwidth = m_deviation * std::pow(n, -0.2);
    }
    if (distances.size() <= kMostSorted) {
        std::sort(distances.begin(), distances.end());
        const double share = 1.0 / static_cast<double>(distances.size());
        for (const double distance : distances) {
            if (m_places.empty() || distance != m_places.back()) {
                m_places.push_back(distance);
                m_weights.push_back(0);
            }
            m_weights.back() += share;
        }
    }
    if (!equal && (distances.size() > kMostSorted || m_places.size() > kMostExact))
        bin(distances);
}

void Density::bin(const std::vector<double> &distances)
{
    m_places.clear();
    m_weights.clear();
    const double range = m_highest - m_lowest;
    const double step = std::max(m_bandwidth / kBinsABandwidth, range / static_cast<double>(kMostBins));
    const auto bins = static_cast<std::size_t>(range / step) + 2;
    std::vector<double> weights(bins, 0.0);
    const double share = 1.0 / static_cast<double>(distances.size());
    for (const double distance : distances) {
        const double place = (distance - m_lowest) / step;
        const std::size_t left = std::min(static_cast<std::size_t>(place), bins - 2);
        const double right = place - static_cast<double>(left);
        weights[left] += share * (1 - right);
        weights[left + 1] += share * right;
    }
    const auto reach = static_cast<std::size_t>(std::ceil(kReach * m_bandwidth / step)) + 2;
    std::vector<double> kernel(2 * reach + 1);
    for (std::size_t k = 0; k < kernel.size(); ++k)
        kernel[k] = gaussian((static_cast<double>(k) - static_cast<double>(reach)) * step, m_bandwidth);
    m_table.assign(bins + 2 * reach, 0.0);
    m_tableBegin = m_lowest - static_cast<double>(reach) * step;
    m_tableStep = step;
    for (std::size_t i = 0; i < bins; ++i) {
        if (weights[i] <= 0)
            continue;
        for (std::size_t k = 0; k < kernel.size(); ++k)
            m_table[i + k] += weights[i] * kernel[k];
    }
}

double Density::at(double x, double constantWidth) const
{
    if (m_count == 0)
        return 0;
    if (isConstant())
        return gaussian(x - m_mean, constantWidth);
    if (!isBinned()) {
        double sum = 0;
        const double reach = kReach * m_bandwidth;
        auto i =
            static_cast<std::size_t>(std::lower_bound(m_places.begin(), m_places.end(), x - reach) - m_places.begin());
        for (; i < m_places.size() && m_places[i] <= x + reach; ++i) {
            const double z = (x - m_places[i]) / m_bandwidth;
            sum += m_weights[i] * std::exp(-0.5 * z * z);
        }
        return sum / (m_bandwidth * std::sqrt(2 * std::numbers::pi));
    }
    // Cubic through the four bins around x.
    const double place = (x - m_tableBegin) / m_tableStep;
    if (!(place >= 1) || place >= static_cast<double>(m_table.size() - 2))
        return 0;
    const auto left = static_cast<std::size_t>(place);
    const double t = place - static_cast<double>(left);
    const double *v = m_table.data() + left - 1;
    const double value = -t * (t - 1) * (t - 2) / 6 * v[0] + (t + 1) * (t - 1) * (t - 2) / 2 * v[1] -
        (t + 1) * t * (t - 2) / 2 * v[2] + (t + 1) * t * (t - 1) / 6 * v[3];
    return std::max(value, 0.0);
}

DensityCurve curveOf(const Density &density, std::size_t points)
{
    DensityCurve curve;
    curve.bandwidth = density.bandwidth();
    curve.constant = density.isConstant();
    curve.distances = density.count();
    if (density.count() == 0 || points < 2)
        return curve;
    const double width =
        curve.constant ? std::max(std::abs(density.mean()), 1.0) / 100 : density.bandwidth(); // of the picture only
    const double from = std::max(density.lowest() - 3 * width, 0.0);
    const double to = density.highest() + 3 * width;
    for (std::size_t i = 0; i < points; ++i) {
        curve.x.push_back(from + (to - from) * static_cast<double>(i) / static_cast<double>(points - 1));
        curve.y.push_back(density.at(curve.x.back(), width));
    }
    return curve;
}

} // namespace klangraum
