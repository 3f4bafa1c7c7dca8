// Curves from event logs without a window: decimation keeps extremes and bounds the points, smoothing is a mean, axes
// and ticks are right, and the strip's choice of epochs.
#include "curvebuild.h"
#include "runfiles.h"
#include "scatterpicture.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <random>

using namespace klangraum;

namespace {

// A run folder with one "train/loss" a step; epochs of `perEpoch` steps.
std::unique_ptr<RunReader> runOf(const QString &folder, const std::vector<double> &values, int perEpoch = 100)
{
    QFile info(folder + "/run.json");
    QFile log(folder + "/events.jsonl");
    if (!info.open(QIODevice::WriteOnly) || !log.open(QIODevice::WriteOnly))
        qFatal("the folder cannot be written");
    info.write(R"({"recipe":{"name":"r","family":"f","training":{"epochs":10}},"corpus":{"name":"c"},"device":"cpu"})");
    for (std::size_t i = 0; i < values.size(); ++i) {
        nlohmann::json event{ { "type", "step" },
                              { "time", 1e9 + double(i) },
                              { "elapsed", double(i) * 36 },
                              { "step", std::int64_t(i) + 1 },
                              { "epoch", std::int64_t(i) / perEpoch } };
        if (std::isfinite(values[i]))
            event["train/loss"] = values[i];
        else
            event["train/loss"] = "NaN";
        log.write(QByteArray::fromStdString(event.dump()) + '\n');
        if ((i + 1) % std::size_t(perEpoch) == 0) {
            event["type"] = "epoch";
            event["epoch"] = (std::int64_t(i) + 1) / perEpoch;
            event["train/loss"] = 1.5;
            event["validation/loss"] = 2.5;
            event["best"] = true;
            log.write(QByteArray::fromStdString(event.dump()) + '\n');
        }
    }
    log.close();
    info.close();
    auto reader = std::make_unique<RunReader>(folder.toStdString());
    reader->update();
    return reader;
}

const CurveLine &lineOf(const CurvePicture &picture, const char *scalar)
{
    for (const CurveLine &line : picture.lines) {
        if (line.scalar == scalar)
            return line;
    }
    throw std::runtime_error(scalar);
}

} // namespace

