// RunReader: the same as the event log says, however it grows, and whatever stands in it.
#include "training/eventlog.h"
#include "training/runreader.h"
#include "training/statusfile.h"
#include "trainingtest.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <random>

using namespace klangraum;
using namespace klangraum::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// A training with two updates, phases, ends of epochs, resumes, words for numbers, and a clock that jumps.
std::string someLog(std::mt19937 &random, int lines)
{
    std::string text;
    const auto real = [&random] { return std::ldexp(static_cast<double>(random()) - 2e9, -28); };
    std::int64_t number = 0;
    double elapsed = 0;
    for (int i = 0; i < lines; ++i) {
        ++number;
        elapsed += 0.01;
        json event = { { "type", "step" },
                       { "step", number },
                       { "epoch", number / 50 },
                       { "time", 1.7e9 + i * 0.01 - (i > lines / 2 ? 86'400 : 0) },
                       { "elapsed", elapsed },
                       { "train/loss",
                         loggable(random() % 97 == 0       ? notANumber
                                      : random() % 89 == 0 ? -infinity
                                                           : real()) },
                       { "train/generator/loss", loggable(real()) } };
        if (i > lines / 3)
            event["train/accuracy/real"] = random() % 1000;
        text += event.dump() + "\n";
        event.erase("train/generator/loss");
        if (random() % 40 == 0) {
            event["type"] = "epoch";
            event["best"] = random() % 2 == 0;
            text += event.dump() + "\n";
        }
        if (random() % 60 == 0)
            text += json({ { "type", "system" },
                           { "step", number },
                           { "epoch", number / 50 },
                           { "time", 1.7e9 },
                           { "elapsed", elapsed },
                           { "system/cpu", 0.5 } })
                        .dump() +
                "\n";
        if (random() % 300 == 0) {
            number = std::max<std::int64_t>(0, number - static_cast<std::int64_t>(random() % 70));
            text += json({ { "type", "start" },
                           { "step", number },
                           { "epoch", number / 50 },
                           { "resumed", true },
                           { "time", 1.7e9 },
                           { "elapsed", elapsed } })
                        .dump() +
                "\n";
        }
    }
    return text;
}

// What is wrong with the reader's tables, compared with all valid events by the slow way.
QString difference(const RunReader &reader)
{
    const auto events = validEvents(reader.folder() / "events.jsonl");
    std::int64_t best = 0;
    for (const auto &[type, table] : { std::pair("step", &reader.steps()), std::pair("epoch", &reader.epochs()),
                                       std::pair("system", &reader.system()) }) {
        std::map<std::string, std::size_t> seen;
        std::size_t row = 0;
        for (const json &event : events) {
            if (event.at("type") != type)
                continue;
            if (row >= table->size() || table->step[row] != event.at("step") ||
                table->epoch[row] != event.at("epoch") || table->time[row] != event.at("time") ||
                table->elapsed[row] != event.at("elapsed"))
                return QString("%1 row %2").arg(type).arg(row);
            if (event.value("best", false))
                best = event.at("epoch");
            for (const auto &[key, value] : event.items()) {
                const auto number = scalarOf(value);
                if (key == "step" || key == "epoch" || key == "time" || key == "elapsed" || !number)
                    continue;
                const Series &series = table->series.at(key);
                const std::size_t i = seen[key]++;
                if (i >= series.rows.size() || series.rows[i] != row ||
                    !(series.values[i] == *number || (std::isnan(series.values[i]) && std::isnan(*number))))
                    return QString("%1 %2 at row %3").arg(type).arg(key.c_str()).arg(row);
            }
            ++row;
        }
        if (row != table->size())
            return QString("%1 has %2 rows, expected %3").arg(type).arg(table->size()).arg(row);
        for (const auto &[name, series] : table->series)
            if (series.rows.size() != seen[name] || series.values.size() != seen[name])
                return QString("%1 %2 is too long").arg(type).arg(name.c_str());
    }
    return best == reader.bestEpoch() ? QString() : QString("best epoch");
}

} // namespace

class RunReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAsTheLogSays();
    void growsInPieces();
    void halfLineIsCutAndReplaced();
    void hostileLines();
    void clockThatJumps();
    void replacedLog();
    void statusWhenTheDiskIsFull();
    void csvInThreeLinesOfPython();

private:
    RunFolder makeRun(const QTemporaryDir &folder)
    {
        return RunFolder::create(folder.filePath("run").toStdString(), runInfo());
    }
};

