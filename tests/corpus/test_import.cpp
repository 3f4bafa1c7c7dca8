// Import on folders made here (good, bad and doubled files) and on the real data where it is.
#include "corpus/augmentation.h"
#include "corpus/composer.h"
#include "corpus/import.h"
#include "corpus/musichash.h"
#include "corpus/random.h"
#include "corpus/splits.h"
#include "music/error.h"
#include "music/midifile.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>
#include <set>

using namespace klangraum;
namespace fs = std::filesystem;

namespace {

void writeText(const fs::path &file, const std::string &text)
{
    std::ofstream(file, std::ios::binary) << text;
}

std::map<std::string, std::string> reasonsOf(const Corpus &corpus)
{
    std::map<std::string, std::string> reasons;
    for (const Refusal &refusal : corpus.refused)
        reasons[refusal.file] = refusal.reason;
    return reasons;
}

// `count` different pieces named 000.mid, 001.mid, ...
void writePieces(const fs::path &folder, int count, std::uint64_t seed = 5)
{
    fs::create_directories(folder);
    const Corpus composed = composeCorpus("tunes", seed, count);
    for (std::size_t i = 0; i < composed.pieces.size(); ++i) {
        const std::string number = std::to_string(1000 + i).substr(1);
        writeMidi(composed.pieces[i].score, folder / (number + ".mid"));
    }
}

std::map<std::string, Split> splitsByMusic(const Corpus &corpus)
{
    std::map<std::string, Split> splits;
    for (const CorpusPiece &piece : corpus.pieces)
        splits[musicHash(piece.score)] = piece.split;
    return splits;
}

} // namespace

