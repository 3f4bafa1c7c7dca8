// MIDI writer: what is written is read back the same; failures leave the old file whole.
#include "music/atomicfile.h"
#include "music/midifile.h"
#include "musictest.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

using namespace klangraum;
using namespace klangraum::test;

class TestMidiWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytesOfASmallPiece();
    void roundTripOfRandomScores();
    void roundTripKeepsEverything();
    void manyVoices();
    void fineGridsAreMadeCoarser();
    void tooLongGapIsRefused();
    void failureKeepsTheOldFile();
};

void TestMidiWriter::bytesOfASmallPiece()
{
    Score score;
    score.ticksPerQuarter = 96;
    score.title = "T";
    score.voices = { { "V", 19, false } };
    score.notes = { { 0, 96, 60, 80, 0 }, { 96, 200, 60, 81, 0 } };
    score.normalise();
    const Bytes expected = header(1, 2, 96) +
        track(meta(0x03, text("T")) + meta(0x58, { 4, 2, 24, 8 }) + meta(0x51, { 0x07, 0xA1, 0x20 }),
              { 0x82, 0x28, 0xFF, 0x2F, 0 }) +
        track(meta(0x03, text("V")) + Bytes{ 0, 0xC0, 19, 0, 0x90, 60, 80, 0x60, 0x80, 60, 64, 0, 0x90, 60, 81 } +
              Bytes{ 0x81, 0x48, 0x80, 60, 64 });
    QCOMPARE(formatMidi(score), expected);
}

// Notes of one voice and pitch that overlap are paired first in, first out: the ends are sorted among them.
static void pairFirstInFirstOut(Score &score)
{
    std::map<std::pair<int, int>, std::vector<std::size_t>> keys;
    for (std::size_t i = 0; i < score.notes.size(); ++i)
        keys[{ score.notes[i].voice, score.notes[i].pitch }].push_back(i);
    for (const auto &[key, indices] : keys) {
        std::vector<Tick> ends;
        for (const std::size_t i : indices)
            ends.push_back(score.notes[i].end());
        std::sort(ends.begin(), ends.end());
        for (std::size_t i = 0; i < indices.size(); ++i)
            score.notes[indices[i]].duration = ends[i] - score.notes[indices[i]].start;
    }
    score.normalise();
}

void TestMidiWriter::roundTripOfRandomScores()
{
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        Score score = randomScore(seed);
        // The reader numbers the voices that have notes.
        for (std::size_t voice = score.voices.size(); voice-- > 0;)
            if (std::none_of(score.notes.begin(), score.notes.end(),
                             [&](const Note &n) { return n.voice == static_cast<int>(voice); })) {
                score.voices.erase(score.voices.begin() + static_cast<std::ptrdiff_t>(voice));
                for (Note &note : score.notes)
                    note.voice -= note.voice > static_cast<int>(voice) ? 1 : 0;
            }
        score.title = "Piece " + std::to_string(seed) + " in C";
        std::erase_if(score.tempi, [&](const TempoChange &tempo) { return tempo.tick > score.length; }); // not heard
        pairFirstInFirstOut(score);
        const Score back = parseMidi(formatMidi(score), "memory");
        QCOMPARE(back.voices, score.voices);
        QCOMPARE(back.tempi, score.tempi);
        QCOMPARE(back.metres, score.metres);
        QCOMPARE(back.notes, score.notes);
        QVERIFY2(back == score, qPrintable(QString::number(seed)));
    }
}

void TestMidiWriter::roundTripKeepsEverything()
{
    Score score;
    score.title = "Ch\xC3\xB6r";
    score.voices = { { "Soprano", 52, false }, { "Drums", 3, true }, { "Bass", 32, false } };
    score.notes = { { 0, 480, 72, 1, 0 }, { 0, 480, 38, 127, 1 }, { 7, 13, 40, 64, 2 } };
    score.tempi = { { 0, 92.0 }, { 480, 133.7 } };
    score.metres = { { 0, 3, 4 }, { 1440, 7, 8 } };
    score.length = 5000;
    score.normalise();
    QCOMPARE(parseMidi(formatMidi(score), "memory"), score);
}

void TestMidiWriter::manyVoices()
{
    Score score;
    for (int voice = 0; voice < 40; ++voice)
        score.notes.push_back({ voice, 10, 60, 80, voice });
    score.normalise();
    const Score back = parseMidi(formatMidi(score), "memory");
    QCOMPARE(back.voices.size(), std::size_t{ 40 });
    QVERIFY(std::none_of(back.voices.begin(), back.voices.end(), [](const Voice &voice) { return voice.percussion; }));
    QCOMPARE(back.notes, score.notes);
}

void TestMidiWriter::fineGridsAreMadeCoarser()
{
    Score score;
    score.ticksPerQuarter = 1'000'000;
    score.notes = { { 1'000'000, 500'000, 60, 80, 0 } };
    score.normalise();
    const Score back = parseMidi(formatMidi(score), "memory");
    QVERIFY(std::abs(back.secondsAt(back.notes[0].start) - 0.5) < 1e-4);
}

void TestMidiWriter::tooLongGapIsRefused()
{
    Score score;
    score.notes = { { Tick{ 1 } << 30, 1, 60, 80, 0 } };
    QVERIFY(errorOf([&] { (void)formatMidi(score); }).find("1073741825 ticks, the format holds gaps up to 268435455") !=
            std::string::npos);
}

void TestMidiWriter::failureKeepsTheOldFile()
{
    QTemporaryDir folder;
    const std::filesystem::path path = std::filesystem::path(folder.path().toStdString()) / "a.mid";
    const Score good = randomScore(1);
    writeMidi(good, path);
    const auto before = readFile(path, 1 << 20);
    Score bad;
    bad.notes = { { Tick{ 1 } << 30, 1, 60, 80, 0 } };
    QVERIFY(!errorOf([&] { writeMidi(bad, path); }).empty());
    QCOMPARE(readFile(path, 1 << 20), before);
    QVERIFY(errorOf([&] { writeMidi(good, path / "below.mid"); }).find("below.mid") != std::string::npos);
    QCOMPARE(readMidi(path).notes.size(), good.notes.size());
}

QTEST_APPLESS_MAIN(TestMidiWriter)
#include "test_midiwriter.moc"
