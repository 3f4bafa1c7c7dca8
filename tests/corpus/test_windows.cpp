// Windows: starts by hand for pickups, odd lengths and changing metres; what is cut; what is augmented.
#include "corpus/augmentation.h"
#include "corpus/composer.h"
#include "corpus/windows.h"
#include "music/error.h"

#include <QTest>

using namespace klangraum;

namespace {

// 10 ticks a quarter, a note on every quarter, pitch 60 + quarter % 12.
Score quarters(int count, std::vector<MetreChange> metres)
{
    Score score;
    score.ticksPerQuarter = 10;
    score.voices = { { "a" } };
    score.metres = std::move(metres);
    for (int q = 0; q < count; ++q)
        score.notes.push_back({ q * 10, 10, 60 + q % 12, 80, 0 });
    score.length = count * 10;
    score.normalise();
    return score;
}

WindowOptions onBars(double length, double hop)
{
    WindowOptions options;
    options.quarters = length;
    options.hop = hop;
    options.onBars = true;
    return options;
}

using Ticks = std::vector<Tick>;

} // namespace

class TestWindows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void barLinesFollowTheMetre()
    {
        QVERIFY(barLines(quarters(8, { { 0, 4, 4 } })) == (Ticks{ 0, 40, 80 }));
        QVERIFY(barLines(quarters(9, { { 0, 1, 4 }, { 10, 4, 4 } })) == (Ticks{ 0, 10, 50, 90 }));
        QVERIFY(barLines(quarters(7, { { 0, 3, 4 }, { 30, 2, 4 } })) == (Ticks{ 0, 30, 50, 70 }));
        QVERIFY(barLines(quarters(3, { { 0, 6, 8 } })) == (Ticks{ 0, 30 }));
        // A metre that changes inside a bar begins a new one there.
        QVERIFY(barLines(quarters(5, { { 0, 4, 4 }, { 20, 3, 4 } })) == (Ticks{ 0, 20, 50 }));
    }

    void anyGrid()
    {
        WindowOptions options;
        options.quarters = 4;
        options.hop = 2;
        QVERIFY(windowStarts(quarters(8, {}), options) == (Ticks{ 0, 20, 40, 60 }));
        options.leastFilled = 1;
        QVERIFY(windowStarts(quarters(8, {}), options) == (Ticks{ 0, 20, 40 }));
        options.phase = 1;
        QVERIFY(windowStarts(quarters(8, {}), options) == (Ticks{ 10, 30 }));
        options.phase = 0;
        QVERIFY(windowStarts(quarters(1, {}), options) == Ticks{ 0 }); // a piece shorter than the window
    }

    void barsAndPickups()
    {
        QVERIFY(windowStarts(quarters(16, { { 0, 4, 4 } }), onBars(8, 4)) == (Ticks{ 0, 40, 80, 120 }));
        QVERIFY(windowStarts(quarters(16, { { 0, 4, 4 } }), onBars(8, 8)) == (Ticks{ 0, 80 }));
        // One quarter of pickup: the first window begins three quarters before the piece.
        const Score pickup = quarters(9, { { 0, 1, 4 }, { 10, 4, 4 } });
        QVERIFY(windowStarts(pickup, onBars(4, 4)) == (Ticks{ -30, 10, 50 }));
        const Score first = cutWindow(pickup, -30, 40);
        QCOMPARE(first.length, Tick{ 40 });
        QCOMPARE(first.notes.size(), std::size_t{ 1 });
        QCOMPARE(first.notes[0].start, Tick{ 30 });
        QCOMPARE(first.notes[0].pitch, 60);
        // Odd length: seven quarters of 3/4; the last bar holds one quarter, less than half.
        QVERIFY(windowStarts(quarters(7, { { 0, 3, 4 } }), onBars(3, 3)) == (Ticks{ 0, 30 }));
    }

    void whatIsCut()
    {
        Score score = quarters(4, { { 0, 4, 4 } });
        score.notes[0].duration = 25;
        const Score plain = cutWindow(score, 20, 40);
        QCOMPARE(plain.length, Tick{ 40 });
        QCOMPARE(plain.notes.size(), std::size_t{ 2 });
        QCOMPARE(plain.notes[0].start, Tick{ 0 });
        const Score reaching = cutWindow(score, 20, 40, true);
        QCOMPARE(reaching.notes.size(), std::size_t{ 3 });
        QCOMPARE(reaching.notes[0].pitch, 60);
        QCOMPARE(reaching.notes[0].duration, Tick{ 5 });
        QVERIFY(cutWindow(score, 400, 40).notes.empty());
        QVERIFY(cutWindow(score, -400, 40).notes.empty());
    }

    void refusesSenselessOptions()
    {
        WindowOptions options;
        for (const double bad : { 0.0, -1.0, 1e300, std::nan("") }) {
            options.quarters = bad;
            QVERIFY_EXCEPTION_THROWN(windowStarts(quarters(4, {}), options), Error);
            options.quarters = 4;
            options.hop = bad;
            QVERIFY_EXCEPTION_THROWN(windowStarts(quarters(4, {}), options), Error);
            options.hop = 4;
        }
    }

    void everyNoteIsInAWindow()
    {
        const Corpus corpus = composeCorpus("embedded", 8, 30);
        WindowOptions options = onBars(8, 8);
        options.leastFilled = 0;
        for (const CorpusPiece &piece : corpus.pieces) {
            std::size_t notes = 0;
            const Tick length = piece.score.ticksPerQuarter * 8;
            Tick covered = 0;
            for (const Tick start : windowStarts(piece.score, options)) {
                const Tick end = std::min(start + length, piece.score.length);
                notes += cutWindow(piece.score, std::max(covered, start), end - std::max(covered, start)).notes.size();
                covered = end;
            }
            // 3/4 tunes: bars of three quarters, hops of nine, windows of eight leave a quarter between.
            if (piece.score.metres[0].numerator == 4)
                QCOMPARE(notes, piece.score.notes.size());
        }
    }

    void augmentationMultipliesTrainingOnly()
    {
        Corpus corpus = composeCorpus("cadences", 2, 10);
        WindowOptions options = onBars(8, 4);
        const std::size_t train = cutWindows(corpus, Split::Train, options).size();
        const std::size_t valid = cutWindows(corpus, Split::Valid, options).size();
        QVERIFY(train > 0 && valid > 0);
        corpus.transposeLow = -2;
        corpus.transposeHigh = 2;
        const auto windows = cutWindows(corpus, Split::Train, options);
        QCOMPARE(windows.size(), train * 5);
        QCOMPARE(cutWindows(corpus, Split::Valid, options).size(), valid);
        for (const CorpusWindow &window : windows) {
            QVERIFY(window.piece->split == Split::Train);
            const Score plain = cutWindow(window.piece->score, window.start, window.length);
            const Score moved = window.score();
            QCOMPARE(moved.notes.size(), plain.notes.size());
            QCOMPARE(moved.notes[0].pitch, plain.notes[0].pitch + window.transpose);
            QCOMPARE(moved.length, Tick{ 8 } * moved.ticksPerQuarter);
        }
    }

    void transpositionsThatLeaveTheRange()
    {
        Score score = quarters(1, {});
        score.notes[0].pitch = 126;
        QVERIFY(transpositionsWithin(score, { -1, 0, 1, 2 }) == (std::vector<int>{ -1, 0, 1 }));
        QVERIFY(transpositionsWithin(score, { -1, 0, 1, 2 }, 21, 108) == std::vector<int>{ 0 });
    }
};

QTEST_APPLESS_MAIN(TestWindows)
#include "test_windows.moc"
