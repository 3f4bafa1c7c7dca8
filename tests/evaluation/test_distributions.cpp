// Pitch-class histograms, total variation, corpus bounds and rank correlation, against numbers worked out by hand.
#include "corpus/random.h"
#include "evaluation/bounds.h"
#include "evaluation/pitchclasses.h"
#include "music/correlation.h"
#include "music/error.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace klangraum;

namespace {

bool near(double a, double b)
{
    return std::abs(a - b) < 1e-12;
}

WindowExtent extent(int lowest, int highest, double density)
{
    return { 1, lowest, highest, density };
}

} // namespace

class TestDistributions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pitchClasses()
    {
        Score score;
        score.voices = { { "a" }, { "drums", 0, true } };
        score.notes = {
            { 0, 1, 60, 80, 0 }, { 1, 1, 72, 80, 0 }, { 2, 1, 61, 80, 0 }, { 3, 1, 47, 80, 0 }, { 3, 1, 38, 80, 1 }
        };
        PitchClassHistogram histogram;
        histogram.add(score);
        QCOMPARE(histogram.notes(), 4);
        const auto shares = histogram.shares();
        QVERIFY(near(shares[0], 0.5) && near(shares[1], 0.25) && near(shares[11], 0.25) && near(shares[2], 0));
        VoiceGrid grid(1, 8);
        grid.place(0, 0, 4, 62);
        grid.place(0, 4, 4, 62);
        histogram.add(grid);
        QVERIFY(near(histogram.shares()[2], 2.0 / 6));
        QVERIFY(near(PitchClassHistogram().shares()[0], 0));
    }

    void totalVariationByHand()
    {
        const std::vector<double> a{ 0.5, 0.5, 0 };
        const std::vector<double> b{ 0.25, 0.25, 0.5 };
        QVERIFY(near(totalVariation(a, b), 0.5));
        QVERIFY(near(totalVariation(a, a), 0));
        QVERIFY(near(totalVariation(std::vector<double>{ 1, 0 }, std::vector<double>{ 0, 1 }), 1));
        QVERIFY_EXCEPTION_THROWN(totalVariation(a, std::vector<double>{ 1 }), Error);
    }

    void extents()
    {
        VoiceGrid grid(2, 16); // four quarters
        grid.place(0, 0, 4, 70);
        grid.place(0, 4, 4, 75);
        grid.place(1, 0, 16, 41);
        const WindowExtent window = extentOf(grid);
        QCOMPARE(window.notes, 3);
        QCOMPARE(window.lowest, 41);
        QCOMPARE(window.highest, 75);
        QVERIFY(near(window.density, 0.75));
        const WindowExtent same = extentOf(fromVoiceGrid(grid, {}));
        QVERIFY(same.notes == 3 && same.lowest == 41 && same.highest == 75 && near(same.density, 0.75));
        QCOMPARE(extentOf(VoiceGrid(1, 4)).notes, 0);
    }

    void bounds()
    {
        std::vector<WindowExtent> windows;
        for (int i = 1; i <= 200; ++i)
            windows.push_back(extent(50 - i % 3, 70 + i % 4, i));
        const CorpusBounds bounds = CorpusBounds::fit(windows);
        QCOMPARE(bounds.lowest, 48);
        QCOMPARE(bounds.highest, 73);
        QVERIFY(near(bounds.densest, 198)); // 198 of 200 windows are not denser
        const BoundsReport report = bounds.check({ extent(48, 73, 198),
                                                   extent(47, 60, 1),
                                                   extent(50, 74, 1),
                                                   extent(50, 60, 198.5),
                                                   extent(30, 60, 500),
                                                   { 0, 0, 0, 0 } });
        QCOMPARE(report.samples, 6);
        QCOMPARE(report.empty, 1);
        QCOMPARE(report.outsideRange, 3);
        QCOMPARE(report.tooDense, 2);
        QCOMPARE(report.outside, 4);
        QVERIFY(near(CorpusBounds::fit({ extent(50, 60, 3) }).densest, 3));
        QVERIFY_EXCEPTION_THROWN(CorpusBounds::fit({}), Error);
        QVERIFY_EXCEPTION_THROWN(CorpusBounds::fit({ { 0, 0, 0, 0 } }), Error);
    }

    void ranks()
    {
        QVERIFY(ranksOf(std::vector<double>{ 10, 20, 10, 5 }) == (std::vector<double>{ 2.5, 4, 2.5, 1 }));
        QVERIFY(ranksOf(std::vector<double>{}).empty());
    }

    void spearmanByHand()
    {
        const std::vector<double> x{ 1, 2, 3, 4, 5 };
        QVERIFY(near(spearman(x, std::vector<double>{ 1, 10, 100, 1000, 10000 }), 1)); // any rising curve
        QVERIFY(near(spearman(x, std::vector<double>{ 5, 4, 3, 2, 1 }), -1));
        // Squared rank differences 1, 1, 1, 1, 0: 1 - 6 * 4 / (5 * 24) = 0.8.
        QVERIFY(near(spearman(x, std::vector<double>{ 2, 1, 4, 3, 5 }), 0.8));
        // Ties: ranks 1.5, 1.5, 3 against 1, 2, 3: 1.5 / sqrt(1.5 * 2).
        QVERIFY(near(spearman(std::vector<double>{ 1, 1, 2 }, std::vector<double>{ 1, 2, 3 }), 1.5 / std::sqrt(3.0)));
        QVERIFY(near(spearman(x, std::vector<double>(5, 7.0)), 0));
        QVERIFY(near(spearman(std::vector<double>{}, std::vector<double>{}), 0));
        QVERIFY_EXCEPTION_THROWN(spearman(x, std::vector<double>{ 1 }), Error);
        QVERIFY_EXCEPTION_THROWN(spearman(std::vector<double>{ 1, std::nan("") }, std::vector<double>{ 1, 2 }), Error);
    }

    void spearmanOfNoiseIsSmall()
    {
        Random random(1);
        std::vector<double> x, y;
        for (int i = 0; i < 4000; ++i) {
            x.push_back(random.unit());
            y.push_back(random.unit());
        }
        QVERIFY(std::abs(spearman(x, y)) < 0.06);
        for (std::size_t i = 0; i < x.size(); ++i)
            y[i] = x[i] + 0.2 * y[i];
        QVERIFY(spearman(x, y) > 0.9);
    }
};

QTEST_APPLESS_MAIN(TestDistributions)
#include "test_distributions.moc"
