// `klangraum evaluate` and `klangraum likelihood`, as a script would run them.
#include "music/midifile.h"
#include "program.h"

#include <csignal>

using namespace klangraum;
using namespace klangraum::test;

namespace {

const QString kModels = QStringLiteral(KLANGRAUM_SOURCE_DIR "/models");

Score line(int lowest)
{
    Score score;
    score.voices = { { "a" } };
    for (int i = 0; i < 8; ++i)
        score.notes.push_back({ i * 480, 480, lowest + i, 80, 0 });
    score.normalise();
    return score;
}

} // namespace

class TestCliEvaluate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        RUN(composed, m_program, 0, { "compose", "cadences", "--out", "c.corpus", "--pieces", "30" });
        QVERIFY(QDir(m_program.path(".")).mkpath("same") && QDir(m_program.path(".")).mkpath("empty"));
        for (const char *name : { "same/1.mid", "same/2.mid", "same/3.mid" })
            writeMidi(line(60), m_program.path(name).toStdString());
        QVERIFY(m_program.write("same/broken.mid", "MThd what"));
        QVERIFY(
            m_program.write("frames.json", R"({"train":[[[60,64],[60,65],[62,65]]],"test":[[[60,64],[62,65],[10]]]})"));
        QVERIFY(m_program.write("voices.json", R"({"train":[[[72,60],[72,-1]]],"test":[[[72,60],[71,-1]]]})"));
    }

    void modelAgainstCorpus()
    {
        const QStringList arguments{ "evaluate",  "chorale-vae", "--models", kModels, "--corpus", "c.corpus",
                                     "--samples", "30",          "--seed",   "3",     "--out" };
        RUN(first, m_program, 0, (arguments + QStringList{ "deep/report", "--json" }));
        const QJsonObject report = first.json().object();
        QCOMPARE(report["shown"].toString(), QString("common-grid"));
        QCOMPARE(report["features"].toArray().size(), 22);
        const QJsonObject about = report["about"].toObject();
        QCOMPARE(about["samples"].toObject()["compared"].toInt(), 30);
        QVERIFY(!about["samples"].toObject()["weights-hash"].toString().isEmpty());
        QVERIFY(!about["reference"].toObject()["hash"].toString().isEmpty());
        QCOMPARE(about["reference"].toObject()["window-quarters"].toDouble(), 8.0);
        QCOMPARE(report["copies"].toObject()["samples"].toObject()["windows"].toInt(), 30);
        QCOMPARE(QJsonDocument::fromJson(m_program.read("deep/report/report.json")).object(), report);
        const QByteArray page = m_program.read("deep/report/report.html");
        QVERIFY(page.startsWith("<!DOCTYPE html>") && page.endsWith("</html>\n"));
        // The same seed: the same numbers.
        RUN(second, m_program, 0, (arguments + QStringList{ "again", "--json" }));
        QCOMPARE(second.json().object()["features"], report["features"]);
        QCOMPARE(second.json().object()["copies"], report["copies"]);
        QCOMPARE(first.err, QByteArray());
    }

    // Three identical files and a broken one against whole pieces: numbers, and a word about the broken one.
    void folderOfIdenticalFiles()
    {
        RUN(outcome, m_program, 0, { "evaluate", "same", "--corpus", "c.corpus", "--out", "r1", "--json" });
        QVERIFY(outcome.err.contains("broken.mid"));
        const QJsonObject report = outcome.json().object();
        QCOMPARE(report["about"].toObject()["samples"].toObject()["refused"].toInt(), 1);
        QVERIFY(
            report["features"].toArray()[0].toObject()["samples"].toObject()["intra"].toObject()["all-equal"].toBool());
        QVERIFY(!m_program.read("r1/report.json").contains("nan") &&
                !m_program.read("r1/report.html").contains(">nan"));
        RUN(table, m_program, 0, { "evaluate", "same", "--corpus", "c.corpus", "--bars", "2", "--out", "r2" });
        QVERIFY(table.out.contains("pitch-count"));
    }

    void corpusAgainstItself()
    {
        RUN(outcome, m_program, 0,
            { "evaluate", "c.corpus", "--corpus", "c.corpus", "--split", "train", "--bars", "2", "--samples", "50",
              "--out", "r3", "--json" });
        QVERIFY(outcome.json().object()["copies"].toObject()["samples"].toObject()["mean"].toDouble() > 2);
    }

    void runAgainstCorpus()
    {
        RUN(trained, m_program, 0,
            { "train", "vae-image", "--corpus", "c.corpus", "--run", "run", "--epochs", "1", "--set",
              "training.batch=4", "--threads", "1" });
        RUN(outcome, m_program, 0,
            { "evaluate", "run", "--corpus", "c.corpus", "--samples", "12", "--out", "r4", "--json" });
        const QJsonObject about = outcome.json().object()["about"].toObject()["samples"].toObject();
        QCOMPARE(about["kind"].toString(), QString("run"));
        QCOMPARE(about["checkpoint"].toString(), QString("best"));
        QCOMPARE(about["compared"].toInt(), 12);
        RUN(none, m_program, 1, { "likelihood", "run", "--data", "frames.json", "--split", "test" });
        QVERIFY2(none.saysOneLine() && none.err.contains("vae-image"), none.err.constData());
    }

    void whatCannotBeDone_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        const auto evaluate = [](const QString &samples, const QString &corpus, const QString &out) {
            return QStringList{ "evaluate", samples, "--models", kModels, "--corpus", corpus, "--out", out };
        };
        QTest::newRow("no such model") << evaluate("nobody", "c.corpus", "x") << "nobody";
        QTest::newRow("no such corpus") << evaluate("same", "none.corpus", "x") << "none.corpus";
        QTest::newRow("no music") << evaluate("empty", "c.corpus", "x") << "empty";
        QTest::newRow("a file where the report should be")
            << evaluate("same", "c.corpus", "frames.json") << "frames.json";
        QTest::newRow("not a corpus") << evaluate("frames.json", "c.corpus", "x") << "frames.json";
        QTest::newRow("a model without likelihood") << QStringList{ "likelihood", "chorale-vae", "--models", kModels,
                                                                    "--data",     "frames.json", "--split",  "test" }
                                                    << "chorale-vae";
        QTest::newRow("no such split") << QStringList{ "likelihood",  "baseline:unigram", "--data",
                                                       "frames.json", "--split",          "valid" }
                                       << "valid";
        QTest::newRow("no frames file") << QStringList{ "likelihood", "baseline:unigram", "--data",
                                                        "c.corpus",   "--split",          "test" }
                                        << "c.corpus";
    }

    void whatCannotBeDone()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        const Outcome outcome = m_program.run(arguments);
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(says.toUtf8()) && outcome.saysOneLine(), outcome.err.constData());
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(!QFile::exists(m_program.path("x")));
    }

    void interrupted()
    {
        QProcess process;
        m_program.start(process,
                        { "evaluate", "chorale-vae", "--models", kModels, "--corpus", "c.corpus", "--samples", "20000",
                          "--out", "stopped" });
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_program.path("stopped")), 60000);
        QTest::qWait(1500); // into the sampling
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("interrupted"));
        QVERIFY(!QFile::exists(m_program.path("stopped")));
    }

    void likelihoods()
    {
        RUN(factorised, m_program, 0,
            { "likelihood", "baseline:unigram", "--data", "frames.json", "--split", "test", "--json" });
        const QJsonObject answer = factorised.json().object();
        QCOMPARE(answer["protocol"].toString(), QString("factorised"));
        QCOMPARE(answer["frames"].toInt(), 2); // the first is not scored
        QCOMPARE(answer["notes"].toInt(), 3);
        QCOMPARE(answer["floored"].toInt(), 1); // pitch 10 is no key
        QVERIFY(answer["nats_per_frame"].toDouble() > 8);
        RUN(joint, m_program, 0,
            { "likelihood", "baseline:previous", "--data", "voices.json", "--split", "test", "--protocol", "joint",
              "--json" });
        QCOMPARE(joint.json().object()["notes"].toInt(), 4); // two voices, two steps, silence a class
        QCOMPARE(joint.json().object()["protocol"].toString(), QString("joint"));
        QCOMPARE(m_program.run({ "likelihood", "baseline:best", "--data", "frames.json", "--split", "test" }).status,
                 2);
    }

private:
    Program m_program;
};

QTEST_GUILESS_MAIN(TestCliEvaluate)
#include "test_cli_evaluate.moc"
