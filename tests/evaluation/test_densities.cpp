// Distances, kernel densities and their agreement, against numbers worked out by hand and against each other.
#include "corpus/random.h"
#include "evaluation/distances.h"
#include "evaluation/draw.h"
#include "evaluation/overlap.h"
#include "evaluation/parallel.h"
#include "music/error.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numbers>

using namespace klangraum;

namespace {

FeatureValues rows(const std::vector<std::vector<double>> &values)
{
    FeatureValues set;
    set.begin.push_back(0);
    for (const auto &row : values) {
        set.values.insert(set.values.end(), row.begin(), row.end());
        set.begin.push_back(set.values.size());
    }
    return set;
}

// About normal, by twelve uniform numbers.
std::vector<double> drawn(std::size_t count, double middle, double width, std::uint64_t seed)
{
    Random random(seed);
    std::vector<double> values(count);
    for (double &value : values) {
        for (int i = 0; i < 12; ++i)
            value += random.unit();
        value = middle + width * (value - 6);
    }
    return values;
}

bool near(double a, double b, double tolerance = 1e-12)
{
    return std::abs(a - b) <= tolerance;
}

} // namespace

class TestDensities : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void distancesByHand()
    {
        const FeatureValues set = rows({ { 0, 0 }, { 3, 4 }, { 3, 0 } });
        QCOMPARE(intraDistances(FeatureKind::Histogram, set), (std::vector<double>{ 5, 3, 4 }));
        const FeatureValues other = rows({ { 0, 1 }, { 6, 8 } });
        QCOMPARE(interDistances(FeatureKind::Histogram, set, other),
                 (std::vector<double>{ 1, 10, std::sqrt(18.0), 5, std::sqrt(10.0), std::sqrt(73.0) }));
        const FeatureValues numbers = rows({ { 2 }, { -1 }, { 7 } });
        QCOMPARE(intraDistances(FeatureKind::Scalar, numbers), (std::vector<double>{ 3, 5, 8 }));
        QVERIFY(intraDistances(FeatureKind::Scalar, rows({ { 2 } })).empty());
        QVERIFY(intraDistances(FeatureKind::Scalar, rows({})).empty());
        QVERIFY(interDistances(FeatureKind::Scalar, rows({}), numbers).empty());
        QVERIFY(interDistances(FeatureKind::Scalar, numbers, rows({})).empty());
        QVERIFY_EXCEPTION_THROWN(interDistances(FeatureKind::Histogram, set, numbers), Error);
    }

    // More rows than a block holds, against the plain double loop.
    void blocksMissNoPair()
    {
        std::vector<std::vector<double>> a;
        std::vector<std::vector<double>> b;
        for (std::size_t i = 0; i < 600; ++i)
            (i < 300 ? a : b).push_back(drawn(5, 0, 1, i));
        const std::vector<double> inter = interDistances(FeatureKind::Bars, rows(a), rows(b));
        const std::vector<double> intra = intraDistances(FeatureKind::Bars, rows(a));
        std::size_t pair = 0;
        std::size_t own = 0;
        const auto euclid = [](const std::vector<double> &x, const std::vector<double> &y) {
            double sum = 0;
            for (std::size_t d = 0; d < x.size(); ++d)
                sum += (x[d] - y[d]) * (x[d] - y[d]);
            return std::sqrt(sum);
        };
        for (std::size_t i = 0; i < a.size(); ++i) {
            for (const auto &y : b)
                QVERIFY(near(inter[pair++], euclid(a[i], y)));
            for (std::size_t j = i + 1; j < a.size(); ++j)
                QVERIFY(near(intra[own++], euclid(a[i], a[j])));
        }
        QCOMPARE(inter.size(), pair);
        QCOMPARE(intra.size(), own);
    }

    // Of 1 and 3: mean 2, deviation sqrt 2, Scott's factor 2^-0.2.
    void densityByHand()
    {
        const Density density({ 3, 1 });
        QCOMPARE(density.count(), std::size_t{ 2 });
        QVERIFY(near(density.mean(), 2) && near(density.deviation(), std::sqrt(2.0)));
        const double h = std::sqrt(2.0) * std::pow(2, -0.2);
        QVERIFY(near(density.bandwidth(), h));
        const double peak = 1 / (h * std::sqrt(2 * std::numbers::pi));
        QVERIFY(near(density.at(2, 1), peak * std::exp(-0.5 / (h * h))));
        QVERIFY(near(density.at(1, 1), peak * (0.5 + 0.5 * std::exp(-2 / (h * h)))));
        // Each pair twice: the same places, another bandwidth. Four distances, deviation sqrt(4 / 3).
        QVERIFY(near(Density({ 3, 1 }, 2).bandwidth(), std::sqrt(4.0 / 3) * std::pow(4, -0.2)));
        QVERIFY_EXCEPTION_THROWN(Density({ 1, std::numeric_limits<double>::quiet_NaN() }), Error);
        QCOMPARE(Density().at(0, 1), 0.0);
    }

    // What is binned is as exact as density.h says. The same distances, a few at a time, are not binned.
    void binnedDensitiesAreNearlyExact()
    {
        std::vector<double> values = drawn(3000, 10, 2, 1);
        const std::vector<double> more = drawn(3000, 16, 0.5, 2);
        values.insert(values.end(), more.begin(), more.end());
        values.push_back(60); // far out
        const Density binned(values);
        QVERIFY(binned.isBinned());
        double worst = 0;
        double peak = 0;
        for (int i = 0; i <= 2000; ++i) {
            const double x = 0.0 + i * 0.035;
            double exact = 0;
            for (const double value : values) {
                const double z = (x - value) / binned.bandwidth();
                exact += std::exp(-0.5 * z * z);
            }
            exact /= static_cast<double>(values.size()) * binned.bandwidth() * std::sqrt(2 * std::numbers::pi);
            worst = std::max(worst, std::abs(exact - binned.at(x, 1)));
            peak = std::max(peak, exact);
        }
        QVERIFY2(worst < 2e-5 * peak, qPrintable(QString::number(worst / peak)));
        // Few different values stay exact however many there are.
        std::vector<double> whole(50'000);
        for (std::size_t i = 0; i < whole.size(); ++i)
            whole[i] = static_cast<double>(i % 7);
        QVERIFY(!Density(whole).isBinned());
    }

    void agreementOfTheSameAndOfDifferentSets()
    {
        const Density a(drawn(400, 5, 1, 3));
        const DensityComparison same = compareDensities(a, a);
        QVERIFY(near(same.commonGrid.overlap, 1) && near(same.commonGrid.klForward, 0));
        QVERIFY(same.mgeval.overlap > 0.95 && near(same.mgeval.klForward, 0));
        const DensityComparison apart = compareDensities(a, Density(drawn(400, 500, 1, 4)));
        QVERIFY(apart.commonGrid.overlap < 1e-6 && apart.mgeval.overlap < 1e-6);
        QVERIFY(apart.commonGrid.klForward > 10 && std::isfinite(apart.commonGrid.klForward));
        // Two normal densities a deviation apart: their overlap is 2 Phi(-1/2), their divergence 1/2.
        const DensityComparison near1 =
            compareDensities(Density(drawn(40'000, 0, 1, 5)), Density(drawn(40'000, 1, 1, 6)));
        QVERIFY(near(near1.commonGrid.overlap, 0.617, 0.02));
        QVERIFY(near(near1.commonGrid.klForward, 0.5, 0.06) && near(near1.commonGrid.klBackward, 0.5, 0.06));
    }

    // mgeval compares places of the same number on two different grids: a shifted set looks the same to it.
    void mgevalsDivergenceDoesNotSeeAShift()
    {
        std::vector<double> values = drawn(300, 0, 1, 7);
        const Density a(values);
        for (double &value : values)
            value += 100;
        const DensityComparison shifted = compareDensities(a, Density(values));
        QVERIFY(near(shifted.mgeval.klForward, 0, 1e-9));
        QVERIFY(shifted.commonGrid.klForward > 10);
    }

    void equalDistancesGiveNumbers()
    {
        const Density zero({ 0, 0, 0 }, 2);
        QVERIFY(zero.isConstant());
        const DensityComparison same = compareDensities(zero, Density({ 0, 0 }));
        QVERIFY(same.defined);
        QCOMPARE(same.commonGrid.overlap, 1.0);
        QCOMPARE(same.mgeval.klForward, 0.0);
        const Density wide(drawn(200, 4, 1, 8));
        for (const auto &[a, b] :
             { std::pair(zero, wide), std::pair(wide, zero), std::pair(zero, Density({ 1, 1 })) }) {
            const DensityComparison found = compareDensities(a, b);
            for (const double value :
                 { found.commonGrid.overlap, found.commonGrid.klForward, found.commonGrid.klBackward,
                   found.mgeval.overlap, found.mgeval.klForward, found.mgeval.klBackward })
                QVERIFY(std::isfinite(value) && value >= 0);
            QVERIFY(found.commonGrid.overlap < 0.05);
        }
        QVERIFY(!compareDensities(Density(), wide).defined);
        QVERIFY(curveOf(Density()).x.empty());
        QVERIFY(std::isfinite(curveOf(zero).y[0]));
        // Nearly equal, but for rounding.
        QVERIFY(Density({ 0.1 + 0.2, 0.3 }).isConstant());
    }

    void drawingIsSeeded()
    {
        QCOMPARE(drawIndices(3, 5, 1), (std::vector<std::size_t>{ 0, 1, 2 }));
        const auto a = drawIndices(1000, 100, 1);
        QCOMPARE(a.size(), std::size_t{ 100 });
        QVERIFY(std::is_sorted(a.begin(), a.end()) && std::adjacent_find(a.begin(), a.end()) == a.end());
        QCOMPARE(drawIndices(1000, 100, 1), a);
        QVERIFY(drawIndices(1000, 100, 2) != a);
        QVERIFY(drawIndices(0, 5, 1).empty());
    }

    void parallelWork()
    {
        std::atomic<int> done = 0;
        inParallel(1000, 3, [&](std::size_t) { ++done; });
        QCOMPARE(done.load(), 1000);
        inParallel(0, 2, [&](std::size_t) { ++done; });
        QCOMPARE(done.load(), 1000);
        QVERIFY_EXCEPTION_THROWN(inParallel(10, 2,
                                            [](std::size_t i) {
                                                if (i == 5)
                                                    throw Error("five");
                                            }),
                                 Error);
        QVERIFY_EXCEPTION_THROWN(inParallel(
                                     10, 2, [](std::size_t) {}, [](double) { return false; }),
                                 Error);
    }
};

QTEST_APPLESS_MAIN(TestDensities)
#include "test_densities.moc"