class TestImport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void badFilesAreNamedAndPassed()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        writePieces(folder / "good", 3);
        fs::create_directories(folder / "bad");
        writeText(folder / "bad/text.mid", "This is no music at all.\n");
        writeText(folder / "bad/empty.mid", "");
        std::ifstream good(folder / "good/000.mid", std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(good)), {});
        writeText(folder / "bad/truncated.mid", bytes.substr(0, bytes.size() / 2));
        writeText(folder / "bad/copy.MID", bytes);
        Score silent;
        silent.voices = { { "a" } };
        silent.normalise();
        writeMidi(silent, folder / "bad/silent.midi");
        writeText(folder / "bad/notes.txt", "not music and not named so");
        writeText(folder / "bad/song.wav", "RIFF");
        fs::create_directory(folder / "bad/folder.mid");
        fs::create_directory_symlink(folder, folder / "bad/loop");
        fs::create_symlink(folder / "nowhere.mid", folder / "bad/dangling.mid");

        const Corpus corpus = importMusic({ folder });
        QCOMPARE(corpus.pieces.size(), std::size_t{ 3 });
        const auto reasons = reasonsOf(corpus);
        QCOMPARE(reasons.size(), std::size_t{ 6 + 1 });
        for (const char *file : { "bad/text.mid", "bad/empty.mid", "bad/truncated.mid", "bad/silent.midi",
                                  "bad/song.wav", "bad/dangling.mid" })
            QVERIFY2(reasons.count(file) == 1 && reasons.at(file).size() > 5, file);
        // Sorted order: the copy in bad/ comes first, the one in good/ is the duplicate.
        QCOMPARE(reasons.at("good/000.mid"), std::string("duplicate of bad/copy.MID"));
        // The reason does not repeat the path.
        for (const auto &[file, reason] : reasons)
            QVERIFY2(reason.find(folder.string()) == std::string::npos, reason.c_str());
    }

    void duplicatesAreOfTheMusic()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        writePieces(folder, 2);
        Score renamed = readMidi(folder / "001.mid");
        renamed.title = "Another title";
        renamed.voices[0].name = "Fiddle";
        for (Note &note : renamed.notes)
            note.velocity = 33;
        writeMidi(renamed.withTicksPerQuarter(960), folder / "renamed.mid");
        Score other = readMidi(folder / "001.mid");
        other.notes[5].pitch += 1;
        writeMidi(other, folder / "variant.mid");
        const Corpus corpus = importMusic({ folder });
        QCOMPARE(corpus.pieces.size(), std::size_t{ 3 });
        QCOMPARE(reasonsOf(corpus).at("renamed.mid"), std::string("duplicate of 001.mid"));
    }

    void nothingToRead()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder }), Error);
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder / "missing" }), Error);
        QVERIFY_EXCEPTION_THROWN(importMusic({}), Error);
        writeText(folder / "a.mid", "text");
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder }), Error);
        writeText(folder / "b.txt", "text");
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder / "b.txt" }), Error);
    }

    void splitIsByPieceAndSeed()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        writePieces(folder / "a", 40);
        ImportOptions options;
        options.shares = { 50, 25, 25 };
        options.seed = 9;
        const Corpus corpus = importMusic({ folder / "a" }, options);
        QCOMPARE(corpus.split(Split::Train).size(), std::size_t{ 20 });
        QCOMPARE(corpus.split(Split::Valid).size(), std::size_t{ 10 });
        QCOMPARE(corpus.split(Split::Test).size(), std::size_t{ 10 });
        // Stable: the same hash again, on one thread and on four.
        options.threads = 1;
        QCOMPARE(importMusic({ folder / "a" }, options).hash, corpus.hash);
        options.threads = 4;
        QCOMPARE(importMusic({ folder / "a" }, options).hash, corpus.hash);
        // The same music under other names keeps its splits.
        fs::create_directories(folder / "b");
        int number = 0;
        for (const auto &entry : fs::directory_iterator(folder / "a"))
            fs::copy(entry.path(), folder / "b" / ("z" + std::to_string(number++) + ".mid"));
        QVERIFY(splitsByMusic(importMusic({ folder / "b" }, options)) == splitsByMusic(corpus));
        options.seed = 10;
        const Corpus other = importMusic({ folder / "a" }, options);
        QVERIFY(splitsByMusic(other) != splitsByMusic(corpus));
        QVERIFY(other.hash != corpus.hash);
    }

    // A transposed copy is no exact duplicate, but it must not stand in another split than its original.
    void transposedCopiesStayTogether()
    {
        Random random(21);
        for (int round = 0; round < 20; ++round) {
            const Corpus composed = composeCorpus("tunes", 100 + static_cast<std::uint64_t>(round), 12);
            std::vector<CorpusPiece> pieces = composed.pieces;
            for (const CorpusPiece &piece : composed.pieces) {
                pieces.push_back(piece);
                pieces.back().score = piece.score.transposed(random.between(-5, -1));
            }
            splitByPiece(pieces, { 60, 20, 20 }, static_cast<std::uint64_t>(round));
            std::set<Split> used;
            for (std::size_t i = 0; i < 12; ++i) {
                QVERIFY(pieces[i].split == pieces[i + 12].split);
                used.insert(pieces[i].split);
            }
            QCOMPARE(used.size(), std::size_t{ 3 });
        }
    }

    void smallCorporaTrain()
    {
        for (int count = 1; count <= 5; ++count) {
            std::vector<CorpusPiece> pieces = composeCorpus("tunes", 1, count).pieces;
            splitByPiece(pieces, { 80, 10, 10 }, 1);
            std::map<Split, int> have;
            for (const CorpusPiece &piece : pieces)
                ++have[piece.split];
            QVERIFY(have[Split::Train] >= 1);
            QCOMPARE(have[Split::Valid], count >= 2 ? 1 : 0);
            QCOMPARE(have[Split::Test], count >= 3 ? 1 : 0);
        }
        std::vector<CorpusPiece> pieces = composeCorpus("tunes", 1, 10).pieces;
        splitByPiece(pieces, { 1, 0, 0 }, 1);
        for (const CorpusPiece &piece : pieces)
            QVERIFY(piece.split == Split::Train);
        QVERIFY_EXCEPTION_THROWN(splitByPiece(pieces, { 0, 0, 0 }, 1), Error);
        QVERIFY_EXCEPTION_THROWN(splitByPiece(pieces, { 80, -10, 10 }, 1), Error);
    }

    void splitByFolders()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        writePieces(folder / "music/train", 3, 1);
        writePieces(folder / "music/Valid/deep", 2, 2);
        writePieces(folder / "music/test", 2, 3);
        writePieces(folder / "more", 1, 4);
        ImportOptions options;
        options.splitMode = SplitMode::ByFolder;
        const Corpus corpus = importMusic({ folder / "music", folder / "more" }, options);
        QCOMPARE(corpus.split(Split::Train).size(), std::size_t{ 4 });
        QCOMPARE(corpus.split(Split::Valid).size(), std::size_t{ 2 });
        QCOMPARE(corpus.split(Split::Test).size(), std::size_t{ 2 });
        QCOMPARE(importMusic({ folder / "music/test" }, options).split(Split::Test).size(), std::size_t{ 2 });
        QCOMPARE(importMusic({ folder / "music/test/" }, options).split(Split::Test).size(), std::size_t{ 2 });
    }

    void optionsAreParsed()
    {
        ImportOptions options;
        parseSplit("70,20,10", options);
        QCOMPARE(options.shares[1], 20.0);
        parseSplit("folders", options);
        QVERIFY(options.splitMode == SplitMode::ByFolder);
        for (const char *bad : { "", "80", "80,10", "80,10,10,5", "a,b,c", "-1,1,1", "0,0,0", "80,10,10x", "nan,1,1" })
            QVERIFY_EXCEPTION_THROWN(parseSplit(bad, options), Error);
        parseTranspose("-5..6", options);
        QCOMPARE(options.transposeLow, -5);
        QCOMPARE(options.transposeHigh, 6);
        parseTranspose("0..+11", options);
        QCOMPARE(options.transposeHigh, 11);
        for (const char *bad : { "", "3", "5..-5", "-99..0", "a..b", "1..2x" })
            QVERIFY_EXCEPTION_THROWN(parseTranspose(bad, options), Error);
    }

    void onlyTrainingIsTransposed()
    {
        Corpus corpus;
        corpus.transposeLow = -2;
        corpus.transposeHigh = 1;
        QVERIFY(transpositionsOf(corpus, Split::Train) == (std::vector<int>{ -2, -1, 0, 1 }));
        QVERIFY(transpositionsOf(corpus, Split::Valid) == std::vector<int>{ 0 });
        QVERIFY(transpositionsOf(corpus, Split::Test) == std::vector<int>{ 0 });
        corpus.transposeLow = 2;
        corpus.transposeHigh = 3;
        QVERIFY(transpositionsOf(corpus, Split::Train) == (std::vector<int>{ 0, 2, 3 }));
    }

    void progressAndCancelling()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        writePieces(folder, 12);
        std::size_t calls = 0;
        std::set<std::string> files;
        importMusic({ folder }, {}, [&](const ImportProgress &progress) {
            ++calls;
            files.insert(progress.file);
            return progress.done == calls && progress.total == 12;
        });
        QCOMPARE(calls, std::size_t{ 12 });
        QCOMPARE(files.size(), std::size_t{ 12 });
        QVERIFY_EXCEPTION_THROWN(
            importMusic({ folder }, {}, [](const ImportProgress &progress) { return progress.done < 3; }), Error);
        QVERIFY_EXCEPTION_THROWN(
            importMusic({ folder }, {}, [](const ImportProgress &) -> bool { throw std::runtime_error("x"); }),
            std::runtime_error);
    }

    void boundsAreKept()
    {
        QTemporaryDir temporary;
        const fs::path folder = temporary.path().toStdString();
        writePieces(folder, 3);
        ImportOptions options;
        options.mostNotes = 100;
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder }, options), Error);
        options = {};
        options.largestFile = 64;
        QVERIFY_EXCEPTION_THROWN(importMusic({ folder }, options), Error);
    }

    void realData_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("byFolder");
        QTest::addColumn<int>("files");
        QTest::addColumn<int>("train");
        QTest::addColumn<int>("valid");
        QTest::newRow("jsb-chorales") << "jsb-chorales/midi" << true << 305 << 229 << 76;
        QTest::newRow("js-fakes") << "js-fakes" << false << 400 << 320 << 40;
        QTest::newRow("nottingham") << "nottingham" << false << 905 << -1 << -1;
        QTest::newRow("pop909") << "pop909" << false << 700 << 560 << 70;
        QTest::newRow("giantmidi-piano") << "giantmidi-piano" << false << 52 << 42 << 5;
    }
    void realData()
    {
        QFETCH(QString, folder);
        QFETCH(bool, byFolder);
        QFETCH(int, files);
        QFETCH(int, train);
        QFETCH(int, valid);
        const fs::path source = std::string(KLANGRAUM_SOURCE_DIR "/../shared/data/") + folder.toStdString();
        if (!fs::exists(source))
            QSKIP("the shared data folder is not there");
        ImportOptions options;
        options.splitMode = byFolder ? SplitMode::ByFolder : SplitMode::ByPiece;
        const Corpus corpus = importMusic({ source }, options);
        QCOMPARE(static_cast<int>(corpus.pieces.size() + corpus.refused.size()), files);
        QVERIFY2(static_cast<int>(corpus.refused.size()) <= files / 100, "more than one file in a hundred refused");
        for (const Refusal &refusal : corpus.refused)
            qInfo("refused %s: %s", refusal.file.c_str(), refusal.reason.c_str());
        if (train >= 0) {
            QCOMPARE(static_cast<int>(corpus.split(Split::Train).size()), train);
            QCOMPARE(static_cast<int>(corpus.split(Split::Valid).size()), valid);
        }
    }
};

QTEST_APPLESS_MAIN(TestImport)
#include "test_import.moc"
