// Two networks against each other in the trainer: a planted collapse is called within 200 steps, a healthy run is left
// alone, and neither the meter nor a lesson's single steps and slow motion change a digit.
#include <torch/torch.h>

#include "music/atomicfile.h"
#include "training/checkpoint.h"
#include "training/epochgenerator.h"
#include "training/eventlog.h"
#include "training/runfolder.h"
#include "training/runreader.h"
#include "training/trainer.h"

#include "toyduel.h"

#include <QtTest>

#include <chrono>

using namespace klangraum;
namespace fs = std::filesystem;

namespace {

using Watch = std::function<void(Trainer &, const TrainProgress &)>;

TrainResult train(const fs::path &run, const toy::DuelOptions &duel, const Recipe &recipe, bool resume = false,
                  const Watch &watch = {})
{
    const Family family = toy::duelFamily(duel);
    const Corpus corpus = toy::melodies(30);
    TrainOptions options;
    options.run = run;
    options.recipe = recipe;
    options.device = "cpu";
    options.resume = resume;
    options.family = &family;
    Trainer trainer(options, corpus);
    return trainer.run([&](const TrainProgress &progress) {
        if (watch)
            watch(trainer, progress);
    });
}

std::vector<nlohmann::json> events(const fs::path &run, const std::string &type)
{
    std::vector<nlohmann::json> found;
    for (const nlohmann::json &event : validEvents(RunFolder(run).events()))
        if (textIn(event, "type") == type)
            found.push_back(event);
    return found;
}

// "+collapse", and the step where it was called.
std::vector<std::pair<std::string, std::int64_t>> warnings(const fs::path &run)
{
    std::vector<std::pair<std::string, std::int64_t>> list;
    for (const nlohmann::json &event : events(run, "warning"))
        list.emplace_back((textIn(event, "state") == "begins" ? "+" : "-") + textIn(event, "code"),
                          wholeIn(event, "step"));
    return list;
}

// The steps' numbers, less clocks and less what the meter saw.
std::vector<std::string> numbers(const fs::path &run)
{
    std::vector<std::string> lines;
    for (nlohmann::json event : events(run, "step")) {
        for (const char *key : { "time", "elapsed", "steps-per-second", "seconds-left", "duel/distance",
                                 "duel/corpus-distance", "duel/collapse", "duel/silent", "duel/one-note" })
            event.erase(key);
        lines.push_back(event.dump());
    }
    return lines;
}

bool sameWeights(const fs::path &a, const fs::path &b)
{
    const Checkpoint x = loadCheckpoint(RunFolder(a).checkpoint("last"));
    const Checkpoint y = loadCheckpoint(RunFolder(b).checkpoint("last"));
    if (x.state != y.state || x.model.size() != y.model.size())
        return false;
    return std::all_of(x.model.begin(), x.model.end(),
                       [&y](const auto &entry) { return torch::equal(entry.second, y.model.at(entry.first)); });
}

} // namespace

class TestDuel : public QObject
{
    Q_OBJECT
    QTemporaryDir m_folder;
    fs::path path(const char *name) const { return fs::path(m_folder.path().toStdString()) / name; }

private Q_SLOTS:
    void aHealthyRunIsLeftAlone()
    {
        const fs::path run = path("healthy");
        QCOMPARE(train(run, {}, toy::duelRecipe(100)).state, std::string("finished"));
        QVERIFY(warnings(run).empty());
        int looks = 0;
        for (const auto &step : events(run, "step")) {
            QVERIFY(step.at("gradient-norm/generator").get<double>() > 0);
            QVERIFY(step.contains("gradient-norm/discriminator"));
            if (!step.contains("duel/collapse"))
                continue;
            ++looks;
            QCOMPARE(wholeIn(step, "step") % 10, 0);
            QVERIFY(step.at("duel/collapse").get<double>() < 0.1);
            QVERIFY(step.at("duel/corpus-distance").get<double>() > 0.8);
        }
        QCOMPARE(looks, int(events(run, "step").size()) / 10);
        QVERIFY(events(run, "step").size() >= 400);
        QVERIFY(summariseRun(run).warnings.empty());
    }

