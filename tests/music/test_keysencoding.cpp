// Keys encoding: steps of known notes along a tempo map, and the round trip.
#include "music/keysencoding.h"
#include "musictest.h"

#include <QtTest>

using namespace klangraum;
using namespace klangraum::test;

class TestKeysEncoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsFollowTheTempo();
    void percussionAndOtherPitchesAreLeftOut();
    void encodeDecodeEncode();
    void networkOutputIsNotSplit();
    void manyLongNotesTakeNoTime();
    void badInputIsRefused();
};

void TestKeysEncoding::stepsFollowTheTempo()
{
    Score score;
    score.tempi = { { 0, 60.0 }, { 480, 120.0 } };
    score.notes = { { 0, 480, 21, 127, 0 }, { 480, 480, 108, 64, 0 }, { 960, 1, 60, 1, 0 } };
    score.normalise();
    const PianoRoll roll = encodeKeys(score);
    QCOMPARE(roll.steps, std::int64_t{ 25 }); // a second, half a second, and one step for the shortest note
    QCOMPARE(roll.pitches, 88);
    QCOMPARE(roll.velocity[roll.index(0, 21)], 1.0f);
    QCOMPARE(roll.velocity[roll.index(15, 21)], 1.0f);
    QCOMPARE(roll.velocity[roll.index(16, 21)], 0.0f);
    QCOMPARE(roll.velocity[roll.index(16, 108)], 64.0f / 127.0f);
    QCOMPARE(roll.velocity[roll.index(23, 108)], 64.0f / 127.0f);
    QCOMPARE(roll.velocity[roll.index(24, 108)], 0.0f);
    QCOMPARE(roll.velocity[roll.index(24, 60)], 1.0f / 127.0f);
}

void TestKeysEncoding::percussionAndOtherPitchesAreLeftOut()
{
    Score score;
    score.voices = { { "Piano", 0, false }, { "Drums", 0, true } };
    score.notes = { { 0, 480, 20, 127, 0 }, { 0, 480, 109, 127, 0 }, { 0, 480, 60, 127, 1 } };
    score.normalise();
    const PianoRoll roll = encodeKeys(score);
    QCOMPARE(roll.steps, std::int64_t{ 8 });
    for (const float cell : roll.velocity)
        QCOMPARE(cell, 0.0f);
}

void TestKeysEncoding::encodeDecodeEncode()
{
    std::size_t sounding = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        const PianoRoll once = encodeKeys(randomScore(seed));
        for (const float cell : once.velocity)
            sounding += cell > 0.0f ? 1 : 0;
        QVERIFY2(encodeKeys(decodeKeys(once)) == once, qPrintable(QString::number(seed)));
    }
    QVERIFY(sounding > 10'000);
}

void TestKeysEncoding::networkOutputIsNotSplit()
{
    PianoRoll roll(21, 88, 8, false);
    for (std::int64_t step = 0; step < 6; ++step)
        roll.velocity[roll.index(step, 60)] = 0.6f + 0.05f * static_cast<float>(step);
    roll.velocity[roll.index(7, 60)] = 0.3f;
    const Score score = decodeKeys(roll, RunsEnd::AtSilence, 0.5f);
    QCOMPARE(score.notes.size(), std::size_t{ 1 });
    QCOMPARE(score.notes[0].duration, Tick{ 360 });
    QCOMPARE(score.notes[0].velocity, 108); // 0.85 x 127
    QCOMPARE(score.seconds(), 0.5);
}

void TestKeysEncoding::manyLongNotesTakeNoTime()
{
    Score score;
    for (int i = 0; i < 100'000; ++i)
        score.notes.push_back({ i * 10, 20'000'000, 60, 1 + i % 127, 0 });
    score.normalise();
    QCOMPARE(encodeKeys(score).steps, std::int64_t{ 350'000 }); // round((99,999 x 10 + 20,000,000) / 960 x 16)
}

void TestKeysEncoding::badInputIsRefused()
{
    Score score;
    score.length = Tick{ 1 } << 40;
    QVERIFY(errorOf([&] { (void)encodeKeys(score); }).find("too long") != std::string::npos);
    QVERIFY(!errorOf([] { (void)decodeKeys(PianoRoll(20, 88, 4, false)); }).empty());
}

QTEST_APPLESS_MAIN(TestKeysEncoding)
#include "test_keysencoding.moc"
