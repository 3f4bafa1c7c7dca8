// Exit status, the two streams and the shape of JSON, as CLI.md promises them to scripts.
#include "program.h"

using namespace klangraum::test;

class TestCliUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wrongUsageIsStatusTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no verb") << QStringList{};
        QTest::newRow("unknown verb") << QStringList{ "frobnicate" };
        QTest::newRow("unknown option") << QStringList{ "models", "--frobnicate" };
        QTest::newRow("missing argument") << QStringList{ "describe" };
        QTest::newRow("missing --out") << QStringList{ "generate", "chorale-vae" };
        QTest::newRow("not a number") << QStringList{ "generate", "m", "--out", "a.mid", "--seed", "seven" };
        QTest::newRow("no bars") << QStringList{ "generate", "m", "--out", "a.mid", "--bars", "0" };
        QTest::newRow("control without value") << QStringList{ "generate", "m", "--out", "a.mid", "--set", "density" };
        QTest::newRow("control not a number")
            << QStringList{ "generate", "m", "--out", "a.mid", "--set", "density=high" };
        QTest::newRow("latent not numbers") << QStringList{ "generate", "m", "--out", "a.mid", "--latent", "1,x" };
        QTest::newRow("unknown format") << QStringList{ "generate", "m", "--out", "a.ogg" };
        QTest::newRow("to without from") << QStringList{ "generate", "m", "--out", "a.mid", "--to", "b.mid" };
        QTest::newRow("unknown device") << QStringList{ "generate", "m", "--out", "a.mid", "--device", "abacus" };
        QTest::newRow("train what") << QStringList{ "train", "--run", "r" };
        QTest::newRow("train without run") << QStringList{ "train", "vae-image" };
        QTest::newRow("bad split") << QStringList{ "import", ".", "--out", "c", "--split", "80,x,10" };
        QTest::newRow("bad transposition") << QStringList{ "import", ".", "--out", "c", "--transpose", "up" };
    }

    void wrongUsageIsStatusTwo()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome = Program().run(arguments);
        QCOMPARE(outcome.status, 2);
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY2(outcome.saysOneLine(), outcome.err.constData());
    }

    void cannotBeDoneIsStatusOne_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("names"); // what the line must name
        QTest::newRow("unknown model") << QStringList{ "describe", "nobody" } << "nobody";
        QTest::newRow("model to generate") << QStringList{ "generate", "nobody", "--out", "a.mid" } << "nobody";
        QTest::newRow("folder of models") << QStringList{ "models", "--models", "nowhere" } << "nowhere";
        QTest::newRow("no such corpus") << QStringList{ "corpus", "nothing.corpus" } << "nothing.corpus";
        QTest::newRow("no such source") << QStringList{ "import", "nowhere", "--out", "c" } << "nowhere";
        QTest::newRow("no such recipe") << QStringList{ "train", "nothing", "--run", "r" } << "nothing";
        QTest::newRow("no such run") << QStringList{ "package", "r", "--out", "m" } << "r";
        QTest::newRow("no runs") << QStringList{ "runs", "." } << "run.json";
        QTest::newRow("nothing to resume") << QStringList{ "train", "--run", "r", "--resume" } << "r";
        QTest::newRow("unknown corpus kind") << QStringList{ "compose", "opera", "--out", "c" } << "opera";
        QTest::newRow("missing folder") << QStringList{ "generate", "m", "--out", "no/a.mid" } << "no/a.mid";
        QTest::newRow("unknown recipe key")
            << QStringList{ "train", "vae-image", "--run", "r", "--set", "training.bach=1" } << "bach";
    }

    void cannotBeDoneIsStatusOne()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, names);
        const Outcome outcome = Program().run(arguments);
        QVERIFY2(outcome.status == 1, outcome.err.constData());
        QCOMPARE(outcome.out, QByteArray());
        QVERIFY2(outcome.saysOneLine(), outcome.err.constData());
        QVERIFY2(outcome.err.contains(names.toUtf8()), outcome.err.constData());
    }

    void helpIsTheAnswer()
    {
        const Program program;
        RUN(all, program, 0, { "--help" });
        for (const char *verb : { "models", "describe", "generate", "import", "compose", "corpus", "recipes", "train",
                                  "runs", "package", "evaluate", "likelihood", "play", "devices", "bench" }) {
            QVERIFY2(all.out.contains(verb), verb);
            RUN(help, program, 0, { verb, "--help" });
            QVERIFY(!help.out.isEmpty());
            QCOMPARE(help.err, QByteArray());
        }
        RUN(version, program, 0, { "--version" });
        QVERIFY(version.out.startsWith("klangraum "));
    }

    void jsonShapes()
    {
        const Program program;
        for (const char *verb : { "models", "recipes" }) {
            RUN(outcome, program, 0, { verb, "--json" });
            QVERIFY2(outcome.json().isArray(), outcome.out.constData());
            for (const auto &item : outcome.json().array())
                for (const char *key : { "name", "family", "source" })
                    QVERIFY2(!item.toObject().value(key).toString().isEmpty(), outcome.out.constData());
            QCOMPARE(outcome.err, QByteArray());
        }
        RUN(recipes, program, 0, { "recipes", "--json" });
        QStringList names;
        for (const auto &item : recipes.json().array())
            names << item.toObject().value("name").toString();
        QVERIFY(names.contains("vae-image"));
        QVERIFY(names.contains("chorale-vae"));
        RUN(devices, program, 0, { "devices", "--json" });
        for (const char *key : { "audio", "midi-outputs", "midi-inputs", "compute", "blas" })
            QVERIFY2(devices.json().object().contains(key), devices.out.constData());
        // The common options stand before or after the verb.
        RUN(before, program, 0, { "--json", "recipes" });
        QCOMPARE(before.out, recipes.out);
    }

    void settingsFileIsRead()
    {
        Program program;
        QVERIFY(program.write("klangraum.toml", "[compute]\ndevise = \"cpu\"\n"));
        program.environment().insert("KLANGRAUM_CONFIG", program.path("klangraum.toml"));
        const Outcome outcome = program.run({ "models" });
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains("devise"), outcome.err.constData());
        QVERIFY(outcome.saysOneLine());
    }
};

QTEST_GUILESS_MAIN(TestCliUsage)
#include "test_cli_usage.moc"
