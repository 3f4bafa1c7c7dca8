// Key estimate: known pitch classes, one correlation worked out by hand, the names.
#include "music/key.h"

#include <QtTest>

#include <cmath>

using namespace klangraum;

class TestKey : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scalesInAllKeys();
    void durationsWeigh();
    void correlationByHand();
    void nothingToSay();
    void names();
};

static Score tune(const std::vector<std::pair<int, Tick>> &notes)
{
    Score score;
    Tick now = 0;
    for (const auto &[pitch, duration] : notes) {
        score.notes.push_back({ now, duration, pitch, 80, 0 });
        now += duration;
    }
    score.normalise();
    return score;
}

void TestKey::scalesInAllKeys()
{
    for (int tonic = 0; tonic < 12; ++tonic) {
        // Tonic triads held longer, as tunes do.
        const KeyEstimate major = estimateKey(tune({ { 60 + tonic, 4 },
                                                     { 62 + tonic, 1 },
                                                     { 64 + tonic, 2 },
                                                     { 65 + tonic, 1 },
                                                     { 67 + tonic, 3 },
                                                     { 69 + tonic, 1 },
                                                     { 71 + tonic, 1 } }));
        QCOMPARE(major.tonic, tonic);
        QVERIFY(!major.minor);
        QVERIFY(major.majorMinor > 0.0);
        const KeyEstimate minor = estimateKey(tune({ { 60 + tonic, 4 },
                                                     { 62 + tonic, 1 },
                                                     { 63 + tonic, 2 },
                                                     { 65 + tonic, 1 },
                                                     { 67 + tonic, 3 },
                                                     { 68 + tonic, 1 },
                                                     { 71 + tonic, 1 } }));
        QCOMPARE(minor.tonic, tonic);
        QVERIFY(minor.minor);
        QVERIFY(minor.majorMinor < 0.0);
    }
}

void TestKey::durationsWeigh()
{
    QCOMPARE(estimateKey(tune({ { 60, 8 }, { 64, 4 }, { 67, 8 }, { 69, 1 } })).tonic, 0);
    const KeyEstimate relative = estimateKey(tune({ { 60, 4 }, { 64, 6 }, { 67, 1 }, { 69, 9 } }));
    QCOMPARE(relative.tonic, 9);
    QVERIFY(relative.minor);
}

// One pitch class c alone: the correlation with a profile is (p0 - mean) / sqrt(sum of squares x 11/12).
void TestKey::correlationByHand()
{
    const double profile[] = { 6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88 };
    double mean = 0.0;
    for (const double value : profile)
        mean += value / 12.0;
    double squares = 0.0;
    for (const double value : profile)
        squares += (value - mean) * (value - mean);
    const KeyEstimate key = estimateKey(tune({ { 62, 10 } }));
    const double major = (6.35 - mean) / std::sqrt(squares * 11.0 / 12.0);
    QCOMPARE(key.tonic, 2);
    QVERIFY(std::abs((key.minor ? key.correlation + key.majorMinor : key.correlation) - major) < 1e-9);
}

void TestKey::nothingToSay()
{
    QCOMPARE(estimateKey(Score()).correlation, 0.0);
    std::array<double, 12> alike;
    alike.fill(3.0);
    QCOMPARE(estimateKey(alike).correlation, 0.0);
    Score drums = tune({ { 38, 10 } });
    drums.voices[0].percussion = true;
    QCOMPARE(estimateKey(drums).correlation, 0.0);
}

void TestKey::names()
{
    QCOMPARE(keyName({ 2, true, 0.9, -0.1 }), std::string("D minor"));
    QCOMPARE(keyName({ 10, false, 0.9, 0.1 }), std::string("B flat major"));
}

QTEST_APPLESS_MAIN(TestKey)
#include "test_key.moc"