class TestCurveBuild : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manyValuesFewPoints()
    {
        QTemporaryDir folder;
        std::mt19937 random(1);
        std::normal_distribution<double> noise(3, 0.1);
        std::vector<double> values(100000);
        for (double &value : values)
            value = noise(random);
        values[61234] = 9;
        const auto reader = runOf(folder.path(), values, 10000);
        CurveOptions options;
        options.axis = CurveAxis::Steps;
        options.columns = 400;
        options.smoothing = 1;
        const auto picture = buildCurves("scalar:loss", { { reader.get(), "a", "g", 10 } }, options, "en");
        const CurveLine &line = lineOf(*picture, "train/loss");
        QCOMPARE(line.values, values.size());
        QVERIFY(line.raw.size() <= 2 * 402);
        QVERIFY(line.smooth.size() <= 402);
        double highest = 0;
        for (const QPointF &point : line.raw)
            highest = std::max(highest, point.y());
        QVERIFY(highest > 1.2); // the outlier is there, above the axis that it does not stretch
        QVERIFY(picture->y.high < 4.5);
        for (std::size_t i = 20; i < line.smooth.size(); ++i) // a mean over 5 % of 100,000 values
            QVERIFY(std::abs(picture->y.valueAt(line.smooth[i].y()) - 3) < 0.05);
        QVERIFY(std::abs(picture->positionOf(5) - 0.5) < 1e-9);
        QCOMPARE(picture->epochNear(0.52), 5);
        QCOMPARE(picture->bestText, QStringLiteral("2.50"));
    }

    void axes()
    {
        QTemporaryDir folder;
        const auto reader = runOf(folder.path(), { 8, 4, 2, 1, 0.5, 0.25 }, 2);
        const std::vector<CurveRun> runs{ { reader.get(), "a", "g", 10 } };
        CurveOptions options;
        options.smoothing = 0;
        options.axis = CurveAxis::Hours;
        const auto hours = buildCurves("scalar:loss", runs, options, "en");
        const CurveLine &line = lineOf(*hours, "train/loss");
        for (std::size_t i = 0; i < line.smooth.size(); ++i)
            QVERIFY(std::abs(hours->x.valueAt(line.smooth[i].x()) - double(i) * 0.01) < 1e-9);
        options.axis = CurveAxis::Epochs;
        options.logY = true;
        const auto epochs = buildCurves("scalar:loss", runs, options, "en");
        QCOMPARE(epochs->x.high, 10.0); // what is planned
        QCOMPARE(lineOf(*epochs, "train/loss").smooth.size(), std::size_t(3)); // means of the epochs
        const CurveLine &raw = lineOf(*epochs, "train/loss");
        QVERIFY(std::abs(epochs->y.valueAt(raw.raw[2].y()) - 2) < 1e-9);
        QVERIFY(std::abs(epochs->x.valueAt(raw.raw[2].x()) - 1.5) < 1e-9);
    }

    // While an epoch runs its mean is not known yet: the label goes with the newest step, not with the last mean.
    void labelStandsAtTheNewestValue()
    {
        QTemporaryDir folder;
        const auto reader = runOf(folder.path(), { 8, 4, 2, 1, 0.5 }, 2);
        CurveOptions options;
        options.axis = CurveAxis::Epochs;
        options.smoothing = 0;
        const auto picture = buildCurves("scalar:loss", { { reader.get(), "a", "g", 10 } }, options, "en");
        const CurveLine &train = lineOf(*picture, "train/loss");
        QCOMPARE(train.last, 0.5);
        QVERIFY(std::abs(picture->x.valueAt(train.end().x()) - 2.5) < 1e-9);
        QVERIFY(std::abs(picture->y.valueAt(train.end().y()) - 0.5) < 1e-9);
        const CurveLine &validation = lineOf(*picture, "validation/loss");
        QVERIFY(std::abs(picture->x.valueAt(validation.end().x()) - 2) < 1e-9);
    }

    void whatIsNoNumberIsMarked()
    {
        QTemporaryDir folder;
        const auto reader = runOf(folder.path(), { 1, 2, std::nan(""), 3, std::nan("") });
        CurveOptions options;
        options.axis = CurveAxis::Steps;
        options.smoothing = 0;
        const auto picture = buildCurves("scalar:loss", { { reader.get(), "a", "g", 10 } }, options, "en");
        const CurveLine &line = lineOf(*picture, "train/loss");
        QCOMPARE(line.notNumbers.size(), std::size_t(2));
        QVERIFY(std::isnan(line.last));
        QCOMPARE(std::count_if(line.smooth.begin(), line.smooth.end(),
                               [](const QPointF &point) { return std::isfinite(point.y()); }),
                 3);
        QCOMPARE(buildCurves("group:adversarial", { { reader.get(), "a", "g", 10 } }, options, "en")->state,
                 PanelState::NoData);
        QCOMPARE(buildCurves("scalar:loss", {}, options, "en")->state, PanelState::NoData);
    }

    void ticksAreRound()
    {
        const AxisScale linear = AxisScale::covering(0.31, 1.27, 0.31, false);
        QVERIFY(linear.low < 0.31 && linear.high > 1.27);
        QVERIFY(linear.ticks(4).size() >= 3);
        const AxisScale wide = AxisScale::covering(1e-5, 10, 1e-5, true);
        for (const double tick : wide.ticks(4))
            QVERIFY(std::abs(std::log10(tick) - std::round(std::log10(tick))) < 1e-9);
        QVERIFY(std::abs(wide.valueAt(wide.at(0.02)) - 0.02) < 1e-9);
        QVERIFY(!std::isfinite(wide.at(0)));
        // Nothing, one value, nonsense.
        for (const auto &scale :
             { AxisScale::covering(1, 0, 1, false), AxisScale::covering(5, 5, 5, false),
               AxisScale::covering(0, 0, -1, true), AxisScale::covering(std::nan(""), 3, 1, true) }) {
            QVERIFY(scale.low < scale.high);
            QVERIFY(!scale.ticks(4).isEmpty());
        }
        QCOMPARE(axisText(0.25, "de"), QStringLiteral("0,25"));
        QCOMPARE(valueText(std::nan(""), "en"), QStringLiteral("NaN"));
    }

    void theStripDoubles()
    {
        std::vector<int> all(200);
        for (int i = 0; i < 200; ++i)
            all[std::size_t(i)] = i + 1;
        const auto strip = RunFiles::choose(all, 8, 117);
        QCOMPARE(strip.size(), std::size_t(8));
        QVERIFY(std::ranges::is_sorted(strip));
        QCOMPARE(strip.back(), 200);
        QVERIFY(std::ranges::find(strip, 117) != strip.end());
        QCOMPARE(strip.front(), 1);
        QCOMPARE(RunFiles::choose({ 1, 2, 3 }, 8, -1).size(), std::size_t(3));
        QVERIFY(RunFiles::choose({}, 8, -1).empty());
        for (const int cursor : { -1, 1, 8, 9, 200 }) { // never one twice
            auto few = RunFiles::choose({ all.begin(), all.begin() + 9 }, 8, cursor);
            few.erase(std::unique(few.begin(), few.end()), few.end());
            QCOMPARE(few.size(), std::size_t(8));
        }
    }

    void discrepancy()
    {
        std::mt19937 random(2);
        std::normal_distribution<double> noise;
        std::vector<QPointF> a, b, far;
        for (int i = 0; i < 200; ++i) {
            a.emplace_back(noise(random), noise(random));
            b.emplace_back(noise(random), noise(random));
            far.emplace_back(noise(random) + 5, noise(random));
        }
        QVERIFY(meanDiscrepancy(a, a) < 1e-12);
        QVERIFY(meanDiscrepancy(a, b) < 0.02);
        QVERIFY(meanDiscrepancy(a, far) > 0.3);
        QCOMPARE(meanDiscrepancy(a, {}), -1.0);
        // Identical points: no division by zero.
        QVERIFY(meanDiscrepancy({ { 1, 1 }, { 1, 1 } }, { { 1, 1 }, { 1, 1 } }) < 1e-12);
    }
};

QTEST_GUILESS_MAIN(TestCurveBuild)
#include "tst_curvebuild.moc"
