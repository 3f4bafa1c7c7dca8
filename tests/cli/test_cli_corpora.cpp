// import, compose, corpus: good folders, hostile files, full disks.
#include "music/midifile.h"
#include "program.h"

#include "corpus/composer.h"

#include <unistd.h>

using namespace klangraum;
using namespace klangraum::test;

namespace {

// `count` composed pieces as MIDI files in the folder `name` of the program's home.
void writePieces(const Program &program, const QString &name, int count)
{
    QDir().mkpath(program.path(name));
    const Corpus corpus = composeCorpus("cadences", 5, count);
    for (int i = 0; i < count; ++i)
        writeMidi(corpus.pieces[static_cast<std::size_t>(i)].score,
                  program.path(QString("%1/piece%2.mid").arg(name).arg(i)).toStdString());
}

} // namespace

class TestCliCorpora : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void importsGoodAndRefusesBad()
    {
        const Program program;
        writePieces(program, "music", 12);
        const QByteArray good = program.read("music/piece0.mid");
        QVERIFY(good.startsWith("MThd"));
        program.write("music/sub/copy.mid", good);
        program.write("music/text.mid", "This is no music.\n");
        program.write("music/empty.mid", "");
        program.write("music/cut.mid", good.left(good.size() / 2));
        QByteArray zeroTicks = good;
        zeroTicks[12] = 0;
        zeroTicks[13] = 0;
        program.write("music/zero.mid", zeroTicks);
        QByteArray huge = good;
        huge.replace(18, 4, QByteArray("\x80\x00\x00\x00", 4)); // a track of 2^31 bytes
        program.write("music/huge.mid", huge);
        program.write("music/readme.txt", "no music either");

        RUN(imported, program, 0, { "import", "music", "--out", "c.corpus", "--seed", "3", "--json" });
        const QJsonObject answer = imported.json().object();
        QCOMPARE(answer["pieces"].toInt(), 12);
        QMap<QString, QString> refused;
        for (const auto &item : answer["refused"].toArray())
            refused[item.toObject()["file"].toString().section('/', -1)] = item.toObject()["reason"].toString();
        for (const char *name : { "copy.mid", "text.mid", "empty.mid", "cut.mid", "zero.mid", "huge.mid" }) {
            // The copy is the same music as piece0: one of the two is kept.
            const bool there =
                refused.contains(name) || (QString(name) == "copy.mid" && refused.contains("piece0.mid"));
            QVERIFY2(there, name);
        }
        for (const QString &reason : refused)
            QVERIFY(!reason.isEmpty() && !reason.contains('\n'));
        const QJsonObject splits = answer["splits"].toObject();
        int sum = 0;
        for (const char *split : { "train", "valid", "test" })
            sum += splits[split].toObject()["pieces"].toInt();
        QCOMPARE(sum, 12);

        RUN(described, program, 0, { "corpus", "c.corpus", "--json" });
        QCOMPARE(described.json().object(), answer);
        RUN(table, program, 0, { "corpus", "c.corpus" });
        QVERIFY(table.out.contains("text.mid"));
        QCOMPARE(table.err, QByteArray());

        RUN(again, program, 0, { "import", "music", "--out", "again.corpus", "--seed", "3" });
        QCOMPARE(program.read("again.corpus"), program.read("c.corpus"));
    }

    void nothingToImport()
    {
        const Program program;
        QDir().mkpath(program.path("empty"));
        RUN(empty, program, 1, { "import", "empty", "--out", "c.corpus" });
        QVERIFY(empty.saysOneLine());
        QVERIFY(!QFile::exists(program.path("c.corpus")));
    }

    void damagedCorpusIsRefused()
    {
        const Program program;
        RUN(composed, program, 0,
            { "compose", "cadences", "--out", "c.corpus", "--pieces", "5", "--seed", "9", "--json" });
        QCOMPARE(composed.json()["pieces"].toInt(), 5);
        const QByteArray good = program.read("c.corpus");
        program.write("cut.corpus", good.left(good.size() * 2 / 3));
        QByteArray flipped = good;
        flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x10);
        program.write("flipped.corpus", flipped);
        program.write("text.corpus", "[corpus]\n");
        for (const char *name : { "cut.corpus", "flipped.corpus", "text.corpus" }) {
            RUN(outcome, program, 1, { "corpus", name });
            QVERIFY2(outcome.saysOneLine() && outcome.err.contains(name), outcome.err.constData());
        }
        RUN(again, program, 0, { "compose", "cadences", "--out", "d.corpus", "--pieces", "5", "--seed", "9" });
        QCOMPARE(program.read("d.corpus"), good);
        RUN(other, program, 0, { "compose", "cadences", "--out", "d.corpus", "--pieces", "5", "--seed", "10" });
        QVERIFY(program.read("d.corpus") != good);
    }

    // A corpus of sound is composed, told about and compared with itself.
    void corpusOfSound()
    {
        const Program program;
        RUN(composed, program, 0,
            { "compose", "techno", "--out", "t.corpus", "--pieces", "2", "--seed", "4", "--json" });
        QCOMPARE(composed.json()["pieces"].toInt(), 2);
        QCOMPARE(composed.json()["rate"].toInt(), 22050);
        QVERIFY(composed.json()["source"].toString().startsWith("composed by Klangraum"));
        RUN(told, program, 0, { "corpus", "t.corpus" });
        QVERIFY2(told.out.contains("techno 2") && told.out.contains("beats a minute"), told.out.constData());
        RUN(compared, program, 0,
            { "evaluate", "t.corpus", "--corpus", "t.corpus", "--split", "train", "--samples", "2", "--out", "r",
              "--json" });
        QVERIFY(compared.json()["beat"]["beat-strength"]["reference"]["mean"].toDouble() > 1);
        QVERIFY(QFile::exists(program.path("r/report.html")));
        RUN(nowhere, program, 2, { "compose", "techno" });
        RUN(nothing, program, 2, { "compose" });
        QFile::resize(program.path("t.corpus"), 100'000);
        RUN(cut, program, 1, { "corpus", "t.corpus" });
        QVERIFY(cut.saysOneLine() && cut.err.contains("t.corpus"));
    }

    // The disk fills up while the corpus is written: one line, status 1, and the old file is whole.
    void fullDiskKeepsTheOldFile()
    {
        const Program program;
        RUN(small, program, 0, { "compose", "cadences", "--out", "c.corpus", "--pieces", "2" });
        const QByteArray old = program.read("c.corpus");
        const Outcome outcome =
            program.runLimited("ulimit -f 16", { "compose", "cadences", "--out", "c.corpus", "--pieces", "400" });
        QVERIFY2(outcome.status == 1, outcome.err.constData());
        QVERIFY2(outcome.saysOneLine() && outcome.err.contains("c.corpus"), outcome.err.constData());
        QCOMPARE(program.read("c.corpus"), old);
        QCOMPARE(QDir(program.path(".")).entryList(QDir::Files | QDir::Hidden), QStringList("c.corpus"));
    }

    void closedFolder()
    {
        const Program program;
        QDir().mkpath(program.path("closed"));
        // Root may write anywhere but below a file; everybody else is stopped by the folder's mode.
        QFile(program.path("closed")).setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        QString target = "closed/c.corpus";
        if (geteuid() == 0) {
            program.write("file", "");
            target = "file/c.corpus";
        }
        RUN(outcome, program, 1, { "compose", "cadences", "--out", target, "--pieces", "2" });
        QVERIFY2(outcome.saysOneLine() && outcome.err.contains(target.toUtf8()), outcome.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestCliCorpora)
#include "test_cli_corpora.moc"
