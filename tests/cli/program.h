// Runs the real `klangraum` in a home of its own, as a script would: no terminal, no settings, no installed models.
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace klangraum::test {

struct Outcome
{
    int status = -1; // -1: crashed, killed or not ended in time
    QByteArray out, err;

    QJsonDocument json() const { return QJsonDocument::fromJson(out); }
    // One line: what, where, why.
    bool saysOneLine() const { return err.endsWith('\n') && err.count('\n') == 1 && err.startsWith("klangraum: "); }
};

class Program
{
public:
    Program()
    {
        m_environment = QProcessEnvironment::systemEnvironment();
        m_environment.insert("HOME", m_home.path());
        for (const char *name : { "KLANGRAUM_MODELS", "KLANGRAUM_CONFIG", "XDG_CONFIG_HOME", "XDG_DATA_HOME" })
            m_environment.remove(name);
    }

    QProcessEnvironment &environment() { return m_environment; }
    QString path(const QString &name) const { return m_home.filePath(name); }

    void start(QProcess &process, const QStringList &arguments) const
    {
        process.setProcessEnvironment(m_environment);
        process.setWorkingDirectory(m_home.path());
        process.start(KLANGRAUM_BINARY, arguments);
    }

    Outcome run(const QStringList &arguments, int seconds = 240) const
    {
        QProcess process;
        start(process, arguments);
        return outcome(process, seconds);
    }

    // Under limits of the shell: "ulimit -f 8".
    Outcome runLimited(const QString &limit, const QStringList &arguments) const
    {
        QProcess process;
        process.setProcessEnvironment(m_environment);
        process.setWorkingDirectory(m_home.path());
        process.start("bash", QStringList{ "-c", limit + "; exec \"$0\" \"$@\"", KLANGRAUM_BINARY } + arguments);
        return outcome(process, 240);
    }

    QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    bool write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QDir().mkpath(QFileInfo(file).path());
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    }

private:
    static Outcome outcome(QProcess &process, int seconds)
    {
        if (!process.waitForFinished(seconds * 1000)) {
            process.kill();
            process.waitForFinished();
            return { -1, process.readAllStandardOutput(), "did not end in time\n" };
        }
        const int status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
        return { status, process.readAllStandardOutput(), process.readAllStandardError() };
    }

    QTemporaryDir m_home;
    QProcessEnvironment m_environment;
};

} // namespace klangraum::test

// Runs and checks the exit status, showing both streams where it is another.
#define RUN(outcome, program, expectedStatus, ...)                                                                     \
    const klangraum::test::Outcome outcome = (program).run(QStringList __VA_ARGS__);                                   \
    QVERIFY2(outcome.status == (expectedStatus),                                                                       \
             ("status " + QByteArray::number(outcome.status) + "\n" + outcome.out + outcome.err).constData())
