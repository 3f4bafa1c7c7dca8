// MIDI reader: each feature of the format in a file written by hand.
#include "music/midifile.h"
#include "music/miditext.h"
#include "musictest.h"

#include <QtTest>

#include <cmath>
#include <filesystem>

using namespace klangraum;
using namespace klangraum::test;

class TestMidiReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneNote();
    void runningStatus();
    void runningStatusBeyondMetaAndSysex();
    void velocityZeroEndsNotes();
    void overlappingNotesFirstInFirstOut();
    void notesNeverEndedLastToTheEnd();
    void noteOffWithoutNote();
    void tempoAndMetreMaps();
    void tempoIsTheRoundNumber();
    void formatOneMergesTracks();
    void formatTwoFollowsOn();
    void smpte_data();
    void smpte();
    void smpteIgnoresTempo();
    void sysexAndUnknownMetaAreSteppedOver();
    void unknownChunksAreSteppedOver();
    void longerHeader();
    void missingEndOfTrack();
    void eventsAfterEndOfTrack();
    void moreTracksThanDeclared();
    void trailingBytes();
    void riffWrapper();
    void channelsBecomeVoices();
    void programFromASetUpTrack();
    void titles();
    void texts();
    void sustainPedal();
    void sustainedNoteStruckAgain();
    void allNotesOff();
    void emptyTracks();
    void corpora_data();
    void corpora();
};

static Score parse(const Bytes &bytes, const MidiReadOptions &options = {})
{
    return parseMidi(bytes, "test.mid", options);
}

static Score single(const Bytes &events, const MidiReadOptions &options = {})
{
    return parse(header(0, 1, 96) + track(events), options);
}

void TestMidiReader::oneNote()
{
    const Score score = single({ 0x10, 0x91, 60, 99, 0x60, 0x81, 60, 64 });
    QCOMPARE(score.ticksPerQuarter, 96);
    QCOMPARE(score.notes, (std::vector<Note>{ { 16, 96, 60, 99, 0 } }));
    QCOMPARE(score.voices, (std::vector<Voice>{ { "", 0, false } }));
    QCOMPARE(score.tempi, (std::vector<TempoChange>{ { 0, 120.0 } }));
    QCOMPARE(score.metres, (std::vector<MetreChange>{ { 0, 4, 4 } }));
    QCOMPARE(score.length, Tick{ 112 });
}

void TestMidiReader::runningStatus()
{
    const Score score = single({ 0, 0x90, 60, 80, 10, 62, 81, 10, 60, 0, 10, 62, 0 });
    QCOMPARE(score.notes, (std::vector<Note>{ { 0, 20, 60, 80, 0 }, { 10, 20, 62, 81, 0 } }));
}

void TestMidiReader::runningStatusBeyondMetaAndSysex()
{
    const Score score =
        single({ 0, 0x90, 60, 80, 0, 0xFF, 0x01, 1, 'x', 10, 60, 0, 0, 0xF0, 1, 0xF7, 0, 62, 80, 5, 62, 0 });
    QCOMPARE(score.notes, (std::vector<Note>{ { 0, 10, 60, 80, 0 }, { 10, 5, 62, 80, 0 } }));
}

void TestMidiReader::velocityZeroEndsNotes()
{
    const Score score = single({ 0, 0x90, 60, 80, 24, 0x90, 60, 0, 24, 0x90, 60, 0 });
    QCOMPARE(score.notes, (std::vector<Note>{ { 0, 24, 60, 80, 0 } }));
    QCOMPARE(score.length, Tick{ 48 });
}

void TestMidiReader::overlappingNotesFirstInFirstOut()
{
    const Score score = single({ 0, 0x90, 60, 80, 10, 60, 90, 10, 60, 0, 10, 60, 0 });
    QCOMPARE(score.notes, (std::vector<Note>{ { 0, 20, 60, 80, 0 }, { 10, 20, 60, 90, 0 } }));
}

