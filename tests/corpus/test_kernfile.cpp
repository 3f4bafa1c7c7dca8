// Humdrum **kern to Score: what a melody means, and what is refused by line.
#include "corpus/import.h"
#include "corpus/kernfile.h"
#include "music/error.h"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace klangraum;

namespace {

QString refusal(const std::string &text)
{
    try {
        parseKern(text, "tune.krn");
    } catch (const Error &error) {
        return QString(error.what());
    }
    return {};
}

} // namespace

class TestKernFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void melody()
    {
        const Score score =
            parseKern("!!!OTL: Tune\n**kern\n*M3/4\n*MM96\n=1\n4c\n8dd#L\n8BB-J\n4r\n=2\n[4g\n8.g]\n16a\n"
                      "12b\n12cc\n12dd\nqee\n*-\n",
                      "tune.krn");
        QCOMPARE(score.title, std::string("Tune"));
        QCOMPARE(score.metres.front().numerator, 3);
        QCOMPARE(score.tempi.front().quartersPerMinute, 96.0);
        const std::vector<Note> expected{ { 0, 960, 60, 80, 0 },     { 960, 480, 75, 80, 0 },  { 1440, 480, 46, 80, 0 },
                                          { 2880, 1680, 67, 80, 0 }, { 4560, 240, 69, 80, 0 }, { 4800, 320, 71, 80, 0 },
                                          { 5120, 320, 72, 80, 0 },  { 5440, 320, 74, 80, 0 } };
        QCOMPARE(score.notes.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(score.notes[i] == expected[i], qPrintable(QString::number(i)));
        QCOMPARE(score.length, Tick(5760));
    }

    void voicesSideBySide()
    {
        const Score score =
            parseKern("**kern\t**text\t**kern\n*\t*\t*\n2C\tla\t4e\n.\t.\t4f\n4D\t.\t4g\n*-\t*-\t*-\n", "a.krn");
        QCOMPARE(score.voices.size(), std::size_t(2));
        QCOMPARE(score.notes.size(), std::size_t(5));
        QCOMPARE(score.notes.back().start, Tick(1920));
        QCOMPARE(score.notes[0].duration, Tick(1920));
    }

    void refusals()
    {
        QVERIFY(refusal("**kern\n4c 4e\n*-\n").contains("line 2: sounds the chord"));
        QVERIFY(refusal("**kern\t**kern\n4c\n*-\t*-\n").contains("a spine is broken"));
        QVERIFY(refusal("**kern\n*^\n4c\t4e\n").contains("splits"));
        QVERIFY(refusal("4c\n").contains("before the music"));
        QVERIFY(refusal("**text\nla\n").contains("no **kern"));
        QVERIFY(refusal("**kern\nc\n*-\n").contains("no duration"));
        QVERIFY(refusal("**kern\n4h\n*-\n").contains("neither"));
        QVERIFY(refusal("**kern\n4cccccccc\n*-\n").contains("outside MIDI"));
        QVERIFY(refusal("**kern\n4r\n*-\n").contains("no notes"));
        QVERIFY(refusal("").contains("no notes"));
        QVERIFY(refusal("**kern\n99999999999c\n").contains("no duration"));
    }

    void importsBesideMidi()
    {
        const QTemporaryDir folder;
        const auto write = [&](const char *name, const char *text) {
            std::ofstream(folder.filePath(name).toStdString()) << text;
        };
        write("one.krn", "**kern\n4c\n4d\n4e\n4f\n*-\n");
        write("two.krn", "**kern\n4c 4e\n*-\n");
        const Corpus corpus = importMusic({ folder.path().toStdString() });
        QCOMPARE(corpus.pieces.size(), std::size_t(1));
        QCOMPARE(corpus.refused.size(), std::size_t(1));
        QVERIFY(QString::fromStdString(corpus.refused.front().reason).contains("chord"));
    }
};

QTEST_APPLESS_MAIN(TestKernFile)
#include "test_kernfile.moc"
