// TensorBoard's event files, read back by a program that knows only TensorFlow's formats.
#include "training/rollpicture.h"
#include "training/tensorboard.h"
#include "trainingtest.h"

#include <csignal>
#include <limits>

#include <sys/resource.h>

using namespace klangraum;
using namespace klangraum::test;
using nlohmann::json;

namespace {

json eventsOf(const std::filesystem::path &file)
{
    const QString script = QString(KLANGRAUM_SOURCE_DIR) + "/tests/training/read_tfevents.py";
    return json::parse(python({ script, QString::fromStdString(file.string()) }), nullptr, false);
}

Score roll(int voices)
{
    Score score;
    for (int i = 0; i < voices; ++i) {
        score.voices.push_back({ "V", 0, false });
        score.notes.push_back({ 480 * i, 480, 60 + 5 * i, 80, i });
    }
    score.length = 1920;
    score.normalise();
    return score;
}

} // namespace

class TensorBoardTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void checksums();
    void records();
    void fullDiskLeavesWholeRecords();
    void pictures();
};

// RFC 3720, appendix B.4, and the check value of CRC-32C.
void TensorBoardTest::checksums()
{
    QCOMPARE(crc32c("123456789"), 0xe3069283U);
    QCOMPARE(crc32c(std::string(32, '\0')), 0x8a9136aaU);
    QCOMPARE(crc32c(std::string(32, '\xff')), 0x62a8ab43U);
    QCOMPARE(maskedCrc("123456789"), ((0xe3069283U >> 15) | (0xe3069283U << 17)) + 0xa282ead8U);
}

void TensorBoardTest::records()
{
    QTemporaryDir folder;
    const std::filesystem::path run = folder.path().toStdString();
    TensorBoardLog log(run, 41);
    log.scalars({ { "type", "step" },
                  { "step", 42 },
                  { "epoch", 3 },
                  { "time", 1234.5 },
                  { "train/loss", 0.25 },
                  { "elapsed", 7.0 },
                  { "gradient-norm", "NaN" } });
    log.scalars({ { "type", "epoch" },
                  { "step", 50 },
                  { "epoch", 4 },
                  { "train/loss", 0.5 },
                  { "validation/accuracy/real", 0.75 },
                  { "best", true } });
    log.scalars({ { "type", "system" }, { "step", 51 }, { "system/memory", 1e9 } });
    log.scalars({ { "type", "notice" }, { "text", "nothing to draw" } });
    log.picture("samples", 50, rollPicture({ roll(4), roll(1) }));
    std::string wav = "RIFF....WAVEfmt ....";
    const auto add = [&wav](std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i)
            wav += static_cast<char>(value >> (8 * i));
    };
    add(1, 2), add(2, 2), add(48'000, 4), add(192'000, 4), add(4, 2), add(16, 2);
    wav += "data....";
    wav += std::string(400, '\1');
    log.sound("sample", 50, wav);
    QVERIFY(!errorOf([&] { log.sound("sample", 50, "no sound"); }).empty());

    const TensorBoardLog second(run); // another process in the same second
    QVERIFY(second.path() != log.path());
    const std::string name = log.path().filename().string();
    QVERIFY(name.starts_with("events.out.tfevents."));
    const json events = eventsOf(log.path());
    QVERIFY(events.is_array());
    QCOMPARE(events.size(), std::size_t(7));
    QCOMPARE(events[0]["version"].get<std::string>(), std::string("brain.Event:2"));
    QCOMPARE(events[1]["session"], json({ { "1", 1 } })); // status START: later steps of before are dropped
    QCOMPARE(events[1]["step"], json(42));
    QCOMPARE(events[2]["time"], json(1234.5));
    QCOMPARE(events[2]["step"], json(42));
    const json step = { { { "tag", "gradient-norm" }, { "value", "nan" } },
                        { { "tag", "train/loss" }, { "value", "0.25" } } };
    QCOMPARE(events[2]["values"], step);
    const json epoch = { { { "tag", "epoch/epoch" }, { "value", "4.0" } },
                         { { "tag", "epoch/train/loss" }, { "value", "0.5" } },
                         { { "tag", "validation/accuracy/real" }, { "value", "0.75" } } };
    QCOMPARE(events[3]["values"], epoch);
    QCOMPARE(events[4]["values"][0]["tag"].get<std::string>(), std::string("system/memory"));
    QCOMPARE(events[5]["values"][0]["image"][0].get<int>(), 322);
    QCOMPARE(events[6]["values"][0]["audio"], json({ 48'000.0, 2, 100, "audio/wav" }));
}

void TensorBoardTest::fullDiskLeavesWholeRecords()
{
    QTemporaryDir folder;
    TensorBoardLog log(folder.path().toStdString());
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{ 300, before.rlim_max };
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    int written = 0;
    bool full = false;
    for (int i = 0; i < 100 && !full; ++i) {
        try {
            log.scalars({ { "type", "step" }, { "step", i }, { "train/loss", 1.0 / i } });
            ++written;
        } catch (const DiskFull &) {
            full = true;
        }
    }
    ::setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(full);
    log.scalars({ { "type", "step" }, { "step", 1000 }, { "train/loss", 1.0 } });
    QCOMPARE(eventsOf(log.path()).size(), static_cast<std::size_t>(written + 2));
}

void TensorBoardTest::pictures()
{
    const Picture one = rollPicture({ roll(4) });
    QTemporaryDir folder;
    const QString file = folder.filePath("roll.png");
    writeFileAtomically(file.toStdString(), one.png);
    // Undoes filters 0 to 4 (PNG specification, section 9) and counts what is brighter than the lines between.
    const char *decode = R"(
import struct, sys, zlib
d = open(sys.argv[1], "rb").read()
at, body = 8, b""
while at < len(d):
    n, = struct.unpack(">I", d[at:at + 4])
    assert zlib.crc32(d[at + 4:at + 8 + n]) == struct.unpack(">I", d[at + 8 + n:at + 12 + n])[0]
    if d[at + 4:at + 8] == b"IHDR":
        w, h, depth, colour = struct.unpack(">IIBB", d[at + 8:at + 18])
    if d[at + 4:at + 8] == b"IDAT":
        body += d[at + 8:at + 8 + n]
    at += 12 + n
raw, before, bright = zlib.decompress(body), [0] * w, 0
for y in range(h):
    kind, line, row = raw[y * (w + 1)], raw[y * (w + 1) + 1:(y + 1) * (w + 1)], []
    for x in range(w):
        a, b, c = row[x - 1] if x else 0, before[x], before[x - 1] if x else 0
        p = a + b - c
        paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        row.append((line[x] + (0, a, b, (a + b) // 2, paeth)[kind]) % 256)
    before, bright = row, bright + sum(v > 100 for v in row)
print(w, h, depth, colour, bright)
)";
    const std::string expected =
        std::to_string(one.width) + " " + std::to_string(one.height) + " 8 0 " + std::to_string(4 * 39 * 2) + "\n";
    QCOMPARE(python({ "-c", decode, file }), expected); // four notes of a quarter of the width, less their gap
    QVERIFY(!errorOf([] { rollPicture({}); }).empty());
    Score empty;
    empty.normalise();
    QVERIFY(!rollPicture({ empty }).png.empty());
    Score wide = roll(3);
    wide.notes.push_back({ -100, 1'000'000, 127, 1, 2 });
    wide.notes.push_back({ 1919, 1, 0, 1, 0 });
    QVERIFY(!rollPicture(std::vector<Score>(40, wide)).png.empty());
}

QTEST_APPLESS_MAIN(TensorBoardTest)
#include "tst_tensorboard.moc"
