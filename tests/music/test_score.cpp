// Score: normalising, cutting, transposing, changing the grid.
#include "musictest.h"

#include <QtTest>

#include <limits>

using namespace klangraum;
using namespace klangraum::test;

class TestScore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void normaliseSortsAndRepairs();
    void normaliseFillsMaps();
    void normaliseIsIdempotent();
    void normaliseSurvivesExtremes();
    void gridBelowOneIsRefused();
    void sliceMovesNotesAndMaps();
    void sliceOutsideIsEmpty();
    void transposeLeavesPercussionAndDropsWhatFallsOff();
    void gridChangeRoundsToNearest();
    void gridChangeThereAndBackIsExact();
    void secondsFollowTempi();
};

void TestScore::normaliseSortsAndRepairs()
{
    Score score;
    score.voices.resize(1);
    score.notes = { { 480, 0, 60, 200, 0 }, { 0, 10, 128, 80, 0 }, { -5, 10, 62, 0, 1 }, { -9, 9, 70, 80, 0 } };
    score.normalise();
    QCOMPARE(score.notes.size(), std::size_t{ 2 }); // pitch 128 and the note wholly before 0 are gone
    QCOMPARE(score.notes[0], (Note{ 0, 5, 62, 1, 1 }));
    QCOMPARE(score.notes[1], (Note{ 480, 1, 60, 127, 0 }));
    QCOMPARE(score.voices.size(), std::size_t{ 2 });
    QCOMPARE(score.length, Tick{ 481 });
}

void TestScore::normaliseFillsMaps()
{
    Score score;
    score.tempi = {
        { 960, 90.0 }, { 480, 60.0 }, { 480, 70.0 }, { 100, 0.0 }, { 200, std::numeric_limits<double>::quiet_NaN() }
    };
    score.metres = { { 0, 3, 4 }, { 10, 0, 4 }, { 20, 4, 3 }, { 1440, 6, 8 } };
    score.normalise();
    QCOMPARE(score.tempi, (std::vector<TempoChange>{ { 0, 120.0 }, { 480, 70.0 }, { 960, 90.0 } }));
    QCOMPARE(score.metres, (std::vector<MetreChange>{ { 0, 3, 4 }, { 1440, 6, 8 } }));
}

void TestScore::normaliseIsIdempotent()
{
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        const Score once = randomScore(seed);
        Score twice = once;
        twice.normalise();
        QCOMPARE(twice, once);
    }
}

void TestScore::normaliseSurvivesExtremes()
{
    constexpr Tick least = std::numeric_limits<Tick>::min();
    constexpr Tick most = std::numeric_limits<Tick>::max();
    Score score;
    score.length = most;
    score.notes = { { least, most, 60, 80, 0 },
                    { most, 1, 60, 80, 0 },
                    { 5, most, 60, 80, -3 },
                    { 5, least, 60, 80, std::numeric_limits<int>::max() } };
    score.tempi = { { least, 100.0 }, { most, 50.0 } };
    score.normalise();
    QCOMPARE(score.notes.size(), std::size_t{ 2 });
    for (const Note &note : score.notes) {
        QVERIFY(note.duration >= 1);
        QVERIFY(note.end() > note.start);
        QVERIFY(static_cast<std::size_t>(note.voice) < score.voices.size());
    }
}

void TestScore::gridBelowOneIsRefused()
{
    Score score;
    score.ticksPerQuarter = 0;
    QVERIFY(errorOf([&] { score.normalise(); }).find("found 0") != std::string::npos);
    QVERIFY(!errorOf([] { (void)Score().withTicksPerQuarter(-1); }).empty());
}

void TestScore::sliceMovesNotesAndMaps()
{
    Score score;
    score.title = "Tune";
    score.notes = { { 0, 600, 60, 80, 0 }, { 480, 480, 62, 80, 0 }, { 900, 480, 64, 80, 0 }, { 960, 10, 65, 80, 0 } };
    score.tempi = { { 0, 100.0 }, { 300, 50.0 }, { 720, 75.0 }, { 960, 10.0 } };
    score.metres = { { 0, 3, 4 } };
    score.normalise();
    const Score part = score.slice(480, 960);
    QCOMPARE(part.notes, (std::vector<Note>{ { 0, 480, 62, 80, 0 }, { 420, 60, 64, 80, 0 } }));
    QCOMPARE(part.length, Tick{ 480 });
    QCOMPARE(part.tempi, (std::vector<TempoChange>{ { 0, 50.0 }, { 240, 75.0 } }));
    QCOMPARE(part.metres, (std::vector<MetreChange>{ { 0, 3, 4 } }));
    QCOMPARE(QString::fromStdString(part.title), QStringLiteral("Tune"));
}

void TestScore::sliceOutsideIsEmpty()
{
    const Score score = randomScore(7);
    QVERIFY(score.slice(1 << 20, (1 << 20) + 96).notes.empty());
    QCOMPARE(score.slice(100, 50).length, Tick{ 0 });
    QVERIFY(score.slice(100, 100).notes.empty());
}

void TestScore::transposeLeavesPercussionAndDropsWhatFallsOff()
{
    Score score;
    score.voices = { { "Piano", 0, false }, { "Drums", 0, true } };
    score.notes = { { 0, 10, 60, 80, 0 }, { 0, 10, 126, 80, 0 }, { 0, 10, 38, 80, 1 } };
    score.normalise();
    const Score up = score.transposed(5);
    QCOMPARE(up.notes, (std::vector<Note>{ { 0, 10, 65, 80, 0 }, { 0, 10, 38, 80, 1 } }));
    QCOMPARE(up.length, score.length);
    QVERIFY(score.transposed(std::numeric_limits<int>::min()).notes.size() == 1);
}

void TestScore::gridChangeRoundsToNearest()
{
    Score score;
    score.ticksPerQuarter = 480;
    score.notes = { { 19, 2, 60, 80, 0 }, { 20, 41, 61, 80, 0 }, { 60, 480, 62, 80, 0 } };
    score.tempi = { { 0, 120.0 }, { 479, 60.0 } };
    score.length = 961;
    score.normalise();
    const Score coarse = score.withTicksPerQuarter(12); // a tick is 40 ticks of before
    QCOMPARE(coarse.notes, (std::vector<Note>{ { 0, 1, 60, 80, 0 }, { 1, 1, 61, 80, 0 }, { 2, 12, 62, 80, 0 } }));
    QCOMPARE(coarse.tempi[1].tick, Tick{ 12 });
    QCOMPARE(coarse.length, Tick{ 24 });
}

void TestScore::gridChangeThereAndBackIsExact()
{
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        const Score score = randomScore(seed);
        QCOMPARE(score.withTicksPerQuarter(score.ticksPerQuarter * 7).withTicksPerQuarter(score.ticksPerQuarter),
                 score);
    }
}

void TestScore::secondsFollowTempi()
{
    Score score;
    score.tempi = { { 0, 60.0 }, { 480, 120.0 } };
    score.length = 960;
    score.normalise();
    QCOMPARE(score.secondsAt(240), 0.5);
    QCOMPARE(score.seconds(), 1.5); // a second, then half a second
    QCOMPARE(score.secondsAt(0), 0.0);
}

QTEST_APPLESS_MAIN(TestScore)
#include "test_score.moc"
