// The shipped models through the command line: describe, steer, generate, and what goes wrong.
#include "music/midifile.h"
#include "program.h"

using namespace klangraum;
using namespace klangraum::test;

namespace {

const QString kModels = QStringLiteral(KLANGRAUM_SOURCE_DIR "/models");

Score readScore(const Program &program, const QString &name)
{
    return readMidi(program.path(name).toStdString());
}

} // namespace

class TestCliModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        RUN(models, m_program, 0, { "models", "--models", kModels, "--json" });
        for (const auto &item : models.json().array()) {
            QVERIFY2(item.toObject()["problem"].toString().isEmpty(), models.out.constData());
            if (item.toObject()["output"].toString() == "score") // sound: tests/generators_sound
                m_names << item.toObject()["name"].toString();
        }
        QVERIFY2(m_names.contains("chorale-vae"), "the shipped model is not in models/");
    }

    void sameSeedSameBytes()
    {
        for (const QString &name : m_names) {
            const QStringList common{ "generate", name, "--models", kModels, "--bars", "8" };
            RUN(first, m_program, 0, (common + QStringList{ "--seed", "5", "--out", "a.mid" }));
            RUN(second, m_program, 0, (common + QStringList{ "--seed", "5", "--out", "b.mid" }));
            RUN(other, m_program, 0, (common + QStringList{ "--seed", "6", "--out", "c.mid" }));
            QVERIFY(m_program.read("a.mid").startsWith("MThd"));
            QCOMPARE(m_program.read("a.mid"), m_program.read("b.mid"));
            QVERIFY(m_program.read("a.mid") != m_program.read("c.mid"));
            QCOMPARE(first.err, QByteArray());
        }
    }

    void eightBarsOfFourVoices()
    {
        RUN(made, m_program, 0,
            { "generate", "chorale-vae", "--models", kModels, "--bars", "8", "--out", "eight.mid", "--json" });
        const Score score = readScore(m_program, "eight.mid");
        QCOMPARE(made.json()["notes"].toInt(), static_cast<int>(score.notes.size()));
        QVERIFY(score.notes.size() >= 32);
        QSet<int> voices;
        Tick end = 0;
        for (const Note &note : score.notes) {
            voices.insert(note.voice);
            end = std::max(end, note.end());
        }
        QCOMPARE(voices.size(), 4);
        const Tick bar = 4 * score.ticksPerQuarter;
        QVERIFY2(end > 7 * bar && end <= 8 * bar, qPrintable(QString::number(end)));
    }

    // Every control that a model describes does something, at its ends.
    void everyControlSteers()
    {
        for (const QString &name : m_names) {
            RUN(described, m_program, 0, { "describe", name, "--models", kModels, "--json" });
            for (const auto &item : described.json()["controls"].toArray()) {
                const QJsonObject control = item.toObject();
                const bool pad = control["kind"] == "pad";
                const bool choice = control["kind"] == "choice";
                const QString key = control["name"].toString() + (pad ? ".x" : "");
                const double low = choice ? 0 : control["minimum"].toDouble();
                const double high = choice ? static_cast<double>(control["choices"].toArray().size()) - 1
                                           : control["maximum"].toDouble();
                QStringList common{ "generate", name, "--models", kModels, "--seed", "2" };
                if (key == "morph") { // how a journey goes on is heard on a journey only
                    RUN(here, m_program, 0, (common + QStringList{ "--bars", "2", "--out", "here.mid" }));
                    RUN(there, m_program, 0,
                        (QStringList{ "generate", name, "--models", kModels, "--seed", "3" } +
                         QStringList{ "--bars", "2", "--out", "there.mid" }));
                    common += { "--from", "here.mid", "--to", "there.mid", "--steps", "4" };
                } else {
                    common += { "--bars", "8" };
                }
                RUN(atLow, m_program, 0,
                    (common + QStringList{ "--out", "low.mid", "--set", key + "=" + QString::number(low) }));
                RUN(atHigh, m_program, 0,
                    (common + QStringList{ "--out", "high.mid", "--set", key + "=" + QString::number(high) }));
                QVERIFY2(m_program.read("low.mid") != m_program.read("high.mid"), qPrintable(name + ": " + key));
            }
        }
    }

    void latentIsThePlaceOnTheMap()
    {
        const QStringList common{ "generate", "chorale-vae", "--models", kModels, "--bars", "4", "--seed", "2" };
        RUN(latent, m_program, 0, (common + QStringList{ "--out", "a.mid", "--latent", "-0.4,0.3" }));
        RUN(pad, m_program, 0, (common + QStringList{ "--out", "b.mid", "--set", "map.x=-0.4", "--set", "map.y=0.3" }));
        QCOMPARE(readScore(m_program, "a.mid").notes.size(), readScore(m_program, "b.mid").notes.size());
        QVERIFY(readScore(m_program, "a.mid").notes == readScore(m_program, "b.mid").notes);
    }

    void continuesAndInterpolates()
    {
        const QStringList common{ "generate", "chorale-vae", "--models", kModels };
        RUN(a, m_program, 0, (common + QStringList{ "--seed", "11", "--bars", "2", "--out", "from.mid" }));
        RUN(b, m_program, 0, (common + QStringList{ "--seed", "12", "--bars", "2", "--out", "to.mid" }));
        RUN(on, m_program, 0, (common + QStringList{ "--prime", "from.mid", "--bars", "4", "--out", "on.mid" }));
        QVERIFY(!readScore(m_program, "on.mid").notes.empty());
        RUN(between, m_program, 0,
            (common + QStringList{ "--from", "from.mid", "--to", "to.mid", "--steps", "5", "--out", "between.mid" }));
        QVERIFY(readScore(m_program, "between.mid").notes.size() > readScore(m_program, "from.mid").notes.size());
        m_program.write("text.mid", "no music");
        RUN(bad, m_program, 1, (common + QStringList{ "--prime", "text.mid", "--out", "bad.mid" }));
        QVERIFY2(bad.saysOneLine() && bad.err.contains("text.mid"), bad.err.constData());
    }

    void wrongSteeringIsRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown control") << QStringList{ "--set", "sparkle=1" };
        QTest::newRow("out of range") << QStringList{ "--set", "map.x=1000000" };
        QTest::newRow("not finite") << QStringList{ "--set", "map.x=nan" };
        QTest::newRow("too many coordinates") << QStringList{ "--latent", "0,0,0,0,0,0,0" };
    }

    void wrongSteeringIsRefused()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome =
            m_program.run(QStringList{ "generate", "chorale-vae", "--models", kModels, "--out", "x.mid" } + arguments);
        QVERIFY2(outcome.status == 1 || outcome.status == 2, outcome.err.constData());
        QVERIFY2(outcome.saysOneLine(), outcome.err.constData());
        QVERIFY(!QFile::exists(m_program.path("x.mid")));
    }

    void wavIsAsLongAsTheMusic()
    {
        RUN(made, m_program, 0,
            { "generate", "chorale-vae", "--models", kModels, "--bars", "4", "--out", "p.mid", "--out", "p.wav",
              "--json" });
        const QByteArray wav = m_program.read("p.wav");
        QVERIFY(wav.startsWith("RIFF") && wav.mid(8, 4) == "WAVE");
        QCOMPARE(made.json()["files"].toArray().size(), 2);
        const double seconds = readScore(m_program, "p.mid").seconds();
        const double sound = static_cast<double>(wav.size()) / (48000 * 2 * 2);
        QVERIFY2(sound > seconds - 1 && sound < 2 * (seconds + 12), qPrintable(QString::number(sound)));
        // It is not silence.
        qint64 loud = 0;
        for (qsizetype i = 100; i + 1 < wav.size(); i += 2)
            loud += std::abs(static_cast<qint16>(static_cast<quint8>(wav[i]) | (wav[i + 1] << 8))) > 500;
        QVERIFY(loud > 10000);
    }

    // The disk fills up during the export: one line, status 1, the old file whole, nothing half left behind.
    void fullDiskOnExport()
    {
        Program program;
        program.write("p.wav", "old sound");
        program.write("p.mid", "old notes");
        const QStringList common{ "generate", "chorale-vae", "--models", kModels, "--bars", "64" };
        for (const QString name : { "p.wav", "p.mid" }) {
            const QByteArray old = program.read(name);
            const Outcome outcome = program.runLimited(name == "p.wav" ? "ulimit -f 200" : "ulimit -f 1",
                                                       common + QStringList{ "--out", name });
            QVERIFY2(outcome.status == 1, outcome.err.constData());
            QVERIFY2(outcome.saysOneLine() && outcome.err.contains(name.toUtf8()), outcome.err.constData());
            QCOMPARE(program.read(name), old);
        }
        QCOMPARE(QDir(program.path(".")).entryList(QDir::Files | QDir::Hidden, QDir::Name),
                 QStringList({ "p.mid", "p.wav" }));
    }

private:
    Program m_program;
    QStringList m_names;
};

QTEST_GUILESS_MAIN(TestCliModels)
#include "test_cli_models.moc"