void TestMidiReader::notesNeverEndedLastToTheEnd()
{
    const Score score = parse(header(0, 1, 96) + track({ 0, 0x90, 60, 80, 10, 0x90, 62, 80 }, { 0x60, 0xFF, 0x2F, 0 }));
    QCOMPARE(score.notes, (std::vector<Note>{ { 0, 106, 60, 80, 0 }, { 10, 96, 62, 80, 0 } }));
    QCOMPARE(single({ 0, 0x90, 60, 80 }).notes[0].duration, Tick{ 1 });
}

void TestMidiReader::noteOffWithoutNote()
{
    const Score score = single({ 0, 0x80, 70, 0, 16, 0x90, 60, 80, 8, 0x80, 70, 0, 8, 0x80, 60, 0 });
    QCOMPARE(score.notes, (std::vector<Note>{ { 16, 16, 60, 80, 0 } }));
}

void TestMidiReader::tempoAndMetreMaps()
{
    const Score score = parse(header(1, 2, 96) +
                              track(meta(0x51, { 0x0F, 0x42, 0x40 }) + meta(0x58, { 3, 2, 24, 8 }) +
                                    meta(0x51, { 0x07, 0xA1, 0x20 }, 96) + meta(0x58, { 6, 3, 24, 8 }, 1) +
                                    meta(0x58, { 0, 2, 24, 8 }, 1) + meta(0x58, { 4, 200, 24, 8 }, 1)) +
                              track({ 0, 0x90, 60, 80, 0x81, 0x40, 60, 0 }));
    QCOMPARE(score.tempi, (std::vector<TempoChange>{ { 0, 60.0 }, { 96, 120.0 } }));
    QCOMPARE(score.metres, (std::vector<MetreChange>{ { 0, 3, 4 }, { 97, 6, 8 } })); // impossible metres are left out
    QCOMPARE(score.seconds(), 1.5);
}

void TestMidiReader::tempoIsTheRoundNumber()
{
    // 652174 microseconds is what 92 a minute becomes; 500001 is no round number.
    QCOMPARE(single(meta(0x51, { 0x09, 0xF3, 0x8E })).tempi[0].quartersPerMinute, 92.0);
    const double odd = single(meta(0x51, { 0x07, 0xA1, 0x21 })).tempi[0].quartersPerMinute;
    QVERIFY(std::abs(odd - 6e7 / 500001.0) < 1e-9);
}

void TestMidiReader::formatOneMergesTracks()
{
    const Score score = parse(header(1, 3, 96) + track(meta(0x03, text("Tune"))) +
                              track(meta(0x03, text("Soprano")) + Bytes{ 0, 0xC0, 52, 0, 0x90, 72, 80, 96, 72, 0 }) +
                              track(meta(0x03, text("Bass")) + Bytes{ 0, 0xC1, 32, 0, 0x91, 48, 70, 96, 48, 0 }));
    QCOMPARE(score.title, std::string("Tune"));
    QCOMPARE(score.voices, (std::vector<Voice>{ { "Soprano", 52, false }, { "Bass", 32, false } }));
    QCOMPARE(score.notes, (std::vector<Note>{ { 0, 96, 72, 80, 0 }, { 0, 96, 48, 70, 1 } }));
}

void TestMidiReader::formatTwoFollowsOn()
{
    const Bytes slow = meta(0x51, { 0x0F, 0x42, 0x40 });
    const Score score = parse(header(2, 2, 96) + track(slow + Bytes{ 0, 0x90, 60, 80, 96, 60, 0 }) +
                              track({ 0, 0x90, 62, 80, 96, 62, 0 }));
    QCOMPARE(score.notes, (std::vector<Note>{ { 0, 96, 60, 80, 0 }, { 96, 96, 62, 80, 1 } }));
    QCOMPARE(score.tempi, (std::vector<TempoChange>{ { 0, 60.0 }, { 96, 120.0 } })); // each has its own tempo
    QCOMPARE(score.seconds(), 1.5);
}

