// MIDI reader against bad files: each gets one clear Error, and no file takes hours or gigabytes. A seeded mutation
// test changes good files thousands of times: either a valid score comes out or an Error.
#include "music/imageencoding.h"
#include "music/keysencoding.h"
#include "music/midifile.h"
#include "music/statistics.h"
#include "musictest.h"

#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace klangraum;
using namespace klangraum::test;

class TestMidiHostile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refused_data();
    void refused();
    void truncatedAnywhere();
    void filesThatAreNone();
    void tenMillionEvents();
    void tenMillionEventsWhereAllowed();
    void millionsOfTracks();
    void mutations();
};

static const Bytes oneNote = { 0, 0x90, 60, 80, 96, 60, 0 };

void TestMidiHostile::refused_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("reason");
    const auto row = [](const char *name, const Bytes &bytes, const char *reason) {
        QTest::newRow(name) << QByteArray(reinterpret_cast<const char *>(bytes.data()),
                                          static_cast<qsizetype>(bytes.size()))
                            << QString::fromLatin1(reason);
    };
    const auto events = [](const Bytes &bytes) { return header(0, 1, 96) + track(bytes); };
    row("empty", {}, "has 0 bytes");
    row("text", text("This is a shopping list, not a tune.\n"), "does not begin with MThd");
    row("division 0", header(0, 1, 0) + track(oneNote), "0 ticks a quarter");
    row("SMPTE without ticks", header(0, 1, 0xE700) + track(oneNote), "0 ticks a frame");
    row("SMPTE of 77 frames", header(0, 1, 0xB304) + track(oneNote), "77 frames");
    row("format 3", header(3, 1, 96) + track(oneNote), "format 3");
    row("short header", chunk("MThd", { 0, 0, 0, 1 }) + track(oneNote), "header has 4 bytes");
    row("header length 2^31", text("MThd") + number(1u << 31, 4) + Bytes(20, 0), "says it has 2147483648 bytes");
    row("track length 2^31", header(0, 1, 96) + text("MTrk") + number(1u << 31, 4) + oneNote,
        "says it has 2147483648 bytes");
    row("track length 2^32 - 1", header(0, 1, 96) + text("MTrk") + number(0xFFFFFFFF, 4) + oneNote, "7 are left");
    row("meta length 2^28 - 1", events({ 0, 0xFF, 0x01, 0xFF, 0xFF, 0xFF, 0x7F, 1 }), "says it has 268435455 bytes");
    row("sysex length", events({ 0, 0xF0, 0x7F, 1 }), "a sysex event says it has 127 bytes");
    row("endless variable length", events({ 0xFF, 0xFF, 0xFF, 0xFF, 0x7F }), "more than the four bytes");
    row("no tracks", header(1, 0, 96), "no tracks");
    row("tracks missing", header(1, 3, 96) + track(oneNote), "after 1 of 3 tracks");
    row("data before status", events({ 0, 60, 80 }), "without a status byte");
    row("data above 127", events({ 0, 0x90, 60, 0xC8 }), "the value 200");
    row("undefined status", events({ 0, 0xF4 }), "undefined status byte 244");
    row("tempo 0", events(meta(0x51, { 0, 0, 0 })), "tempo of 0");
    row("2^31 ticks",
        events(Bytes{ 0x87, 0xFF, 0xFF, 0x7F, 0xC0, 0 } +
               [] {
                   Bytes many;
                   for (int i = 0; i < 20; ++i)
                       many = many + Bytes{ 0xFF, 0xFF, 0xFF, 0x7F, 0xC0, 0 };
                   return many;
               }()),
        "longer than 2147483648 ticks");
    row("years of quarters", header(0, 1, 1) + track({ 0, 0x90, 60, 80, 0xFF, 0xFF, 0xFF, 0x7F, 60, 0 }), "quarters");
    row("days of seconds",
        header(0, 1, 96) +
            track(meta(0x51, { 0xFF, 0xFF, 0xFF }) + Bytes{ 0, 0x90, 60, 80, 0x83, 0xFF, 0xFF, 0x7F, 60, 0 }),
        "seconds");
}

void TestMidiHostile::refused()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, reason);
    const std::span bytes(reinterpret_cast<const std::uint8_t *>(file.constData()),
                          static_cast<std::size_t>(file.size()));
    const QString error = QString::fromStdString(errorOf([&] { (void)parseMidi(bytes, "bad.mid"); }));
    QVERIFY2(error.startsWith(QStringLiteral("bad.mid: ")), qPrintable(error));
    QVERIFY2(error.contains(reason), qPrintable(error));
    QVERIFY(!error.contains(QLatin1Char('\n')));
}

void TestMidiHostile::truncatedAnywhere()
{
    const Bytes whole = header(1, 2, 96) + track(meta(0x03, text("Tune"))) + track(oneNote);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const std::span cut(whole.data(), length);
        QVERIFY2(!errorOf([&] { (void)parseMidi(cut, "cut.mid"); }).empty(), qPrintable(QString::number(length)));
    }
    QVERIFY(errorOf([&] { (void)parseMidi(whole, "whole.mid"); }).empty());
}

