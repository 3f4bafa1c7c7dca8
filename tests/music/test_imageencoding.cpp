// Image encoding: the pixels of known notes, the time of messages that are no notes, and the round trip.
#include "music/imageencoding.h"
#include "music/midifile.h"
#include "musictest.h"

#include <QtTest>

using namespace klangraum;
using namespace klangraum::test;

class TestImageEncoding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pixelsOfKnownNotes();
    void otherMessagesKeepTheirTime();
    void encodeDecodeEncode();
    void decodedNotes();
    void runsCrossTheBorder();
    void manyLongNotesTakeNoTime();
    void threshold();
};

void TestImageEncoding::pixelsOfKnownNotes()
{
    Score score;
    score.voices.resize(2);
    // Two tracks merged; a quarter at the start, an eighth in the second window; 0 and 97 are outside.
    score.notes = { { 0, 480, 60, 80, 0 }, { 8 * 480, 240, 96, 10, 1 }, { 0, 480, 0, 80, 0 }, { 0, 480, 97, 80, 0 } };
    score.normalise();
    const std::vector<NoteImage> images = encodeImages(score);
    QCOMPARE(images.size(), std::size_t{ 2 });
    for (int row = 0; row < 96; ++row)
        for (int column = 0; column < 96; ++column) {
            QCOMPARE(int{ images[0].at(row, column) }, row == 36 && column < 12 ? 1 : 0);
            QCOMPARE(int{ images[1].at(row, column) }, row == 0 && column < 6 ? 1 : 0);
        }
    QVERIFY(encodeImages(Score()).empty());
}

// The thesis' third example: controllers and tempi between a note's beginning and its end.
void TestImageEncoding::otherMessagesKeepTheirTime()
{
    const Bytes events = Bytes{ 0, 0x90, 74, 81, 0x81, 0x00, 0xB0, 6, 0, 0x81, 0x00, 0xB0, 101, 0 } +
        Bytes{ 0x81, 0x00, 0xFF, 0x51, 3, 0x0C, 0x35, 0x00, 0x81, 0x00, 0xFF, 0x51, 3, 0x0C, 0xF8, 0x50 } +
        Bytes{ 0x82, 0x00, 0x80, 74, 0, 0x82, 0x00, 0x90, 76, 81, 0x82, 0x00, 0x80, 76, 0 };
    const Score score = parseMidi(header(0, 1, 512) + track(events), "thesis");
    const std::vector<NoteImage> images = encodeImages(score);
    QCOMPARE(images.size(), std::size_t{ 1 });
    for (int column = 0; column < 96; ++column) {
        QCOMPARE(int{ images[0].at(96 - 74, column) }, column < 18 ? 1 : 0); // 768 ticks at 512 a beat
        QCOMPARE(int{ images[0].at(96 - 76, column) }, column >= 24 && column < 30 ? 1 : 0);
    }
}

void TestImageEncoding::encodeDecodeEncode()
{
    std::size_t windows = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        const std::vector<NoteImage> once = encodeImages(randomScore(seed));
        windows += once.size();
        QVERIFY2(encodeImages(decodeImages(once)) == once, qPrintable(QString::number(seed)));
    }
    QVERIFY(windows > 300);
}

void TestImageEncoding::decodedNotes()
{
    NoteImage image;
    for (const int column : { 3, 4, 5, 90 })
        image.at(96 - 60, column) = 1;
    const Score score = decodeImages(std::vector{ image }, 90.0);
    QCOMPARE(score.ticksPerQuarter, 12);
    QCOMPARE(score.length, Tick{ 96 });
    QCOMPARE(score.tempi[0].quartersPerMinute, 90.0);
    QCOMPARE(score.notes.size(), std::size_t{ 2 });
    QCOMPARE(score.notes[0].start, Tick{ 3 });
    QCOMPARE(score.notes[0].duration, Tick{ 3 });
    QCOMPARE(score.notes[0].pitch, 60);
}

void TestImageEncoding::runsCrossTheBorder()
{
    NoteImage first;
    NoteImage second;
    first.at(10, 95) = second.at(10, 0) = 1;
    const Score score = decodeImages(std::vector{ first, second });
    QCOMPARE(score.notes.size(), std::size_t{ 1 });
    QCOMPARE(score.notes[0].duration, Tick{ 2 });
}

// Hostile: a hundred thousand notes that all last for hours. Filling each by itself would take 10^11 steps.
void TestImageEncoding::manyLongNotesTakeNoTime()
{
    Score score;
    score.ticksPerQuarter = 12;
    for (int i = 0; i < 100'000; ++i)
        score.notes.push_back({ i, 1'000'000, 60, 80, 0 });
    score.normalise();
    QCOMPARE(encodeImages(score).size(), std::size_t{ (1'099'999 + 95) / 96 });
    score.length = 0;
    score.notes[0].duration = Tick{ 1 } << 39;
    QVERIFY(!errorOf([&] { (void)encodeImages(score); }).empty());
}

void TestImageEncoding::threshold()
{
    std::vector<float> values(96 * 96, 0.5f);
    values[97] = 0.51f;
    const NoteImage image = thresholdedImage(values);
    QCOMPARE(int{ image.at(1, 1) }, 1);
    QCOMPARE(int{ image.at(0, 0) }, 0);
    values.pop_back();
    QVERIFY(errorOf([&] { (void)thresholdedImage(values); }).find("9215") != std::string::npos);
}

QTEST_APPLESS_MAIN(TestImageEncoding)
#include "test_imageencoding.moc"
