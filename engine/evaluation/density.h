// Density: the Gaussian kernel density of a set of distances, with Scott's bandwidth, as scipy.stats.gaussian_kde.
// Immutable after construction; any number of threads may read one.
//
// Up to 600 different distances it is exact. More are first spread linearly over bins of 1/64 of the bandwidth
// (isBinned()): the density is then known to about 2e-5 of its peak, at a cost that does not grow with the number.
#pragma once

#include <cstddef>
#include <vector>

namespace klangraum {

class Density
{
public:
    Density() = default; // of nothing
    // `times`: each distance counts so often (2 where each pair of a set is given once but counts for both).
    // Throws Error for distances that are not numbers.
    explicit Density(std::vector<double> distances, int times = 1);

    std::size_t count() const { return m_count; } // `times` included
    double lowest() const { return m_lowest; }
    double highest() const { return m_highest; }
    double mean() const { return m_mean; }
    double deviation() const { return m_deviation; } // of a sample: n - 1
    // Scott's: deviation * n^(-1/5). 0 where all distances are equal, for which SciPy has no density.
    double bandwidth() const { return m_bandwidth; }
    bool isConstant() const { return m_count > 0 && m_bandwidth <= 0; }
    bool isBinned() const { return !m_table.empty(); }

    // At `x`, in 1 / unit. Where all distances are equal: a Gaussian of the width `constantWidth` around them.
    double at(double x, double constantWidth) const;

private:
    void bin(const std::vector<double> &distances);

    std::size_t m_count = 0;
    double m_lowest = 0;
    double m_highest = 0;
    double m_mean = 0;
    double m_deviation = 0;
    double m_bandwidth = 0;
    std::vector<double> m_places; // different distances, ascending
    std::vector<double> m_weights; // their shares
    std::vector<double> m_table; // densities at m_tableBegin + i * m_tableStep
    double m_tableBegin = 0;
    double m_tableStep = 0;
};

// A density as a picture shows it.
struct DensityCurve
{
    std::vector<double> x; // from lowest to highest, three bandwidths further at both ends, not below 0
    std::vector<double> y;
    double bandwidth = 0; // Scott's; 0 where all distances are equal
    bool constant = false; // all distances are equal: the curve is a narrow Gaussian that stands for a spike
    std::size_t distances = 0; // 0: nothing to show, x and y are empty
};
DensityCurve curveOf(const Density &density, std::size_t points = 200);

} // namespace klangraum