void TestMidiHostile::filesThatAreNone()
{
    QTemporaryDir folder;
    const std::filesystem::path path = std::filesystem::path(folder.path().toStdString());
    QVERIFY(errorOf([&] { (void)readMidi(path); }).find("a folder") != std::string::npos);
    QVERIFY(errorOf([&] { (void)readMidi(path / "none.mid"); }).find("No such file") != std::string::npos);
    std::ofstream(path / "big.mid") << std::string(2000, 'x');
    MidiReadOptions options;
    options.maxFileBytes = 1000;
    QVERIFY(errorOf([&] { (void)readMidi(path / "big.mid", options); }).find("at most 1000") != std::string::npos);
}

// Note-ons with running status and nothing else: 30 MB, no note ever ends.
static Bytes manyEvents(std::size_t count)
{
    Bytes events = { 0, 0x90, 60, 80 };
    events.reserve(3 * count + 8);
    for (std::size_t i = 1; i < count; ++i)
        events.insert(events.end(), { 0, static_cast<std::uint8_t>(i % 128), 80 });
    return header(0, 1, 96) + track(events);
}

void TestMidiHostile::tenMillionEvents()
{
    const std::string error = errorOf([] { (void)parseMidi(manyEvents(10'000'000), "many.mid"); });
    QVERIFY(error.find("more than 2000000 events") != std::string::npos);
}

void TestMidiHostile::tenMillionEventsWhereAllowed()
{
    MidiReadOptions options;
    options.maxEvents = 20'000'000;
    options.sustainPedal = true;
    QCOMPARE(parseMidi(manyEvents(10'000'000), "many.mid", options).notes.size(), std::size_t{ 10'000'000 });
}

void TestMidiHostile::millionsOfTracks()
{
    Bytes file = header(1, 0xFFFF, 96);
    const Bytes empty = chunk("MTrk", {});
    for (int i = 0; i < 2'100'000; ++i)
        file.insert(file.end(), empty.begin(), empty.end());
    QVERIFY(errorOf([&] { (void)parseMidi(file, "tracks.mid"); }).find("more than 2000000 tracks") !=
            std::string::npos);
}

static bool isValid(const Score &score)
{
    Score again = score;
    again.normalise();
    if (!(again == score) || score.ticksPerQuarter < 1)
        return false;
    for (const Note &note : score.notes)
        if (note.duration < 1 || note.end() > score.length ||
            static_cast<std::size_t>(note.voice) >= score.voices.size())
            return false;
    return true;
}

static Bytes mutated(Bytes bytes, std::mt19937 &random)
{
    static constexpr std::uint8_t edges[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF, 0xF0, 0xF7, 0x2F, 0x51, 0x90 };
    for (unsigned changes = 1 + random() % 4; changes > 0 && !bytes.empty(); --changes) {
        const auto at = static_cast<std::ptrdiff_t>(random() % bytes.size());
        const auto length =
            std::min<std::ptrdiff_t>(1 + static_cast<std::ptrdiff_t>(random() % 16), std::ssize(bytes) - at);
        switch (random() % 6) {
        case 0:
            bytes[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(random());
            break;
        case 1:
            bytes[static_cast<std::size_t>(at)] = edges[random() % std::size(edges)];
            break;
        case 2:
            bytes[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1u << (random() % 8));
            break;
        case 3:
            bytes.erase(bytes.begin() + at, bytes.begin() + at + length);
            break;
        case 4: {
            const Bytes part(bytes.begin() + at, bytes.begin() + at + length);
            bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(random() % bytes.size()), part.begin(),
                         part.end());
            break;
        }
        default:
            if (random() % 8 == 0)
                bytes.resize(static_cast<std::size_t>(at));
        }
    }
    return bytes;
}

void TestMidiHostile::mutations()
{
    std::vector<Bytes> seeds = {
        header(0, 1, 96) + track(oneNote),
        header(2, 2, 96) + track(meta(0x51, { 0x0F, 0x42, 0x40 }) + oneNote) +
            track(meta(0x58, { 3, 2, 24, 8 }) + oneNote),
        header(0, 1, 0xE728) +
            track(Bytes{ 0, 0xB0, 64, 127, 0, 0xF0, 3, 1, 2, 0xF7 } + oneNote +
                  Bytes{ 0, 0xB0, 64, 0, 9, 0xB0, 123, 0 }),
    };
    for (std::uint32_t seed = 0; seed < 20; ++seed)
        seeds.push_back(formatMidi(randomScore(seed)));
    std::mt19937 random(20261121);
    int read = 0;
    int refused = 0;
    for (int round = 0; round < 20'000; ++round) {
        const Bytes file = mutated(seeds[random() % seeds.size()], random);
        MidiReadOptions options;
        options.sustainPedal = random() % 2 == 0;
        Score score;
        const std::string error = errorOf([&] { score = parseMidi(file, "mutated.mid", options); });
        if (!error.empty()) {
            QVERIFY2(error.rfind("mutated.mid: not a usable MIDI file: ", 0) == 0, error.c_str());
            ++refused;
            continue;
        }
        ++read;
        QVERIFY2(isValid(score), qPrintable(QString::number(round)));
        // What was read can be used: encodings and statistics take it or say why not.
        if (score.length / score.ticksPerQuarter < 2000 && score.seconds() < 1000.0) {
            (void)encodeImages(score);
            (void)encodeKeys(score);
            (void)statisticsOf(score);
        }
    }
    QVERIFY(read > 1000);
    QVERIFY(refused > 1000);
}

QTEST_APPLESS_MAIN(TestMidiHostile)
#include "test_midihostile.moc"
