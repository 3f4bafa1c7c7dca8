// From folders of MIDI to a model that plays, with the programs alone; and a trainer that is killed.
#include "program.h"

#include <csignal>

using namespace klangraum::test;

namespace {

// A training of a few seconds.
const QStringList kSmall{ "--set", "training.batch=4", "--threads", "1" };

QList<QJsonObject> events(const Program &program, const QString &run)
{
    QList<QJsonObject> found;
    for (const QByteArray &line : program.read(run + "/events.jsonl").split('\n'))
        if (const auto document = QJsonDocument::fromJson(line); document.isObject())
            found << document.object();
    return found;
}

// The last value of `key` among the events of each step or epoch (a resumed run repeats some).
QMap<int, double> series(const Program &program, const QString &run, const QString &type, const QString &key)
{
    QMap<int, double> values;
    for (const QJsonObject &event : events(program, run))
        if (event["type"] == type && event.contains(key))
            values[event[type == "epoch" ? "epoch" : "step"].toInt()] = event[key].toDouble();
    return values;
}

} // namespace

class TestCliTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        RUN(composed, m_program, 0, { "compose", "cadences", "--out", "c.corpus", "--pieces", "20" });
    }

    void fromCorpusToPiece()
    {
        QStringList train{
            "train", "vae-image", "--corpus", "c.corpus", "--run", "runs/one", "--epochs", "2", "--json"
        };
        RUN(trained, m_program, 0, (train + kSmall));
        QCOMPARE(trained.json()["state"].toString(), QString("finished"));
        QCOMPARE(trained.json()["epoch"].toInt(), 2);

        RUN(runs, m_program, 0, { "runs", "runs", "--json" });
        QCOMPARE(runs.json().array().size(), 1);
        const QJsonObject run = runs.json().array().at(0).toObject();
        QCOMPARE(run["state"].toString(), QString("finished"));
        QCOMPARE(run["epoch"].toInt(), 2);
        QCOMPARE(run["recipe"].toString(), QString("vae-image"));
        QVERIFY(run["losses"].toObject().contains("validation/loss"));

        RUN(again, m_program, 1, (train + kSmall)); // a folder that holds a run is not overwritten
        QVERIFY2(again.err.contains("runs/one"), again.err.constData());

        RUN(packaged, m_program, 0, { "package", "runs/one", "--out", "models/tiny" });
        RUN(models, m_program, 0, { "models", "--models", "models", "--json" });
        QJsonObject tiny;
        for (const auto &item : models.json().array())
            if (item.toObject()["name"] == "tiny")
                tiny = item.toObject();
        QCOMPARE(tiny["family"].toString(), QString("vae-image"));
        QCOMPARE(tiny["problem"].toString(), QString());
        QVERIFY(QFile::exists(m_program.path("models/tiny/card.md")));

        RUN(described, m_program, 0, { "describe", "tiny", "--models", "models", "--json" });
        QVERIFY(!described.json()["controls"].toArray().isEmpty());
        RUN(generated, m_program, 0, { "generate", "tiny", "--models", "models", "--out", "tiny.mid", "--json" });
        QVERIFY(m_program.read("tiny.mid").startsWith("MThd"));
    }

    void changedWeightsAreRefused()
    {
        const QByteArray weights = m_program.read("models/tiny/weights.safetensors");
        QVERIFY(weights.size() > 1000);
        QByteArray cut = weights;
        cut.chop(64);
        QByteArray header = weights;
        header.replace(0, 8, QByteArray("\x00\x00\x00\x00\x01\x00\x00\x00", 8)); // a header of 4 GB
        QByteArray name = weights;
        name.replace("weight\"", "wright\"");
        for (const QByteArray &bad : { cut, header, name, QByteArray("{}") }) {
            QVERIFY(m_program.write("models/tiny/weights.safetensors", bad));
            RUN(outcome, m_program, 1, { "generate", "tiny", "--models", "models", "--out", "bad.mid" });
            QVERIFY2(outcome.saysOneLine(), outcome.err.constData());
            QVERIFY(!QFile::exists(m_program.path("bad.mid")));
        }
        QVERIFY(m_program.write("models/tiny/weights.safetensors", weights));
        RUN(good, m_program, 0, { "generate", "tiny", "--models", "models", "--out", "again.mid" });
        QCOMPARE(m_program.read("again.mid"), m_program.read("tiny.mid"));
    }

    // kill -9 at several moments; each time the same command with --resume goes on, and the numbers are those of a
    // training that nobody disturbed.
    void killedTrainerGoesOn()
    {
        const QStringList common =
            QStringList{ "train", "vae-image", "--corpus", "c.corpus", "--epochs", "3", "--seed", "4" } + kSmall;
        RUN(undisturbed, m_program, 0, (common + QStringList{ "--run", "whole" }));
        const auto whole = series(m_program, "whole", "step", "train/loss");
        QVERIFY(whole.size() >= 6);

        const QStringList killed = common + QStringList{ "--run", "killed", "--resume" };
        for (const qsizetype steps : { qsizetype(1), whole.size() / 3, 2 * whole.size() / 3 }) {
            QProcess process;
            m_program.start(process, killed);
            QElapsedTimer clock;
            clock.start();
            while (series(m_program, "killed", "step", "train/loss").size() < steps &&
                   process.state() != QProcess::NotRunning && clock.elapsed() < 120000)
                process.waitForFinished(20);
            QCOMPARE(process.state(), QProcess::Running);
            ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
            process.waitForFinished();
            RUN(runs, m_program, 0, { "runs", "killed", "--json" });
            QCOMPARE(runs.json().array().at(0).toObject()["state"].toString(), QString("interrupted"));
        }
        RUN(resumed, m_program, 0, (killed));
        QCOMPARE(series(m_program, "killed", "step", "train/loss"), whole);
        QCOMPARE(series(m_program, "killed", "epoch", "validation/loss"),
                 series(m_program, "whole", "epoch", "validation/loss"));
        QVERIFY(series(m_program, "whole", "epoch", "validation/loss").size() == 3);
    }

    // On the embedded corpus: a fresh clone trains without any data.
    void interruptedTrainerStopsWell()
    {
        QProcess process;
        m_program.start(process, QStringList{ "train", "vae-image", "--run", "stopped", "--epochs", "500" } + kSmall);
        QElapsedTimer clock;
        clock.start();
        while (series(m_program, "stopped", "step", "train/loss").isEmpty() && clock.elapsed() < 120000)
            process.waitForFinished(20);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        const QByteArray message = process.readAllStandardError();
        QVERIFY2(message.contains("--resume"), message.constData());
        RUN(runs, m_program, 0, { "runs", "stopped", "--json" });
        QCOMPARE(runs.json().array().at(0).toObject()["state"].toString(), QString("stopped"));
    }

private:
    Program m_program;
};

QTEST_GUILESS_MAIN(TestCliTraining)
#include "test_cli_training.moc"