void TestMidiReader::smpte_data()
{
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("ticks");
    QTest::addColumn<double>("ticksPerSecond");
    QTest::newRow("24 x 4") << 24 << 4 << 96.0;
    QTest::newRow("25 x 40, a millisecond") << 25 << 40 << 1000.0;
    QTest::newRow("25 x 1, odd") << 25 << 1 << 25.0;
    QTest::newRow("30 drop-frame") << 29 << 80 << 2400.0 * 1000.0 / 1001.0;
    QTest::newRow("30 x 255") << 30 << 255 << 7650.0;
}

void TestMidiReader::smpte()
{
    QFETCH(int, frames);
    QFETCH(int, ticks);
    QFETCH(double, ticksPerSecond);
    const Score score = parse(header(0, 1, (256 - frames) << 8 | ticks) + track({ 0, 0x90, 60, 80, 100, 60, 0 }));
    QVERIFY(std::abs(score.seconds() - 100.0 / ticksPerSecond) < 1e-9);
}

void TestMidiReader::smpteIgnoresTempo()
{
    const Score score =
        parse(header(0, 1, 0xE728) + track(meta(0x51, { 0x0F, 0x42, 0x40 }) + Bytes{ 0, 0x90, 60, 80, 100, 60, 0 }));
    QCOMPARE(score.seconds(), 0.1);
}

void TestMidiReader::sysexAndUnknownMetaAreSteppedOver()
{
    const Score score = single(Bytes{ 10, 0xF0, 3, 0x7E, 0x7F, 0xF7, 10, 0xF7, 2, 1, 2 } + meta(0x60, { 1, 2, 3 }, 10) +
                               meta(0x7F, text("maker"), 10) + Bytes{ 10, 0xE0, 0, 64, 10, 0xA0, 60, 5, 10, 0xD0, 5 } +
                               Bytes{ 10, 0xF2, 1, 2, 10, 0xF6, 10, 0xFE, 0, 0x90, 60, 80, 10, 0x80, 60, 0 });
    QCOMPARE(score.notes, (std::vector<Note>{ { 100, 10, 60, 80, 0 } })); // all their times are kept
}

void TestMidiReader::unknownChunksAreSteppedOver()
{
    const Bytes notes = track({ 0, 0x90, 60, 80, 96, 60, 0 });
    const Score score = parse(header(1, 2, 96) + chunk("XFIH", { 1, 2, 3 }) + notes + chunk("abcd", {}) + notes);
    QCOMPARE(score.notes.size(), std::size_t{ 2 });
}

void TestMidiReader::longerHeader()
{
    const Bytes eight = chunk("MThd", { 0, 0, 0, 1, 0, 96, 7, 7 });
    QCOMPARE(parse(eight + track({ 0, 0x90, 60, 80, 96, 60, 0 })).notes.size(), std::size_t{ 1 });
}

void TestMidiReader::missingEndOfTrack()
{
    QCOMPARE(parse(header(0, 1, 96) + track({ 0, 0x90, 60, 80, 96, 60, 0 }, {})).notes.size(), std::size_t{ 1 });
}

void TestMidiReader::eventsAfterEndOfTrack()
{
    QCOMPARE(single({ 0, 0x90, 60, 80, 96, 60, 0, 0, 0xFF, 0x2F, 0, 0, 0x90, 61, 80 }).notes.size(), std::size_t{ 1 });
}

void TestMidiReader::moreTracksThanDeclared()
{
    const Bytes notes = track({ 0, 0x90, 60, 80, 96, 60, 0 });
    QCOMPARE(parse(header(1, 1, 96) + notes + notes).notes.size(), std::size_t{ 2 });
}

