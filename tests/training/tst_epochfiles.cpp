// What is kept of every epoch: samples and latent maps, and the corpus's reference; written, read, damaged.
#include "training/latentfile.h"
#include "training/machine.h"
#include "training/samplefile.h"
#include "trainingtest.h"

#include <cmath>
#include <limits>
#include <random>
#include <set>

using namespace klangraum;
using namespace klangraum::test;
namespace fs = std::filesystem;

namespace {

Score piece(int notes, int seed)
{
    std::mt19937 random(static_cast<std::mt19937::result_type>(seed));
    Score score;
    score.title = "Piece " + std::to_string(seed);
    score.voices = { { "Soprano", 52, false }, { "Drums", 0, true } };
    score.tempi = { { 0, 92.5 } };
    for (int i = 0; i < notes; ++i)
        score.notes.push_back({ 120 * static_cast<Tick>(random() % 64), 120 * static_cast<Tick>(1 + random() % 8),
                                static_cast<int>(random() % 128), static_cast<int>(1 + random() % 127),
                                static_cast<int>(random() % 2) });
    score.length = 64 * 120 + 960;
    score.normalise();
    return score;
}

Corpus corpus(int pieces, int notes)
{
    Corpus corpus;
    corpus.name = "some";
    corpus.hash = "12ab";
    for (int i = 0; i < pieces; ++i)
        corpus.pieces.push_back({ "Title " + std::to_string(i), "",
                                  i % 5 == 4       ? Split::Test
                                      : i % 5 == 3 ? Split::Valid
                                                   : Split::Train,
                                  piece(notes, i) });
    return corpus;
}

} // namespace

class EpochFilesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void samplesAreSmallAndExact();
    void reference();
    void latent();
    void damaged();
    void machine();
};

