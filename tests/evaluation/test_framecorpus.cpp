// Files of frames as corpora: what is one note, which pieces are taken, what is refused.
#include "evaluation/framecorpus.h"
#include "evaluation/framefile.h"
#include "music/error.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace klangraum;

class FrameCorpusTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    std::filesystem::path write(const QByteArray &text)
    {
        QFile file(m_folder.filePath(QStringLiteral("frames.json")));
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write the file of the test");
        return file.fileName().toStdString();
    }

    QString refusal(const QByteArray &text, double frame = 1)
    {
        try {
            importFrames(write(text), frame, {});
        } catch (const Error &error) {
            return QString::fromUtf8(error.what());
        }
        return {};
    }

private Q_SLOTS:
    void pitchesThatStayAreOneNote()
    {
        ImportOptions options;
        options.shares = { 1, 0, 0 };
        const Corpus corpus = importFrames(write(R"({"train": [[[60, 64], [60, 65], [], [60]]]})"), 0.5, options);
        QCOMPARE(corpus.pieces.size(), std::size_t(1));
        const Score &score = corpus.pieces[0].score;
        QCOMPARE(score.ticksPerQuarter, 480);
        QCOMPARE(score.length, Tick(4 * 240));
        QCOMPARE(score.notes.size(), std::size_t(4));
        QCOMPARE(score.notes[0].pitch, 60);
        QCOMPARE(score.notes[0].duration, Tick(480));
        QCOMPARE(score.notes[2].pitch, 65);
        QCOMPARE(score.notes[2].start, Tick(240));
        QCOMPARE(score.notes[3].start, Tick(720)); // struck again after the silence
        QCOMPARE(corpus.name, std::string("frames"));
    }

    void voicesStayApart()
    {
        ImportOptions options;
        options.shares = { 1, 0, 0 };
        const Corpus corpus = importFrames(write(R"({"train": [[[67, 60], [60, 60], [60, -1]]]})"), 0.25, options);
        const Score &score = corpus.pieces.at(0).score;
        QCOMPARE(score.voices.size(), std::size_t(2));
        QCOMPARE(score.notes.size(), std::size_t(3));
        for (const Note &note : score.notes)
            if (note.pitch == 60)
                QCOMPARE(note.duration, Tick(240)); // two sixteenths in either voice
    }

    void whatTheFileHoldsOutStaysHeldOut()
    {
        const QByteArray text =
            R"({"train": [[[60]], [[61], [64]], [[60]], [[]]], "valid": [[[62]]], "test": [[[63]]]})";
        ImportOptions shared;
        const Corpus pieces = importFrames(write(text), 1, shared);
        QCOMPARE(pieces.pieces.size(), std::size_t(2));
        QCOMPARE(pieces.refused.size(), std::size_t(2));
        QCOMPARE(pieces.refused[0].reason, std::string("duplicate of train/1"));
        QCOMPARE(pieces.refused[1].reason, std::string("holds no notes"));
        ImportOptions taken;
        taken.splitMode = SplitMode::ByFolder;
        const Corpus all = importFrames(write(text), 1, taken);
        QCOMPARE(all.split(Split::Train).size(), std::size_t(2));
        QCOMPARE(all.split(Split::Valid).size(), std::size_t(1));
        QCOMPARE(all.split(Split::Test).size(), std::size_t(1));
        QCOMPARE(all.split(Split::Valid)[0]->file, std::string("valid/1"));
        QCOMPARE(importFrames(write(text), 1, shared).hash, pieces.hash);
    }

    void refusesInWords()
    {
        QVERIFY(refusal(R"({"valid": [[[60]]]})").contains(QStringLiteral("no training piece")));
        QVERIFY(refusal(R"({"train": [[[200]]]})").contains(QStringLiteral("expected MIDI pitches")));
        QVERIFY(refusal(R"({"train": [[[60]]]})", 0).contains(QStringLiteral("expected more than 0")));
        QVERIFY(refusal(R"({"train": [[[60]]]})", 1e9).contains(QStringLiteral("expected more than 0")));
        QVERIFY(refusal("nonsense").contains(QStringLiteral("JSON")));
    }
};

QTEST_GUILESS_MAIN(FrameCorpusTest)
#include "test_framecorpus.moc"
