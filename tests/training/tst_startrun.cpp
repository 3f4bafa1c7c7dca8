// Trainers started as processes of their own: they outlive who started them, and a queued run tells its state.
#include "training/detached.h"
#include "training/runs.h"
#include "training/startrun.h"
#include "trainingtest.h"

#include <csignal>
#include <cstdlib>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace klangraum;
using namespace klangraum::test;
namespace fs = std::filesystem;

namespace {

constexpr const char *recipe = "name = \"toy\"\nfamily = \"toy\"\nsource = \"Klangraum\"\n[training]\nepochs = 7\n";

} // namespace

class StartRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void outlivesItsParent();
    void queuedThenBegins();
    void endsBeforeItBegins();
    void refusals();

private:
    fs::path path(const char *name) const { return fs::path(m_folder->path().toStdString()) / name; }
    // A program in place of klangraum: a shell script.
    fs::path program(const std::string &body) const
    {
        const fs::path file = path("klangraum");
        writeFileAtomically(file, "#!/bin/sh\n" + body);
        fs::permissions(file, fs::perms::owner_all);
        return file;
    }
    StartRun start(const std::string &body) const
    {
        writeFileAtomically(path("toy.toml"), recipe);
        StartRun start;
        start.recipe = path("toy.toml").string();
        start.run = path("run");
        start.set = { "training.epochs=5" };
        start.program = program(body);
        return start;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void StartRunTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void StartRunTest::outlivesItsParent()
{
    const fs::path script =
        program("echo begun $1; echo wrong >&2; nice; touch \"$0.begun\"\n"
                "while [ ! -e \"$0.go\" ]; do sleep 0.05; done; echo survived; touch \"$0.done\"\n");
    const pid_t parent = ::fork();
    if (parent == 0) {
        startDetached({ script.string(), "argument" }, path("trainer.log"), 3);
        ::raise(SIGKILL);
    }
    int status = 0;
    ::waitpid(parent, &status, 0);
    QVERIFY(WIFSIGNALED(status));
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(path("klangraum.begun")), 60'000);
    writeFileAtomically(path("klangraum.go"), "");
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(path("klangraum.done")), 60'000);
    const std::string log = readText(path("trainer.log"));
    QVERIFY(log.starts_with("begun argument\nwrong\n"));
    QVERIFY(log.ends_with("survived\n"));
    const int nice = std::stoi(log.substr(log.find("wrong\n") + 6));
    QCOMPARE(nice, std::min(19, ::getpriority(PRIO_PROCESS, 0) + 3));

    bool announced = false;
    const auto id = startDetached({ "/bin/true" }, path("trainer.log"), 0,
                                  [&](std::int64_t process) { announced = processStart(process) > 0; });
    QVERIFY(announced);
    QTRY_COMPARE_WITH_TIMEOUT(processStart(id), std::uint64_t(0), 60'000); // gone, and no zombie of ours
    QVERIFY(errorOf([&] { startDetached({ "/none/klangraum" }, path("trainer.log"), 0); }).find("No such file") !=
            std::string::npos);
    QVERIFY(!errorOf([&] { startDetached({ "/bin/true" }, path("none/trainer.log"), 0); }).empty());
}

void StartRunTest::queuedThenBegins()
{
    const std::int64_t process = startRun(start("printf '%s ' \"$@\" > \"$0.arguments\"\nsleep 60\n"));
    const RunSummary summary = summariseRun(path("run"));
    QCOMPARE(summary.problem, std::string());
    QCOMPARE(summary.state, std::string("queued"));
    QCOMPARE(summary.epochs, std::int64_t(5));
    QCOMPARE(summary.recipe, std::string("toy"));
    QTRY_VERIFY_WITH_TIMEOUT(fs::exists(path("klangraum.arguments")) && fs::file_size(path("klangraum.arguments")) > 0,
                             60'000);
    const std::string arguments = readText(path("klangraum.arguments"));
    QVERIFY(arguments.starts_with("train --quiet --run " + path("run").string()));
    QVERIFY(arguments.find("--set training.epochs=5 " + path("toy.toml").string()) != std::string::npos);
    QVERIFY(!errorOf([&] { startRun(start("exit 0\n")); }).empty()); // the folder is taken
    {
        // What the trainer does first: takes the folder, and the queued run becomes its own.
        const RunLock lock(path("run"));
        RunFolder::create(path("run"), runInfo(), lock);
        QCOMPARE(summariseRun(path("run")).state, std::string("running"));
        QVERIFY(!errorOf([&] { RunFolder::create(path("run"), runInfo(), lock); }).empty());
        QVERIFY(errorOf([&] { resumeRun(start("exit 0\n")); }).find("a trainer works") != std::string::npos);
    }
    ::kill(static_cast<pid_t>(process), SIGKILL);
    QCOMPARE(summariseRun(path("run")).state, std::string("interrupted"));
}

void StartRunTest::endsBeforeItBegins()
{
    startRun(start("echo 'klangraum: no such corpus' >&2; exit 1\n"));
    QTRY_COMPARE_WITH_TIMEOUT(summariseRun(path("run")).state, std::string("failed"), 60'000);
    QVERIFY(summariseRun(path("run")).reason.ends_with("klangraum: no such corpus"));
    const std::int64_t process = resumeRun(start("echo again \"$@\" >&2\n"));
    QTRY_COMPARE_WITH_TIMEOUT(processStart(process), std::uint64_t(0), 60'000);
    QVERIFY(readText(path("run") / "trainer.log").find("again train") != std::string::npos);
}

void StartRunTest::refusals()
{
    StartRun wrong = start("exit 0\n");
    wrong.program = path("none");
    QVERIFY(errorOf([&] { startRun(wrong); }).find("No such file") != std::string::npos);
    wrong = start("exit 0\n");
    wrong.set = { "training.epoch=5" };
    QVERIFY(errorOf([&] { startRun(wrong); }).find("epochs") != std::string::npos);
    wrong = start("exit 0\n");
    wrong.corpus = path("none.corpus");
    QVERIFY(errorOf([&] { startRun(wrong); }).find("no such corpus") != std::string::npos);
    QVERIFY(!fs::exists(path("run")));
    ::setenv("PATH", path("").c_str(), 1);
    const std::string missing = errorOf([] { trainerProgram(); });
    QVERIFY(missing.find("PATH") != std::string::npos || missing.empty());
    program("exit 0\n");
    QVERIFY(fs::path(trainerProgram()).filename() == "klangraum");
}

QTEST_GUILESS_MAIN(StartRunTest)
#include "tst_startrun.moc"