void TestMidiReader::trailingBytes()
{
    const Bytes file = header(0, 1, 96) + track({ 0, 0x90, 60, 80, 96, 60, 0 });
    QCOMPARE(parse(file + Bytes{ 0, 0, 0 }).notes.size(), std::size_t{ 1 });
    QCOMPARE(parse(file + Bytes(500, 0x1A)).notes.size(), std::size_t{ 1 });
    QCOMPARE(parse(file + text("MTrk") + Bytes{ 0, 0, 9, 9, 1 }).notes.size(), std::size_t{ 1 });
}

void TestMidiReader::riffWrapper()
{
    const Bytes file = header(0, 1, 96) + track({ 0, 0x90, 60, 80, 96, 60, 0 });
    const Bytes wrapped = text("RIFF") + Bytes{ 0, 0, 0, 0 } + text("RMIDdata") +
        Bytes{ static_cast<std::uint8_t>(file.size()), 0, 0, 0 } + file;
    QCOMPARE(parse(wrapped).notes.size(), std::size_t{ 1 });
}

void TestMidiReader::channelsBecomeVoices()
{
    const Score score = single(meta(0x04, text("Band")) + Bytes{ 0, 0xC3, 5, 0, 0x93, 60, 80, 0, 0x99, 38, 80,
                                                                 0, 0xC3, 9, 9, 0x83, 60, 0,  0, 0x89, 38, 0 });
    QCOMPARE(score.voices, (std::vector<Voice>{ { "Band, channel 4", 5, false }, { "Band, channel 10", 0, true } }));
    QCOMPARE(score.notes[1].voice, 1);
}

void TestMidiReader::programFromASetUpTrack()
{
    const Score score = parse(header(1, 2, 96) + track({ 0, 0xC2, 40 }) + track({ 0, 0x92, 60, 80, 96, 60, 0 }));
    QCOMPARE(score.voices[0].program, 40);
}

void TestMidiReader::titles()
{
    const Bytes notes = { 0, 0x90, 60, 80, 96, 60, 0 };
    const auto titled = [&](int format, const char *name, bool ownNotes) {
        const Bytes first = meta(0x03, text(name)) + (ownNotes ? notes : Bytes());
        return parse(header(format, format == 0 ? 1 : 2, 96) + track(first) + (format == 0 ? Bytes() : track(notes)));
    };
    QCOMPARE(titled(0, "Jesu, meine Freude", true).title, std::string("Jesu, meine Freude"));
    QCOMPARE(titled(1, "Jesu, meine Freude", false).title, std::string("Jesu, meine Freude"));
    QCOMPARE(titled(1, "Soprano", true).title, std::string());
    QCOMPARE(titled(1, "Soprano", true).voices[0].name, std::string("Soprano"));
    QCOMPARE(titled(1, "Tempo Track", false).title, std::string());
    QCOMPARE(titled(0, "Track 1", true).title, std::string());
    QCOMPARE(titled(0, "untitled", true).title, std::string());
}