    void plantedFailuresAreCalled_data()
    {
        QTest::addColumn<int>("planted");
        QTest::addColumn<QString>("code");
        QTest::newRow("the same piece") << int(toy::Planted::SamePiece) << "collapse";
        QTest::newRow("silence") << int(toy::Planted::Silence) << "silence";
        QTest::newRow("one note") << int(toy::Planted::OneNote) << "one-note";
    }
    void plantedFailuresAreCalled()
    {
        QFETCH(int, planted);
        QFETCH(QString, code);
        toy::DuelOptions options;
        options.planted = static_cast<toy::Planted>(planted);
        options.from = 150;
        options.until = 300;
        Recipe recipe = toy::duelRecipe(100);
        recipe.training.collapseSteps = TrainingRecipe().collapseSteps; // as it comes
        const fs::path run = path(qPrintable(code));
        std::string notice;
        train(run, options, recipe, false, [&](Trainer &, const TrainProgress &progress) {
            if (progress.step == 299) {
                notice = summariseRun(run).notice;
                QCOMPARE(summariseRun(run).state, std::string("running"));
            }
        });
        const auto called = warnings(run);
        QCOMPARE(called.size(), 2u);
        QCOMPARE(called[0].first, "+" + code.toStdString());
        QVERIFY2(called[0].second > 150 && called[0].second <= 350, qPrintable(QString::number(called[0].second)));
        QCOMPARE(called[1].first, "-" + code.toStdString());
        QVERIFY(called[1].second > 300 && called[1].second <= 500);
        QVERIFY2(notice.find("what usually helps") != std::string::npos, notice.c_str());
        QVERIFY(summariseRun(run).notice.empty());
        // From the first step on it is called within 200.
        options.from = 0;
        options.until = 1'000'000;
        const fs::path early = path(qPrintable(code + "-early"));
        train(early, options, toy::duelRecipe(50));
        QCOMPARE(warnings(early).size(), 1u);
        QVERIFY(warnings(early)[0].second <= 200);
        RunReader reader(early);
        reader.update();
        QCOMPARE(reader.summary().warnings.size(), 1u);
        QCOMPARE(reader.summary().warnings.front().code, code.toStdString());
        QVERIFY(summariseRun(early).notice.find("what usually helps") != std::string::npos); // it ended so
    }

    void aPerfectDiscriminatorIsCalled()
    {
        toy::DuelOptions options;
        options.accuracy = 1;
        train(path("perfect"), options, toy::duelRecipe(40));
        QCOMPARE(warnings(path("perfect")).size(), 1u);
        QCOMPARE(warnings(path("perfect")).front().first, std::string("+perfect-discriminator"));
    }

    void theMeterChangesNoDigit()
    {
        toy::DuelOptions with;
        with.drawsFromTorch = true;
        toy::DuelOptions without = with;
        without.adversarial = false;
        train(path("with"), with, toy::duelRecipe(12));
        train(path("without"), without, toy::duelRecipe(12));
        QCOMPARE(numbers(path("with")), numbers(path("without")));
        QVERIFY(sameWeights(path("with"), path("without")));
        QVERIFY(events(path("without"), "step").back().contains("gradient-norm/generator"));
        Recipe never = toy::duelRecipe(12);
        never.training.collapseSteps = 0;
        train(path("never"), with, never);
        QCOMPARE(numbers(path("with")), numbers(path("never")));
        for (const auto &step : events(path("never"), "step"))
            QVERIFY(!step.contains("duel/collapse"));
    }

    void aResumedRunWarnsAsAnUninterruptedOne()
    {
        toy::DuelOptions options;
        options.planted = toy::Planted::SamePiece;
        options.from = 150;
        options.until = 260;
        options.accuracy = 1;
        const fs::path whole = path("whole"), parts = path("parts");
        train(whole, options, toy::duelRecipe(80));
        for (const std::int64_t stop : { 90, 167, 200, 265 })
            train(parts, options, toy::duelRecipe(80), stop > 90,
                  [stop](Trainer &trainer, const TrainProgress &progress) {
                      if (progress.step >= stop)
                          trainer.requestStop();
                  });
        QCOMPARE(train(parts, options, toy::duelRecipe(80), true).state, std::string("finished"));
        QCOMPARE(warnings(parts), warnings(whole));
        QCOMPARE(warnings(whole).size(), 3u);
        QCOMPARE(numbers(parts), numbers(whole));
    }

