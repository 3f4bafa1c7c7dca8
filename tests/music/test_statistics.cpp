// Statistics of one score, against values counted by hand.
#include "music/statistics.h"
#include "musictest.h"

#include <QtTest>

#include <cmath>

using namespace klangraum;
using namespace klangraum::test;

class TestStatistics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void smallPiece();
    void emptyBars();
    void nothing();
    void percussionOnly();
    void syncopation_data();
    void syncopation();
    void rangesOnRandomScores();
};

// Bar 1: C4 half and E4 half together, then G4 quarter. Bar 2: empty. Bar 3: C5 whole.
void TestStatistics::smallPiece()
{
    Score score;
    score.notes = {
        { 0, 960, 60, 100, 0 }, { 0, 960, 64, 100, 0 }, { 960, 480, 67, 50, 0 }, { 3840, 1920, 72, 50, 0 }
    };
    score.normalise();
    const ScoreStatistics s = statisticsOf(score);
    QCOMPARE(s.notes, std::int64_t{ 4 });
    QCOMPARE(s.pitchClasses[0], 0.5);
    QCOMPARE(s.pitchClasses[4], 0.25);
    QCOMPARE(s.pitchClasses[7], 0.25);
    QCOMPARE(s.lowestPitch, 60);
    QCOMPARE(s.highestPitch, 72);
    QCOMPARE(s.pitchRange(), 12);
    QCOMPARE(s.meanPitch, 65.75);
    QCOMPARE(s.meanVelocity, 75.0);
    QCOMPARE(s.notesPerQuarter, 4.0 / 12.0);
    QCOMPARE(s.onsetsPerQuarter, 3.0 / 12.0);
    QCOMPARE(s.polyphony, (960.0 + 960 + 480 + 1920) / (960 + 480 + 1920));
    QVERIFY(std::abs(s.emptyBarRate - 1.0 / 3.0) < 1e-12);
    QCOMPARE(s.syncopation, 0.0);
}

void TestStatistics::emptyBars()
{
    Score score;
    score.ticksPerQuarter = 12;
    score.length = 48 * 10;
    // A note over the barline of bars 2 and 3, two in bar 3, one that fills bars 6 to 8: five of ten bars sound.
    score.notes = { { 90, 10, 60, 80, 0 }, { 100, 5, 62, 80, 0 }, { 120, 5, 64, 80, 0 }, { 240, 144, 60, 80, 0 } };
    score.normalise();
    QVERIFY(std::abs(statisticsOf(score).emptyBarRate - 0.5) < 1e-12);
}

void TestStatistics::nothing()
{
    const ScoreStatistics s = statisticsOf(Score());
    QCOMPARE(s.notes, std::int64_t{ 0 });
    QCOMPARE(s.emptyBarRate, 0.0);
    QCOMPARE(s.notesPerQuarter, 0.0);
    Score rests;
    rests.length = 3840;
    QCOMPARE(statisticsOf(rests).emptyBarRate, 1.0);
}

void TestStatistics::percussionOnly()
{
    Score score;
    score.voices = { { "Drums", 0, true } };
    score.notes = { { 0, 10, 38, 80, 0 } };
    const ScoreStatistics s = statisticsOf(score);
    QCOMPARE(s.notes, std::int64_t{ 0 });
    QCOMPARE(s.lowestPitch, 0);
    QCOMPARE(s.emptyBarRate, 0.0);
}

void TestStatistics::syncopation_data()
{
    QTest::addColumn<int>("numerator");
    QTest::addColumn<int>("denominator");
    QTest::addColumn<int>("start"); // at 24 ticks a quarter
    QTest::addColumn<int>("duration");
    QTest::addColumn<bool>("syncopated");
    QTest::newRow("whole note") << 4 << 4 << 0 << 96 << false;
    QTest::newRow("quarter on two") << 4 << 4 << 24 << 24 << false;
    QTest::newRow("half on two, over three") << 4 << 4 << 24 << 48 << true;
    QTest::newRow("half on three") << 4 << 4 << 48 << 48 << false;
    QTest::newRow("tied over the barline") << 4 << 4 << 72 << 48 << true;
    QTest::newRow("eighth off the beat") << 4 << 4 << 12 << 12 << false;
    QTest::newRow("quarter off the beat") << 4 << 4 << 12 << 24 << true;
    QTest::newRow("triplet eighth") << 4 << 4 << 8 << 8 << false;
    QTest::newRow("triplet quarter over the beat") << 4 << 4 << 16 << 16 << true;
    QTest::newRow("half on two in three-four") << 3 << 4 << 24 << 48 << false;
    QTest::newRow("half on three in three-four") << 3 << 4 << 48 << 48 << true;
    QTest::newRow("quarter on the second eighth of 6/8") << 6 << 8 << 12 << 24 << false;
    QTest::newRow("quarter on the third eighth of 6/8") << 6 << 8 << 24 << 24 << true;
    QTest::newRow("dotted quarter in 6/8") << 6 << 8 << 36 << 36 << false;
}

void TestStatistics::syncopation()
{
    QFETCH(int, numerator);
    QFETCH(int, denominator);
    QFETCH(int, start);
    QFETCH(int, duration);
    QFETCH(bool, syncopated);
    Score score;
    score.ticksPerQuarter = 24;
    score.metres = { { 0, numerator, denominator } };
    score.notes = { { start, duration, 60, 80, 0 }, { 960, 1, 60, 80, 0 } };
    score.normalise();
    QCOMPARE(syncopationRate(score), syncopated ? 0.5 : 0.0);
}

void TestStatistics::rangesOnRandomScores()
{
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        const ScoreStatistics s = statisticsOf(randomScore(seed));
        double sum = 0.0;
        for (const double share : s.pitchClasses)
            sum += share;
        QVERIFY(s.notes == 0 || std::abs(sum - 1.0) < 1e-9);
        QVERIFY(s.notes == 0 || s.polyphony >= 1.0);
        QVERIFY(s.syncopation >= 0.0 && s.syncopation <= 1.0);
        QVERIFY(s.emptyBarRate >= -1e-12 && s.emptyBarRate <= 1.0);
        QVERIFY(s.onsetsPerQuarter <= s.notesPerQuarter);
    }
}

QTEST_APPLESS_MAIN(TestStatistics)
#include "test_statistics.moc"