void EpochFilesTest::samplesAreSmallAndExact()
{
    QTemporaryDir folder;
    const fs::path file = folder.filePath("epoch-0001.json").toStdString();
    std::vector<Score> scores;
    for (int i = 0; i < 64; ++i)
        scores.push_back(piece(80, i));
    writeSamples(file, 3, 9, scores);
    const auto read = readSamples(file);
    QCOMPARE(read.size(), scores.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        const Score back = read[i].withTicksPerQuarter(480);
        QCOMPARE(back.notes.size(), scores[i].notes.size());
        QVERIFY(back.notes == scores[i].notes);
        QCOMPARE(back.length, scores[i].length);
        QVERIFY(back.voices == scores[i].voices);
        QCOMPARE(back.tempi.front().quartersPerMinute, 92.5);
    }
    // 64 pieces of 80 notes, 200 epochs of them: below 20 MB.
    QVERIFY2(fs::file_size(file) < 100'000, std::to_string(fs::file_size(file)).c_str());
    Score odd; // nothing in it
    odd.normalise();
    writeSamples(file, 0, 0, { odd });
    QCOMPARE(readSamples(file).front().notes.size(), std::size_t(0));
}

void EpochFilesTest::reference()
{
    QTemporaryDir folder;
    const fs::path file = folder.filePath("reference.json").toStdString();
    writeReference(file, corpus(500, 30), 1);
    const auto pieces = readReference(file);
    QCOMPARE(pieces.size(), std::size_t(300));
    std::size_t valid = 0;
    std::set<std::int64_t> different;
    for (const ReferencePiece &each : pieces) {
        QVERIFY(each.piece % 5 != 4); // none of the test split
        QCOMPARE(each.split == Split::Valid, each.piece % 5 == 3);
        QCOMPARE(each.score.title, "Title " + std::to_string(each.piece));
        valid += each.split == Split::Valid;
        different.insert(each.piece);
    }
    QCOMPARE(different.size(), pieces.size());
    QVERIFY(valid > 50 && valid < 100);
    const std::string once = readText(file);
    writeReference(file, corpus(500, 30), 1);
    QCOMPARE(readText(file), once);
    writeReference(file, corpus(20, 90), 1, 300, 500);
    QCOMPARE(readReference(file).size(), std::size_t(5));
    writeReference(file, corpus(0, 0), 1);
    QVERIFY(readReference(file).empty());
}

void EpochFilesTest::latent()
{
    QTemporaryDir folder;
    const fs::path file = folder.filePath("epoch-0001.json").toStdString();
    LatentMap map;
    map.epoch = 12;
    map.step = 345;
    map.seed = ~std::uint64_t(0);
    map.components = true;
    map.mean = { 1, 2, 3 };
    map.basis = { { { 0, 0.6, 0.8 }, { 1, 0, 0 } } };
    map.variance = { 0.5, 0.25 };
    map.reach = 2.5;
    map.corpus = { { 0.123456, -1, 7, Split::Valid }, { std::nan(""), 0, -1, Split::Train } };
    map.samples = { { 1, 2 }, { std::nan(""), std::nan("") } };
    writeLatent(file, map);
    const LatentMap read = readLatent(file);
    QCOMPARE(read.epoch, map.epoch);
    QCOMPARE(read.step, map.step);
    QCOMPARE(read.seed, map.seed);
    QVERIFY(read.components);
    QVERIFY(read.mean == map.mean && read.basis == map.basis && read.variance == map.variance);
    QCOMPARE(read.corpus.size(), std::size_t(2));
    QVERIFY(std::abs(read.corpus[0].x - map.corpus[0].x) < 1e-4);
    QCOMPARE(read.corpus[0].piece, std::int64_t(7));
    QVERIFY(read.corpus[0].split == Split::Valid);
    QVERIFY(std::isnan(read.corpus[1].x));
    QCOMPARE(read.samples[0].y, 2.0);
    QVERIFY(std::isnan(read.samples[1].x));
    QCOMPARE(read.at(1, 2), (std::vector<double>{ 3, 2.6, 3.8 }));
}

// Files cut short and with bytes changed at random: read or refused, never anything else.
void EpochFilesTest::damaged()
{
    QTemporaryDir folder;
    const fs::path samples = folder.filePath("a.json").toStdString();
    const fs::path latentMap = folder.filePath("b.json").toStdString();
    LatentMap map;
    map.mean = { 1, 2 };
    map.basis = { { { 1, 0 }, { 0, 1 } } };
    map.corpus = { { 1, 2, 3, Split::Train } };
    map.samples = { { 1, 2 } };
    writeSamples(samples, 1, 1, { piece(5, 1) });
    writeLatent(latentMap, map);
    std::mt19937 random(8);
    for (const fs::path &file : { samples, latentMap }) {
        const std::string whole = readText(file);
        int refused = 0;
        for (int i = 0; i < 600; ++i) {
            std::string text = whole;
            if (i % 3 == 0)
                text.resize(random() % text.size());
            else
                text[random() % text.size()] = "0123456789-{}[],\"ex"[random() % 19];
            writeFileAtomically(file, text);
            refused += !errorOf([&] {
                            if (file == samples)
                                readSamples(file);
                            else
                                readLatent(file);
                        }).empty();
        }
        QVERIFY(refused > 200);
    }
    for (const char *note :
         { "[-5,1,60,80,0]", "[0,1,600,80,0]", "[0,1,60,80,99999999]", "[0,1,60,80]", "[1e9,1,60,80,0]" }) {
        writeFileAtomically(samples, std::string("{\"samples\":[{\"notes\":[") + note + "]}]}");
        QVERIFY2(!errorOf([&] { readSamples(samples); }).empty(), note);
    }
}

void EpochFilesTest::machine()
{
    QTemporaryDir folder;
    MachineMeter meter(folder.path().toStdString());
    const auto first = meter.measure();
    QVERIFY(!first.contains("system/cpu"));
    QVERIFY(first.at("system/memory").get<double>() > 1e5);
    QVERIFY(first.at("system/disk-free").get<double>() > 0);
    double waste = 0;
    for (int i = 0; i < 20'000'000; ++i)
        waste += std::sqrt(i);
    QVERIFY(waste > 0);
    const auto second = meter.measure();
    QVERIFY(second.at("system/cpu").get<double>() >= 0 && second.at("system/cpu").get<double>() <= 1);
    QVERIFY(second.at("system/process").get<double>() > 0);
    QVERIFY(!MachineMeter("/none").measure().contains("system/disk-free"));
}

QTEST_APPLESS_MAIN(EpochFilesTest)
#include "tst_epochfiles.moc"