void RunReaderTest::readsAsTheLogSays()
{
    QTemporaryDir folder;
    const RunFolder run = makeRun(folder);
    std::mt19937 random(3);
    writeFileAtomically(run.events(), someLog(random, 5000));
    RunReader reader(run.path());
    QVERIFY(reader.update());
    QCOMPARE(difference(reader), QString());
    QVERIFY(reader.steps().size() > 4000);
    QVERIFY(reader.generation() > 0); // rows were voided
    QCOMPARE(reader.summary().state, std::string("interrupted"));
    QCOMPARE(reader.summary().step, reader.steps().step.back());
    QCOMPARE(reader.summary().epochs, std::int64_t(9));
    QVERIFY(!reader.update());
    RunReader none(run.path() / "none");
    none.update();
    QVERIFY(!none.summary().problem.empty());
}

void RunReaderTest::growsInPieces()
{
    QTemporaryDir folder;
    const RunFolder run = makeRun(folder);
    std::mt19937 random(4);
    const std::string log = someLog(random, 1500);
    RunReader reader(run.path());
    QVERIFY(reader.update());
    std::ofstream out(run.events(), std::ios::binary);
    for (std::size_t at = 0; at < log.size();) { // cut anywhere, also within a line
        const std::size_t size = std::min<std::size_t>(log.size() - at, 1 + random() % 4000);
        out.write(log.data() + at, static_cast<std::streamsize>(size));
        out.flush();
        at += size;
        if (random() % 2)
            reader.update(1 + random() % 3000);
    }
    while (reader.update(1000)) { }
    QCOMPARE(reader.progress(), 1.0);
    QCOMPARE(difference(reader), QString());
}

// A trainer dies in a line; the next one cuts it off and writes others, longer ones, before the reader looks again.
void RunReaderTest::halfLineIsCutAndReplaced()
{
    QTemporaryDir folder;
    const RunFolder run = makeRun(folder);
    RunReader reader(run.path());
    {
        EventLog log(run.events());
        log.append({ { "type", "step" }, { "step", 1 }, { "epoch", 0 }, { "elapsed", 1 }, { "train/loss", 4.5 } });
    }
    std::ofstream(run.events(), std::ios::app) << R"({"elapsed":2,"epoch":0,"st)";
    reader.update();
    QCOMPARE(reader.steps().size(), std::size_t(1));
    EventLog log(run.events());
    for (int i = 2; i < 6; ++i)
        log.append({ { "type", "step" }, { "step", i }, { "epoch", 0 }, { "elapsed", i }, { "train/loss", 1.0 / i } });
    reader.update();
    QCOMPARE(reader.steps().size(), std::size_t(5));
    QCOMPARE(difference(reader), QString());
}

void RunReaderTest::hostileLines()
{
    QTemporaryDir folder;
    const RunFolder run = makeRun(folder);
    std::string log = R"({"epoch":0,"step":1,"time":5,"elapsed":1,"a":1,"type":"step"})"
                      "\n";
    for (const char *line :
         { "", "{}", "[]", "null", "{\"type\":7}", "{\"type\":\"step\"",
           R"({"type":"step","step":-4,"epoch":0,"time":1})", R"({"type":"step","step":1e300,"epoch":0,"time":1})",
           R"({"type":"step","step":"x","epoch":[],"time":{}})",
           R"({"epoch":0,"step":2,"time":5,"elapsed":1,"a":1,"a":2,"type":"step"})",
           R"({"epoch":0,"step":2,"time":5,"elapsed":1,"a":nan,"type":"step"})",
           R"({"epoch":0,"step":2,"time":5,"elapsed":1,"a":--1,"type":"step"})",
           R"({"epoch":0,"step":2,"time":5,"elapsed":1,"a":1,"type":"step"}x)",
           R"({"type":"start","resumed":7,"step":{},"epoch":"y"})", R"({"type":"epoch","best":true})",
           R"({"type":"start","resumed":true,"step":-1,"epoch":-1})", R"({"type":"state","state":4,"reason":[]})" })
        log += std::string(line) + "\n";
    log += std::string(20 << 20, 'x') + "\n" + std::string("\0\0\xff\n", 4);
    log += R"({"epoch":0,"step":9,"time":5,"elapsed":1,"a":-1.5e-3,"type":"step"})"
           "\n";
    std::mt19937 random(5);
    std::string noise = someLog(random, 300);
    for (int i = 0; i < 3000; ++i)
        noise[random() % noise.size()] = static_cast<char>(random());
    writeFileAtomically(run.events(), log);
    RunReader reader(run.path());
    while (reader.update(1 << 19)) { }
    QCOMPARE(reader.steps().step.back(), std::int64_t(9));
    QCOMPARE(reader.steps().series.at("a").values.back(), -1.5e-3);
    writeFileAtomically(run.events(), log + noise);
    while (reader.update()) { }
    for (const auto &[name, series] : reader.steps().series)
        QVERIFY(series.rows.size() == series.values.size() && series.rows.size() <= reader.steps().size());
    summariseRun(run.path());
}

