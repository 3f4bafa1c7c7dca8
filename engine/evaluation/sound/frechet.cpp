#include "evaluation/sound/frechet.h"

#include "corpus/random.h"
#include "music/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

namespace klangraum {

namespace {

constexpr std::size_t mostDimensions = 64;
constexpr std::size_t fewest = 8;

struct Matrix
{
    std::size_t n = 0;
    std::vector<double> values;
    explicit Matrix(std::size_t size)
        : n(size)
        , values(size * size)
    {
    }
    double &operator()(std::size_t i, std::size_t j) { return values[i * n + j]; }
    double operator()(std::size_t i, std::size_t j) const { return values[i * n + j]; }
};

Matrix product(const Matrix &a, const Matrix &b)
{
    Matrix c(a.n);
    for (std::size_t i = 0; i < a.n; ++i)
        for (std::size_t k = 0; k < a.n; ++k)
            for (std::size_t j = 0; j < a.n; ++j)
                c(i, j) += a(i, k) * b(k, j);
    return c;
}

// Eigenvalues of a symmetric matrix, which becomes diagonal; its vectors are the columns of `vectors` (Jacobi's
// rotations, cyclic).
void diagonalise(Matrix &a, Matrix &vectors)
{
    const std::size_t n = a.n;
    for (std::size_t i = 0; i < n; ++i)
        vectors(i, i) = 1;
    for (int sweep = 0; sweep < 60; ++sweep) {
        double off = 0;
        double all = 0;
        for (std::size_t i = 0; i < n; ++i)
            for (std::size_t j = 0; j < n; ++j)
                (i == j ? all : off) += a(i, j) * a(i, j);
        if (off <= 1e-26 * (all + off))
            return;
        for (std::size_t p = 0; p < n; ++p) {
            for (std::size_t q = p + 1; q < n; ++q) {
                if (a(p, q) == 0)
                    continue;
                const double theta = (a(q, q) - a(p, p)) / (2 * a(p, q));
                const double t = std::copysign(1.0, theta) / (std::abs(theta) + std::sqrt(theta * theta + 1));
                const double c = 1 / std::sqrt(t * t + 1);
                const double s = t * c;
                for (std::size_t k = 0; k < n; ++k) {
                    const double left = a(k, p);
                    const double right = a(k, q);
                    a(k, p) = c * left - s * right;
                    a(k, q) = s * left + c * right;
                }
                for (std::size_t k = 0; k < n; ++k) {
                    const double left = a(p, k);
                    const double right = a(q, k);
                    a(p, k) = c * left - s * right;
                    a(q, k) = s * left + c * right;
                    const double first = vectors(k, p);
                    const double second = vectors(k, q);
                    vectors(k, p) = c * first - s * second;
                    vectors(k, q) = s * first + c * second;
                }
            }
        }
    }
}

Matrix squareRoot(Matrix a)
{
    Matrix vectors(a.n);
    diagonalise(a, vectors);
    Matrix root(a.n);
    for (std::size_t k = 0; k < a.n; ++k) {
        const double value = std::sqrt(std::max(0.0, a(k, k)));
        for (std::size_t i = 0; i < a.n; ++i)
            for (std::size_t j = 0; j < a.n; ++j)
                root(i, j) += vectors(i, k) * value * vectors(j, k);
    }
    return root;
}

std::vector<double> meanOf(const Vectors &set)
{
    std::vector<double> mean(set.front().size());
    for (const auto &vector : set)
        for (std::size_t i = 0; i < mean.size(); ++i)
            mean[i] += vector[i] / static_cast<double>(set.size());
    return mean;
}

Matrix covarianceOf(const Vectors &set, const std::vector<double> &mean)
{
    Matrix covariance(mean.size());
    for (const auto &vector : set)
        for (std::size_t i = 0; i < mean.size(); ++i)
            for (std::size_t j = 0; j < mean.size(); ++j)
                covariance(i, j) += (vector[i] - mean[i]) * (vector[j] - mean[j]) / static_cast<double>(set.size() - 1);
    return covariance;
}

void check(const Vectors &ours, const Vectors &theirs, std::size_t least)
{
    if (ours.size() < least || theirs.size() < least)
        throw Error("Fréchet distance: " + std::to_string(ours.size()) + " and " + std::to_string(theirs.size()) +
                    " clips; expected at least " + std::to_string(least) + " of each");
    const std::size_t dimensions = ours.front().size();
    for (const Vectors *set : { &ours, &theirs })
        for (const auto &vector : *set)
            if (vector.size() != dimensions || dimensions == 0 || dimensions > mostDimensions)
                throw Error("Fréchet distance: a vector of " + std::to_string(vector.size()) +
                            " dimensions; expected the same of all, at most " + std::to_string(mostDimensions));
}

Vectors scaled(const Vectors &set, const std::vector<double> &mean, const std::vector<double> &deviation)
{
    Vectors result = set;
    for (auto &vector : result)
        for (std::size_t i = 0; i < mean.size(); ++i)
            vector[i] = deviation[i] > 1e-9 ? (vector[i] - mean[i]) / deviation[i] : vector[i] - mean[i];
    return result;
}

Vectors drawn(const Vectors &set, std::size_t count, Random &random)
{
    std::vector<std::size_t> order(set.size());
    std::iota(order.begin(), order.end(), std::size_t{ 0 });
    Vectors few;
    for (std::size_t i = 0; i < count; ++i) {
        std::swap(
            order[i],
            order[static_cast<std::size_t>(random.between(static_cast<int>(i), static_cast<int>(set.size()) - 1))]);
        few.push_back(set[order[i]]);
    }
    return few;
}

// The intercept of the line through (1 / n, distance of n clips of each set).
double withoutEnd(const Vectors &ours, const Vectors &theirs, Random &random)
{
    const std::size_t most = std::min(ours.size(), theirs.size());
    double sumX = 0;
    double sumY = 0;
    double sumXX = 0;
    double sumXY = 0;
    double points = 0;
    for (const double share : { 0.5, 0.6, 0.7, 0.8, 0.9, 1.0 }) {
        const std::size_t n = std::max<std::size_t>(2, static_cast<std::size_t>(share * static_cast<double>(most)));
        for (int draw = 0; draw < 4; ++draw) {
            const Vectors first = drawn(ours, n, random);
            const double y = frechetDistance(first, drawn(theirs, n, random));
            const double x = 1 / static_cast<double>(n);
            sumX += x;
            sumY += y;
            sumXX += x * x;
            sumXY += x * y;
            points += 1;
        }
    }
    const double slope = (points * sumXY - sumX * sumY) / std::max(1e-300, points * sumXX - sumX * sumX);
    return (sumY - slope * sumX) / points;
}

} // namespace

double frechetDistance(const Vectors &ours, const Vectors &theirs)
{
    check(ours, theirs, 2);
    const std::vector<double> m1 = meanOf(ours);
    const std::vector<double> m2 = meanOf(theirs);
    const Matrix c1 = covarianceOf(ours, m1);
    const Matrix c2 = covarianceOf(theirs, m2);
    const Matrix root = squareRoot(c1);
    Matrix inner = product(product(root, c2), root); // has the eigenvalues of C1 C2, and is symmetric
    Matrix vectors(inner.n);
    for (std::size_t i = 0; i < inner.n; ++i)
        for (std::size_t j = i + 1; j < inner.n; ++j)
            inner(i, j) = inner(j, i) = (inner(i, j) + inner(j, i)) / 2;
    diagonalise(inner, vectors);
    double distance = 0;
    for (std::size_t i = 0; i < m1.size(); ++i)
        distance += (m1[i] - m2[i]) * (m1[i] - m2[i]) + c1(i, i) + c2(i, i) - 2 * std::sqrt(std::max(0.0, inner(i, i)));
    return std::max(0.0, distance);
}

FrechetComparison compareFrechet(const Vectors &samples, const Vectors &reference, std::uint64_t seed)
{
    check(samples, reference, fewest);
    const std::vector<double> mean = meanOf(reference);
    const Matrix covariance = covarianceOf(reference, mean);
    std::vector<double> deviation;
    for (std::size_t i = 0; i < mean.size(); ++i)
        deviation.push_back(std::sqrt(covariance(i, i)));
    const Vectors ours = scaled(samples, mean, deviation);
    const Vectors theirs = scaled(reference, mean, deviation);
    Random random(seed);
    FrechetComparison comparison;
    comparison.samples = ours.size();
    comparison.reference = theirs.size();
    comparison.distance = frechetDistance(ours, theirs);
    comparison.extrapolated = withoutEnd(ours, theirs, random);
    const Vectors mixed = drawn(theirs, theirs.size(), random);
    const auto half = static_cast<std::ptrdiff_t>(mixed.size() / 2);
    comparison.realAgainstReal =
        withoutEnd(Vectors(mixed.begin(), mixed.begin() + half), Vectors(mixed.begin() + half, mixed.end()), random);
    return comparison;
}

} // namespace klangraum
