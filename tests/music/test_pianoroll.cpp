// PianoRoll: filling, overlaps, and notes read back from runs.
#include "music/pianoroll.h"
#include "musictest.h"

#include <QtTest>

#include <limits>

using namespace klangraum;
using namespace klangraum::test;

class TestPianoRoll : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void louderOverlapCounts();
    void fillMatchesTheObviousWay();
    void runs();
    void onsetsSplitRuns();
    void badSizesAreRefused();
};

void TestPianoRoll::louderOverlapCounts()
{
    PianoRoll roll(60, 2, 6, true);
    roll.fill({ { 0, 4, 60, 0.5f }, { 2, 4, 60, 0.25f }, { 1, 1, 60, 1.0f }, { 0, 2, 62, 1.0f }, { 9, 1, 61, 1.0f } });
    const std::vector<float> expected = { 0.5f, 0, 1.0f, 0, 0.5f, 0, 0.5f, 0, 0.25f, 0, 0.25f, 0 };
    QCOMPARE(roll.velocity, expected);
    QCOMPARE(roll.onset, (std::vector<std::uint8_t>{ 1, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0 }));
}

void TestPianoRoll::fillMatchesTheObviousWay()
{
    std::mt19937 random(5);
    const auto pick = [&random](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    for (int round = 0; round < 200; ++round) {
        std::vector<NoteRun> notes;
        for (int i = pick(0, 30); i > 0; --i)
            notes.push_back({ pick(0, 30), pick(1, 12), pick(58, 70), static_cast<float>(pick(1, 127)) / 127.0f });
        PianoRoll roll(60, 8, 32, true);
        roll.fill(notes);
        PianoRoll obvious(60, 8, 32, true);
        for (const NoteRun &note : notes)
            for (std::int64_t step = note.step; step < std::min<std::int64_t>(note.step + note.steps, 32); ++step)
                if (obvious.covers(note.pitch)) {
                    float &cell = obvious.velocity[obvious.index(step, note.pitch)];
                    cell = std::max(cell, note.velocity);
                    obvious.onset[obvious.index(note.step, note.pitch)] = 1;
                }
        QCOMPARE(roll, obvious);
    }
}

void TestPianoRoll::runs()
{
    PianoRoll roll(60, 1, 6, false);
    roll.velocity = { 0.5f, 0.5f, 0.75f, 0.0f, std::numeric_limits<float>::quiet_NaN(), 0.1f };
    const auto whole = rollNotes(roll, RunsEnd::AtSilence, 0.2f);
    QCOMPARE(whole.size(), std::size_t{ 1 });
    QCOMPARE(whole[0].steps, std::int64_t{ 3 });
    QCOMPARE(whole[0].velocity, 0.75f);
    const auto exact = rollNotes(roll, RunsEnd::AtSilenceOrChange, 0.0f);
    QCOMPARE(exact.size(), std::size_t{ 3 });
    QCOMPARE(exact[1].step, std::int64_t{ 2 });
    QCOMPARE(exact[2].step, std::int64_t{ 5 });
}

void TestPianoRoll::onsetsSplitRuns()
{
    PianoRoll roll(60, 1, 4, true);
    roll.fill({ { 0, 2, 60, 1.0f }, { 2, 2, 60, 1.0f } });
    QCOMPARE(rollNotes(roll, RunsEnd::AtSilence, 0.5f).size(), std::size_t{ 2 });
}

void TestPianoRoll::badSizesAreRefused()
{
    QVERIFY(!errorOf([] { PianoRoll(21, 88, -1, false); }).empty());
    QVERIFY(!errorOf([] { PianoRoll(21, 88, std::int64_t{ 1 } << 40, false); }).empty());
    PianoRoll roll(21, 88, 4, false);
    roll.velocity.pop_back();
    QVERIFY(!errorOf([&] { (void)rollNotes(roll, RunsEnd::AtSilence, 0.5f); }).empty());
}

QTEST_APPLESS_MAIN(TestPianoRoll)
#include "test_pianoroll.moc"
