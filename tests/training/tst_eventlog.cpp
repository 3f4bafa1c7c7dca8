// The event log and what reads it: half lines, resumes, long logs, broken folders; commands and locks.
#include "music/atomicfile.h"
#include "training/eventlog.h"
#include "training/runfolder.h"
#include "training/runs.h"

#include <QtTest>

#include <fstream>

using namespace klangraum;
using nlohmann::json;

namespace {

json info()
{
    return { { "recipe",
               { { "name", "toy" }, { "family", "toy" }, { "source", "" }, { "training", { { "epochs", 9 } } } } },
             { "corpus", { { "name", "embedded" }, { "hash", "1" } } },
             { "device", "cpu" } };
}

json step(int number)
{
    return { { "type", "step" },          { "step", number },
             { "epoch", number / 1000 },  { "train/loss", 1.0 / number },
             { "steps-per-second", 5.0 }, { "seconds-left", 60.0 } };
}

} // namespace

class EventLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void halfLine();
    void resumeVoidsLaterEvents();
    void longLog();
    void states();
    void brokenFolders();
    void commandsAndLocks();
};

void EventLogTest::halfLine()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("events.jsonl").toStdString();
    {
        EventLog log(file);
        log.append(step(1));
        log.append(step(2));
    }
    const std::string whole = readText(file);
    std::ofstream(file, std::ios::app) << "{\"type\":\"step\",\"st";
    QCOMPARE(validEvents(file).size(), std::size_t(2));
    std::uint64_t offset = readEvents(file, 0, [](const json &) {});
    QCOMPARE(offset, std::uint64_t(whole.size()));
    {
        EventLog log(file);
        QCOMPARE(readText(file), whole); // the half line is gone
        log.append(step(3));
    }
    int seen = 0;
    offset = readEvents(file, offset, [&](const json &event) { seen = event.at("step"); });
    QCOMPARE(seen, 3);
    std::ofstream(file, std::ios::app) << "no json\n[1]\n";
    QCOMPARE(validEvents(file).size(), std::size_t(3));
}

void EventLogTest::resumeVoidsLaterEvents()
{
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("events.jsonl").toStdString();
    EventLog log(file);
    for (int i = 1; i <= 5; ++i)
        log.append(step(i));
    log.append({ { "type", "start" }, { "step", 3 }, { "epoch", 0 }, { "resumed", true } });
    log.append(step(4));
    std::vector<int> steps;
    for (const json &event : validEvents(file))
        if (event.at("type") == "step")
            steps.push_back(event.at("step"));
    QCOMPARE(steps, (std::vector<int>{ 1, 2, 3, 4 }));
}

// The summary reads the end of the log only: what it reads does not grow with the log.
void EventLogTest::longLog()
{
    QTemporaryDir folder;
    const RunFolder run = RunFolder::create(folder.filePath("run").toStdString(), info());
    {
        std::ofstream out(run.events());
        std::string line = step(7).dump() + "\n";
        std::string block;
        for (int i = 0; i < 1000; ++i)
            block += line;
        for (int i = 0; i < 199; ++i)
            out << block;
        out << json({ { "type", "epoch" }, { "step", 199'000 }, { "epoch", 4 }, { "validation/loss", 0.25 } }).dump()
            << "\n";
        for (int i = 0; i < 999; ++i)
            out << step(199'001 + i).dump() << "\n";
    }
    const RunSummary summary = summariseRun(run.path());
    QCOMPARE(summary.problem, std::string());
    QCOMPARE(summary.step, std::int64_t(199'999));
    QCOMPARE(summary.scalars.at("validation/loss"), 0.25);
    QCOMPARE(summary.epochs, std::int64_t(9));
    QCOMPARE(summary.state, std::string("interrupted"));
    QElapsedTimer whole;
    whole.start();
    readEvents(run.events(), 0, [](const json &) {});
    const auto wholeTime = whole.nsecsElapsed();
    QElapsedTimer timer;
    timer.start();
    summariseRun(run.path());
    QVERIFY(timer.nsecsElapsed() * 5 < wholeTime); // a ratio, both on this machine now
}

void EventLogTest::states()
{
    QTemporaryDir folder;
    const RunFolder run = RunFolder::create(folder.filePath("run").toStdString(), info());
    QCOMPARE(summariseRun(run.path()).state, std::string("interrupted"));
    EventLog log(run.events());
    {
        const RunLock lock(run.path());
        QCOMPARE(summariseRun(run.path()).state, std::string("running"));
        log.append({ { "type", "state" }, { "state", "paused" } });
        QCOMPARE(summariseRun(run.path()).state, std::string("paused"));
    }
    QCOMPARE(summariseRun(run.path()).state, std::string("interrupted"));
    log.append({ { "type", "state" }, { "state", "failed" }, { "reason", "no number" } });
    QCOMPARE(summariseRun(run.path()).state, std::string("failed"));
    QCOMPARE(summariseRun(run.path()).reason, std::string("no number"));
}

void EventLogTest::brokenFolders()
{
    QTemporaryDir folder;
    const std::filesystem::path path = folder.path().toStdString();
    QVERIFY(!summariseRun(path).problem.empty());
    QVERIFY(!summariseRun(path / "none").problem.empty());
    for (const char *text : { "", "[]", "{}", "{\"recipe\": 4, \"corpus\": {}}", "{\"recipe\"" }) {
        writeFileAtomically(path / "run.json", text);
        QVERIFY2(!summariseRun(path).problem.empty(), text);
    }
    QVERIFY_EXCEPTION_THROWN(RunFolder::create(path, info()), Error); // holds a run
}

void EventLogTest::commandsAndLocks()
{
    QTemporaryDir folder;
    const RunFolder run = RunFolder::create(folder.filePath("run").toStdString(), info());
    QVERIFY(run.takeCommand().command == RunCommand::None);
    run.command(RunCommand::Pause);
    run.command(RunCommand::Stop);
    QVERIFY(run.takeCommand().command == RunCommand::Stop);
    QVERIFY(run.takeCommand().command == RunCommand::None);
    writeFileAtomically(run.control(), "dance\n");
    QVERIFY(run.takeCommand().command == RunCommand::None);
    writeFileAtomically(run.control(), std::string(100000, 'x'));
    QVERIFY(run.takeCommand().command == RunCommand::None);

    QVERIFY(!run.locked());
    {
        const RunLock lock(run.path());
        QVERIFY(run.locked());
        QVERIFY_EXCEPTION_THROWN(RunLock{ run.path() }, Error);
    }
    QVERIFY(!run.locked());
    const RunLock again(run.path());
}

QTEST_APPLESS_MAIN(EventLogTest)
#include "tst_eventlog.moc"