void TestMidiReader::texts()
{
    QCOMPARE(midiText(text("  K\xC3\xB6ln\r\n ")), std::string("K\xC3\xB6ln"));
    QCOMPARE(midiText(Bytes{ 'K', 0xF6, 'l', 'n' }), std::string("K\xC3\xB6ln")); // Latin-1
    QCOMPARE(midiText(Bytes{ 'a', 0, 'b', 0x7F, 'c' }), std::string("a b c"));
    QVERIFY(midiText(Bytes(100'000, 0xE4)).size() <= 200);
    std::mt19937 random(3);
    for (int round = 0; round < 2000; ++round) {
        Bytes bytes(random() % 30);
        for (std::uint8_t &byte : bytes)
            byte = static_cast<std::uint8_t>(random() % 3 == 0 ? 'a' : random());
        const std::string safe = midiText(bytes);
        const QByteArray raw(safe.data(), static_cast<qsizetype>(safe.size()));
        QCOMPARE(QString::fromUtf8(raw).toUtf8(), raw);
    }
}

void TestMidiReader::sustainPedal()
{
    const Bytes events = { 0, 0xB0, 64, 127, 0, 0x90, 60, 80, 10, 60, 0, 10, 62, 80, 20, 0xB0, 64, 0, 10, 0x80, 62, 0 };
    MidiReadOptions options;
    QCOMPARE(single(events, options).notes, (std::vector<Note>{ { 0, 10, 60, 80, 0 }, { 20, 30, 62, 80, 0 } }));
    options.sustainPedal = true;
    QCOMPARE(single(events, options).notes, (std::vector<Note>{ { 0, 40, 60, 80, 0 }, { 20, 30, 62, 80, 0 } }));
    // A pedal that is never lifted holds to the end; one on another channel holds nothing.
    const Bytes held = { 0, 0xB0, 64, 64, 0, 0x90, 60, 80, 10, 60, 0, 0, 0x91, 70, 80, 10, 70, 0, 30, 0xC0, 0 };
    QCOMPARE(single(held, options).notes, (std::vector<Note>{ { 0, 50, 60, 80, 0 }, { 10, 10, 70, 80, 1 } }));
}

void TestMidiReader::sustainedNoteStruckAgain()
{
    MidiReadOptions options;
    options.sustainPedal = true;
    const Bytes events = { 0, 0xB0, 64, 127, 0, 0x90, 60, 80, 10, 60, 0, 10, 60, 81, 10, 60, 0, 10, 0xB0, 64, 0 };
    QCOMPARE(single(events, options).notes, (std::vector<Note>{ { 0, 20, 60, 80, 0 }, { 20, 20, 60, 81, 0 } }));
}

void TestMidiReader::allNotesOff()
{
    const Score score = single({ 0, 0x90, 60, 80, 0, 64, 80, 10, 0xB0, 123, 0, 10, 0x90, 60, 80, 10, 0x90, 60, 0 });
    QCOMPARE(score.notes, (std::vector<Note>{ { 0, 10, 60, 80, 0 }, { 0, 10, 64, 80, 0 }, { 20, 10, 60, 80, 0 } }));
}

void TestMidiReader::emptyTracks()
{
    const Score score = parse(header(1, 2, 96) + chunk("MTrk", {}) + track({}));
    QVERIFY(score.notes.empty());
    QVERIFY(score.voices.empty());
    QCOMPARE(score.length, Tick{ 0 });
}

void TestMidiReader::corpora_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<int>("voices"); // of every file; 0: differs
    QTest::newRow("chorales") << "jsb-chorales/midi" << 4;
    QTest::newRow("fakes") << "js-fakes" << 4;
    QTest::newRow("pop") << "pop909" << 0;
    QTest::newRow("folk") << "nottingham" << 0;
    QTest::newRow("piano") << "giantmidi-piano" << 0;
}

// Real files, where they are: all are read, and none is empty or absurd.
void TestMidiReader::corpora()
{
    QFETCH(QString, folder);
    QFETCH(int, voices);
    const std::filesystem::path path =
        std::filesystem::path(KLANGRAUM_SOURCE_DIR "/../shared/data") / folder.toStdString();
    if (!std::filesystem::is_directory(path))
        QSKIP("the corpora are not there (shared/data beside the project)");
    int files = 0;
    for (const auto &entry : std::filesystem::recursive_directory_iterator(path)) {
        if (entry.path().extension() != ".mid")
            continue;
        const Score score = readMidi(entry.path());
        ++files;
        QVERIFY2(score.notes.size() > 10, entry.path().c_str());
        QVERIFY2(voices == 0 || static_cast<int>(score.voices.size()) == voices, entry.path().c_str());
        QVERIFY2(score.seconds() > 5.0 && score.seconds() < 3600.0, entry.path().c_str());
    }
    QVERIFY(files > 0);
}

QTEST_APPLESS_MAIN(TestMidiReader)
#include "test_midireader.moc"