// Hours come from "elapsed"; a log of before it had that falls back to the wall clock, whose jumps are left out.
void RunReaderTest::clockThatJumps()
{
    QTemporaryDir folder;
    const RunFolder run = makeRun(folder);
    std::string log;
    for (const double time : { 100.0, 101.0, 5000.0, 5001.0, 20.0, 21.5 })
        log += json({ { "type", "step" }, { "step", 1 }, { "epoch", 0 }, { "time", time }, { "train/loss", 1.0 } })
                   .dump() +
            "\n";
    writeFileAtomically(run.events(), log);
    RunReader reader(run.path());
    reader.update();
    QCOMPARE(reader.steps().elapsed, (std::vector<double>{ 0, 1, 1, 2, 2, 3.5 }));
}

void RunReaderTest::replacedLog()
{
    QTemporaryDir folder;
    const RunFolder run = makeRun(folder);
    std::mt19937 random(6);
    writeFileAtomically(run.events(), someLog(random, 400));
    RunReader reader(run.path());
    reader.update();
    const auto generation = reader.generation();
    writeFileAtomically(run.events(), someLog(random, 900));
    reader.update();
    QVERIFY(reader.generation() > generation);
    QCOMPARE(difference(reader), QString());
}

void RunReaderTest::statusWhenTheDiskIsFull()
{
    QTemporaryDir folder;
    const RunFolder run = makeRun(folder);
    const RunLock lock(run.path());
    StatusFile status(run.path());
    status.write("paused", "no room: \"disk\" " + std::string(5000, 'x'), 7, 1);
    RunReader reader(run.path());
    reader.update();
    QCOMPARE(reader.summary().state, std::string("paused"));
    QVERIFY(reader.summary().notice.starts_with("no room"));
    QCOMPARE(fs::file_size(run.path() / "status.json"), std::uintmax_t(1024));
    status.write("running", "", 8, 1);
    QVERIFY(reader.update());
    QCOMPARE(reader.summary().state, std::string("running"));
    QCOMPARE(reader.summary().notice, std::string());
    for (const char *text : { "", "{", "[]", "{\"state\": 4, \"notice\": []}" }) {
        writeFileAtomically(run.path() / "status.json", text);
        reader.update();
        QCOMPARE(reader.summary().problem, std::string());
    }
}

void RunReaderTest::csvInThreeLinesOfPython()
{
    QTemporaryDir folder;
    const RunFolder run = makeRun(folder);
    {
        EventLog log(run.events());
        log.append({ { "type", "step" }, { "step", 1 }, { "epoch", 0 }, { "train/loss", 0.1 }, { "a,\"b", 3 } });
        log.append({ { "type", "step" }, { "step", 2 }, { "epoch", 0 }, { "train/loss", loggable(notANumber) } });
        log.append({ { "type", "epoch" }, { "step", 2 }, { "epoch", 1 }, { "validation/loss", loggable(infinity) } });
    }
    std::ofstream(run.events(), std::ios::app) << "{\"half";
    RunReader reader(run.path());
    reader.update();
    const fs::path file = folder.filePath("run.csv").toStdString();
    reader.writeCsv(file);
    const char *read = "import csv, sys\n"
                       "rows = list(csv.DictReader(open(sys.argv[1])))\n"
                       "print([(r['type'], int(r['step']), r['a,\"b'], r['train/loss'] and float(r['train/loss']),"
                       " r['validation/loss']) for r in rows])";
    QCOMPARE(python({ "-c", read, QString::fromStdString(file.string()) }),
             std::string("[('step', 1, '3', 0.1, ''), ('step', 2, '', nan, ''), ('epoch', 2, '', '', 'Infinity')]\n"));
    // The three lines of README.md, without the drawing: pandas need not be there.
    const char *three = "import json, sys\n"
                        "events = [json.loads(line) for line in open(sys.argv[1]) if line.endswith('\\n')]\n"
                        "print([(e['epoch'], float(e['validation/loss'])) for e in events if e['type'] == 'epoch'])";
    QCOMPARE(python({ "-c", three, QString::fromStdString(run.events().string()) }), std::string("[(1, inf)]\n"));
    QVERIFY(!errorOf([&] { reader.writeCsv(folder.filePath("none/run.csv").toStdString()); }).empty());
}

QTEST_APPLESS_MAIN(RunReaderTest)
#include "tst_runreader.moc"
