// The corpus file: nothing is lost, nothing damaged is taken, nothing good is overwritten by a failure.
#include "corpus/composer.h"
#include "corpus/corpus.h"
#include "corpus/corpusfile.h"
#include "corpus/describe.h"
#include "corpus/random.h"
#include "music/error.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace klangraum;

namespace {

Corpus sample()
{
    Corpus corpus = composeCorpus("embedded", 3, 6);
    corpus.refused = { { "bad.mid", "a text file" } };
    corpus.transposeLow = -3;
    corpus.transposeHigh = 4;
    corpus.pieces[1].split = Split::Test;
    corpus.pieces[2].score.metres = { { 0, 3, 4 }, { 1440, 6, 8 } };
    corpus.pieces[2].score.tempi.push_back({ 960, 61.5 });
    return corpus;
}

QByteArray contentOf(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace

class TestCorpusFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saveAndLoad()
    {
        QTemporaryDir folder;
        Corpus corpus = sample();
        const std::filesystem::path file = folder.filePath("a.corpus").toStdString();
        corpus.save(file);
        const Corpus back = Corpus::load(file);
        QCOMPARE(back.hash, corpus.hash);
        QVERIFY(back.hash.size() == 32);
        QCOMPARE(back.name, corpus.name);
        QCOMPARE(back.source, corpus.source);
        QCOMPARE(back.licence, corpus.licence);
        QCOMPARE(back.seed, corpus.seed);
        QCOMPARE(back.transposeLow, -3);
        QCOMPARE(back.transposeHigh, 4);
        QCOMPARE(back.pieces.size(), corpus.pieces.size());
        for (std::size_t i = 0; i < back.pieces.size(); ++i) {
            QCOMPARE(back.pieces[i].title, corpus.pieces[i].title);
            QCOMPARE(back.pieces[i].file, corpus.pieces[i].file);
            QVERIFY(back.pieces[i].split == corpus.pieces[i].split);
            QVERIFY(back.pieces[i].score == corpus.pieces[i].score);
        }
        QCOMPARE(back.refused.size(), std::size_t{ 1 });
        QCOMPARE(back.refused[0].reason, std::string("a text file"));
    }

    void hashIsOfTheMusic()
    {
        Corpus corpus = sample();
        const std::string hash = corpusContentHash(corpus);
        corpus.name = "another name";
        corpus.refused.clear();
        QCOMPARE(corpusContentHash(corpus), hash);
        corpus.pieces[0].score.notes[0].pitch += 1;
        QVERIFY(corpusContentHash(corpus) != hash);
        corpus.pieces[0].score.notes[0].pitch -= 1;
        corpus.pieces[0].split = corpus.pieces[0].split == Split::Train ? Split::Valid : Split::Train;
        QVERIFY(corpusContentHash(corpus) != hash);
    }

    void everyTruncationIsRefused()
    {
        const std::string bytes = corpusToBytes(sample());
        for (std::size_t length = 0; length < bytes.size(); length += length < 80 ? 1 : 997)
            QVERIFY_EXCEPTION_THROWN(corpusFromBytes(std::string_view(bytes).substr(0, length), "x"), Error);
        QVERIFY_EXCEPTION_THROWN(corpusFromBytes(bytes + "x", "x"), Error);
    }

    void anotherVersionIsNamed()
    {
        std::string bytes = corpusToBytes(sample());
        bytes[8] = 9;
        try {
            corpusFromBytes(bytes, "my.corpus");
            QFAIL("a corpus of version 9 was taken");
        } catch (const Error &error) {
            const std::string message = error.what();
            QVERIFY2(message.find("my.corpus") != std::string::npos, message.c_str());
            QVERIFY2(message.find("version 9, expected 1") != std::string::npos, message.c_str());
        }
    }

    // Any change of any byte is seen.
    void mutationsAreRefused()
    {
        const std::string bytes = corpusToBytes(sample());
        Random random(11);
        for (int i = 0; i < 4000; ++i) {
            std::string damaged = bytes;
            const int changes = random.between(1, 4);
            for (int c = 0; c < changes; ++c) {
                const auto at = static_cast<std::size_t>(random.between(0, static_cast<int>(bytes.size()) - 1));
                damaged[at] = static_cast<char>(damaged[at] ^ static_cast<char>(random.between(1, 255)));
            }
            if (damaged == bytes)
                continue;
            QVERIFY_EXCEPTION_THROWN(corpusFromBytes(damaged, "x"), Error);
        }
    }

    // A damaged content under a hash that fits: read to the end or refused, never a crash, never a broken score.
    void hostileContentWithAFittingHash()
    {
        Random random(12);
        const std::string bytes = corpusToBytes(sample());
        int taken = 0;
        for (int i = 0; i < 3000; ++i) {
            std::string damaged = bytes;
            for (int c = random.between(1, 3); c > 0; --c) {
                const auto at = static_cast<std::size_t>(
                    random.between(60, random.chance(0.5) ? 400 : static_cast<int>(bytes.size()) - 1));
                damaged[at] = static_cast<char>(random.between(0, 255));
            }
            corpusFixHashes(damaged);
            try {
                const Corpus corpus = corpusFromBytes(damaged, "x");
                ++taken;
                for (const CorpusPiece &piece : corpus.pieces) {
                    for (const Note &note : piece.score.notes) {
                        QVERIFY(note.pitch >= 0 && note.pitch <= 127 && note.duration >= 1 && note.start >= 0);
                        QVERIFY(static_cast<std::size_t>(note.voice) < piece.score.voices.size());
                    }
                }
            } catch (const Error &) {
            }
        }
        QVERIFY(taken > 0);
    }

    void aFailedSaveLeavesTheOldFile()
    {
        QTemporaryDir folder;
        Corpus corpus = sample();
        QVERIFY_EXCEPTION_THROWN(corpus.save(folder.filePath("missing/a.corpus").toStdString()), Error);
        const QString file = folder.filePath("a.corpus");
        corpus.save(file.toStdString());
        const QByteArray before = contentOf(file);
        QVERIFY(!before.isEmpty());
        Corpus other = composeCorpus("tunes", 4, 3);
        other.save(file.toStdString());
        QVERIFY(contentOf(file) != before);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void filesThatAreNoCorpus()
    {
        QTemporaryDir folder;
        QVERIFY_EXCEPTION_THROWN(Corpus::load(folder.filePath("none").toStdString()), Error);
        QVERIFY_EXCEPTION_THROWN(Corpus::load(folder.path().toStdString()), Error);
        QFile text(folder.filePath("text"));
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("KLGCOR but not quite");
        text.close();
        QVERIFY_EXCEPTION_THROWN(Corpus::load(folder.filePath("text").toStdString()), Error);
    }

    void description()
    {
        Corpus corpus;
        Score score;
        score.ticksPerQuarter = 10;
        score.voices = { { "a" } };
        score.tempi = { { 0, 60 } };
        score.notes = { { 0, 10, 50, 80, 0 }, { 10, 10, 62, 80, 0 } };
        score.length = 20; // two quarters, two seconds
        corpus.pieces = { { "t", "t.mid", Split::Train, score }, { "", "v.mid", Split::Valid, score } };
        corpus.pieces[1].score.notes[0].pitch = 70;
        corpus.refused = { { "x.mid", "why" } };
        const nlohmann::json json = describeCorpus(corpus);
        QCOMPARE(json["pieces"].get<int>(), 2);
        QCOMPARE(json["notes"].get<int>(), 4);
        QCOMPARE(json["quarters"].get<double>(), 4.0);
        QVERIFY(std::abs(json["hours"].get<double>() - 4.0 / 3600.0) < 1e-12);
        QCOMPARE(json["range"]["lowest"].get<int>(), 50);
        QCOMPARE(json["range"]["highest"].get<int>(), 70);
        QCOMPARE(json["splits"]["valid"]["pieces"].get<int>(), 1);
        QCOMPARE(json["splits"]["test"]["notes"].get<int>(), 0);
        QCOMPARE(json["refused"][0]["file"].get<std::string>(), std::string("x.mid"));
        QCOMPARE(json["refused"][0]["reason"].get<std::string>(), std::string("why"));
        QCOMPARE(corpus.label(corpus.pieces[0]), std::string("t"));
        QCOMPARE(corpus.label(corpus.pieces[1]), std::string("2"));
        QVERIFY(describeCorpus(Corpus{})["range"].is_null());
    }
};

QTEST_APPLESS_MAIN(TestCorpusFile)
#include "test_corpusfile.moc"
