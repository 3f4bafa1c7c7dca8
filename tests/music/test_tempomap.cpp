// TempoMap: known times, and seconds and ticks as inverses of each other.
#include "music/tempomap.h"
#include "musictest.h"

#include <QtTest>

#include <cmath>

using namespace klangraum;
using namespace klangraum::test;

class TestTempoMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutTempiIsAHundredAndTwenty();
    void changesCount();
    void inverse();
};

void TestTempoMap::withoutTempiIsAHundredAndTwenty()
{
    const TempoMap map{ Score() };
    QCOMPARE(map.secondsAt(960), 1.0);
    QCOMPARE(map.tickAt(1.0), 960.0);
    QCOMPARE(map.secondsAt(-480), -0.5);
}

void TestTempoMap::changesCount()
{
    Score score;
    score.ticksPerQuarter = 100;
    score.tempi = { { 400, 30.0 }, { 200, 60.0 }, { 0, 120.0 }, { 300, -1.0 } };
    const TempoMap map(score);
    QCOMPARE(map.secondsAt(200), 1.0);
    QCOMPARE(map.secondsAt(400), 3.0);
    QCOMPARE(map.secondsAt(450), 4.0);
    QCOMPARE(map.tickAt(4.0), 450.0);
}

void TestTempoMap::inverse()
{
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        const Score score = randomScore(seed);
        const TempoMap map(score);
        for (Tick tick = 0; tick < 40 * score.ticksPerQuarter; tick += 1 + score.ticksPerQuarter / 3)
            QVERIFY(std::abs(map.tickAt(map.secondsAt(tick)) - static_cast<double>(tick)) < 1e-6);
    }
}

QTEST_APPLESS_MAIN(TestTempoMap)
#include "test_tempomap.moc"
