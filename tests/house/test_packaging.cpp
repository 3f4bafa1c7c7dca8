// The commands of packaging/ and .ci/ on machines unlike this one.
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace {

const QString kRoot = QStringLiteral(KLANGRAUM_SOURCE_DIR);

struct Outcome
{
    int status = -1;
    QString out, err;
};

Outcome run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment,
            const QString &folder)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return { process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
             QString::fromUtf8(process.readAllStandardError()) };
}

} // namespace

class TestPackaging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void commandsCanBeRun()
    {
        for (const QString script : { "packaging/run", "packaging/test", "packaging/install-dependencies", ".ci/run" })
            QVERIFY2(QFileInfo(kRoot + '/' + script).isExecutable(), qPrintable(script));
    }

    // Neither apt nor dpkg nor a compiler: both commands name what is missing and end with 1, from any folder.
    void withoutAptNamesWhatIsMissing()
    {
        QTemporaryDir tools, elsewhere;
        for (const QString tool : { "bash", "sh", "env", "readlink", "dirname", "sed", "awk", "grep", "head", "tr",
                                    "cat", "stat", "id", "nproc", "cut", "getent", "mkdir" }) {
            const QString path = QStandardPaths::findExecutable(tool);
            QVERIFY2(!path.isEmpty(), qPrintable(tool));
            QVERIFY(QFile::link(path, tools.filePath(tool)));
        }
        QProcessEnvironment environment;
        environment.insert("PATH", tools.path());
        environment.insert("HOME", elsewhere.path());
        for (const QString script : { "packaging/run", "packaging/test" }) {
            const Outcome outcome = run(kRoot + '/' + script, {}, environment, elsewhere.path());
            QCOMPARE(outcome.status, 1);
            QCOMPARE(outcome.out, QString());
            for (const QString package : { "g++", "cmake", "ninja-build" })
                QVERIFY2(outcome.err.contains(' ' + package), qPrintable(outcome.err));
            QCOMPARE(outcome.err.contains(" xvfb"), script == "packaging/test"); // for the tests only
            QVERIFY2(outcome.err.contains("no apt"), qPrintable(outcome.err));
            QCOMPARE(outcome.err.count('\n'), 1);
        }
    }

    void everyDependencyHasAProbe()
    {
        QFile file(kRoot + "/packaging/dependencies.txt");
        QVERIFY(file.open(QIODevice::ReadOnly));
        int packages = 0;
        for (QString line : QString::fromUtf8(file.readAll()).split('\n')) {
            line = line.section('#', 0, 0).simplified();
            if (line.isEmpty())
                continue;
            ++packages;
            static const QRegularExpression shape("^[a-z0-9.+-]+ (command|header|file):\\S+$");
            QVERIFY2(shape.match(line).hasMatch(), qPrintable(line));
        }
        QVERIFY(packages > 20);
    }
};

QTEST_APPLESS_MAIN(TestPackaging)
#include "test_packaging.moc"