    void singleStepsAndSlowMotion()
    {
        const fs::path plain = path("plain"), lesson = path("lesson");
        train(plain, {}, toy::duelRecipe(8));
        const RunFolder *run = nullptr;
        std::unique_ptr<RunFolder> folder;
        std::vector<std::int64_t> paused; // steps at which the training waited
        std::chrono::steady_clock::time_point slowFrom;
        double slowSeconds = 0;
        const auto result = train(lesson, {}, toy::duelRecipe(8), false, [&](Trainer &, const TrainProgress &progress) {
            if (!run)
                run = (folder = std::make_unique<RunFolder>(lesson)).get();
            if (progress.state == "running" && progress.step == 5)
                run->command(RunCommand::Step); // from full speed: one step, then it rests
            if (progress.state == "paused" && (paused.empty() || paused.back() != progress.step)) {
                paused.push_back(progress.step);
                QCOMPARE(summariseRun(lesson).state, std::string("paused"));
                run->command(paused.size() < 6 ? RunOrder(RunCommand::Step) : RunOrder(RunCommand::Slow, 25));
                slowFrom = std::chrono::steady_clock::now();
            }
            if (progress.state == "running" && progress.step == 16) {
                slowSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - slowFrom).count();
                QCOMPARE(summariseRun(lesson).slow, 25.0);
                run->command(RunCommand::Resume);
            }
        });
        QCOMPARE(result.state, std::string("finished"));
        QCOMPARE(paused, (std::vector<std::int64_t>{ 6, 7, 8, 9, 10, 11 }));
        QVERIFY2(slowSeconds >= 4 / 25.0, qPrintable(QString::number(slowSeconds)));
        QCOMPARE(summariseRun(lesson).slow, 0.0);
        QCOMPARE(numbers(lesson), numbers(plain));
        QVERIFY(sameWeights(lesson, plain));
        // One pause, whatever the number of single steps.
        int pauses = 0;
        for (const auto &state : events(lesson, "state"))
            pauses += textIn(state, "state") == "paused";
        QCOMPARE(pauses, 1);
    }

    void commandsOfTheControlFile()
    {
        const fs::path folder = path("orders");
        const RunFolder run = RunFolder::create(folder, { { "recipe", { { "name", "toy" } } } });
        for (const RunCommand command :
             { RunCommand::Pause, RunCommand::Resume, RunCommand::Stop, RunCommand::Step, RunCommand::Slow }) {
            run.command(RunOrder(command, 2.5));
            const RunOrder taken = run.takeCommand();
            QVERIFY(taken.command == command);
            QCOMPARE(taken.stepsPerSecond, command == RunCommand::Slow ? 2.5 : 1.0);
            QVERIFY(run.takeCommand().command == RunCommand::None);
        }
        for (const auto &[text, speed] :
             { std::pair("slow", 1.0), std::pair("slow 1e9\n", RunOrder::fastest),
               std::pair("slow -3\n", RunOrder::slowest), std::pair("slow soon", 1.0), std::pair("slow nan", 1.0) }) {
            writeFileAtomically(run.control(), std::string(text));
            const RunOrder taken = run.takeCommand();
            QVERIFY2(taken.command == RunCommand::Slow, text);
            QCOMPARE(taken.stepsPerSecond, speed);
        }
        for (const char *text : { "", "\n", "faster", "stopp", "pause-now" }) {
            writeFileAtomically(run.control(), std::string(text));
            QVERIFY2(run.takeCommand().command == RunCommand::None, text);
        }
    }

    void anEpochJudges()
    {
        Recipe recipe = toy::duelRecipe(2);
        recipe.training.keepEvery = 1;
        train(path("judge"), {}, recipe);
        const Family family = toy::duelFamily();
        const auto generator = openEpoch(path("judge"), 2, "cpu", &family);
        Score score = toy::melody(1);
        QCOMPARE(generator->judge(score), std::optional(score.notes.front().pitch / 127.0));
        score.notes.clear();
        QCOMPARE(generator->judge(score), std::optional<double>());
    }
};

QTEST_GUILESS_MAIN(TestDuel)
#include "tst_duel.moc"
