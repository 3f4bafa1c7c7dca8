// Multi-hot encoding: the step of known pieces, removed rests, and the round trip.
#include "music/multihotencoding.h"
#include "musictest.h"

#include <QtTest>

using namespace klangraum;
using namespace klangraum::test;

class TestMultiHotEncoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepIsTheShortestAboveTwentyPercent();
    void stepOfPlayedDurations();
    void longRestsAreRemoved();
    void repeatedNotesSurvive();
    void encodeDecodeEncode();
    void stepGrowsWhereNotesFallTogether();
    void decodesWithoutOnsets();
    void badInputIsRefused();
};

static Score melody(const std::vector<Tick> &durations, int ticksPerQuarter = 48)
{
    Score score;
    score.ticksPerQuarter = ticksPerQuarter;
    Tick now = 0;
    for (const Tick duration : durations) {
        score.notes.push_back({ now, duration, 60 + static_cast<int>(score.notes.size() % 12), 80, 0 });
        now += duration;
    }
    score.normalise();
    return score;
}

void TestMultiHotEncoding::stepIsTheShortestAboveTwentyPercent()
{
    // Sixteenths are two in ten: not more than 20 %. Eighths are three in ten.
    QCOMPARE(multiHotStep(melody({ 12, 12, 24, 24, 24, 48, 48, 48, 48, 96 })), Tick{ 24 });
    QCOMPARE(multiHotStep(melody({ 12, 12, 12, 24, 24, 48, 48, 48, 48, 96 })), Tick{ 12 });
    // Six values of one in six each: none makes up 20 %, the shortest of the commonest is taken.
    QCOMPARE(multiHotStep(melody({ 12, 24, 48, 96, 192, 16 })), Tick{ 12 });
    QCOMPARE(multiHotStep(Score()), Tick{ 12 });
    QCOMPARE(encodeMultiHot(melody({ 48, 24, 24, 48 })).roll.steps, std::int64_t{ 6 });
}

void TestMultiHotEncoding::stepOfPlayedDurations()
{
    // Quarters and eighths held a little shorter than written, at 480 ticks a quarter.
    QCOMPARE(multiHotStep(melody({ 455, 460, 228, 226, 479, 241 }, 480)), Tick{ 24 });
}

void TestMultiHotEncoding::longRestsAreRemoved()
{
    Score score;
    score.ticksPerQuarter = 48;
    // A rest of exactly a whole note stays, one of a step more goes, and so does what leads in.
    score.notes = { { 480, 48, 60, 80, 0 }, { 720, 48, 62, 80, 0 }, { 1008, 48, 64, 80, 0 } };
    score.normalise();
    const MultiHot encoded = encodeMultiHot(score);
    QCOMPARE(encoded.stepTicks, Tick{ 48 });
    QCOMPARE(encoded.roll.steps, std::int64_t{ 7 }); // note, four steps of rest, note, note
    QCOMPARE(encoded.roll.velocity[encoded.roll.index(0, 60)], 1.0f);
    QCOMPARE(encoded.roll.velocity[encoded.roll.index(5, 62)], 1.0f);
    QCOMPARE(encoded.roll.velocity[encoded.roll.index(6, 64)], 1.0f);
}

void TestMultiHotEncoding::repeatedNotesSurvive()
{
    Score score = melody({ 12, 12, 12, 12 });
    for (Note &note : score.notes)
        note.pitch = 60;
    const Score back = decodeMultiHot(encodeMultiHot(score));
    QCOMPARE(back.notes.size(), std::size_t{ 4 });
    QCOMPARE(back.notes[3].start, Tick{ 36 });
}

void TestMultiHotEncoding::encodeDecodeEncode()
{
    std::size_t sounding = 0;
    for (std::uint32_t seed = 0; seed < 2000; ++seed) {
        const MultiHot once = encodeMultiHot(randomScore(seed));
        for (const float cell : once.roll.velocity)
            sounding += cell > 0.0f ? 1 : 0;
        QVERIFY2(encodeMultiHot(decodeMultiHot(once)) == once, qPrintable(QString::number(seed)));
    }
    QVERIFY(sounding > 10'000);
}

// Twenty-five 64ths on one key within a quarter, four halves elsewhere: on the grid of 64ths several fall on one step.
void TestMultiHotEncoding::stepGrowsWhereNotesFallTogether()
{
    Score score;
    score.ticksPerQuarter = 480;
    for (int i = 0; i < 3; ++i)
        score.notes.push_back({ 10 * i, 30, 60, 80, 0 });
    for (int i = 0; i < 10; ++i)
        score.notes.push_back({ 960 * i, 960, 72, 80, 0 });
    score.normalise();
    QCOMPARE(multiHotStep(score), Tick{ 3 });
    const MultiHot encoded = encodeMultiHot(score);
    QCOMPARE(encoded.stepTicks, Tick{ 96 });
    QCOMPARE(multiHotStep(decodeMultiHot(encoded)), encoded.stepTicks);
}

void TestMultiHotEncoding::decodesWithoutOnsets()
{
    MultiHot encoded = encodeMultiHot(melody({ 12, 12, 24 }));
    encoded.roll.onset.clear();
    QCOMPARE(decodeMultiHot(encoded, 80.0).notes.size(), std::size_t{ 3 });
}

void TestMultiHotEncoding::badInputIsRefused()
{
    MultiHot encoded;
    encoded.stepTicks = 0;
    QVERIFY(!errorOf([&] { (void)decodeMultiHot(encoded); }).empty());
    encoded.stepTicks = 12;
    encoded.roll = PianoRoll(21, 87, 0, true);
    QVERIFY(!errorOf([&] { (void)decodeMultiHot(encoded); }).empty());
    Score endless = melody({ 12, 12 });
    endless.notes.push_back({ Tick{ 1 } << 39, 12, 60, 80, 0 });
    QVERIFY(errorOf([&] { (void)encodeMultiHot(endless); }).find("too long") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestMultiHotEncoding)
#include "test_multihotencoding.moc"
