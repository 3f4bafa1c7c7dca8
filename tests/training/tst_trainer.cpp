// The trainer: resuming equals an uninterrupted run to the last digit, also after kill -9; stops, pauses, failures.
#include <torch/torch.h>

#include "music/atomicfile.h"
#include "training/checkpoint.h"
#include "training/eventlog.h"
#include "training/runfolder.h"
#include "training/runs.h"
#include "training/samplefile.h"
#include "training/trainer.h"

#include "toyfamily.h"

#include <QtTest>

#include <csignal>
#include <random>
#include <utility>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace klangraum;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t epochs = 4; // of 13 batches, so 5 steps (three batches each)

TrainOptions options(const fs::path &run, const Family &family, bool resume = false)
{
    TrainOptions result;
    result.run = run;
    result.recipe = toy::recipe(epochs);
    result.device = "cpu";
    result.resume = resume;
    result.family = &family;
    return result;
}

TrainResult train(const fs::path &run, bool resume = false, const toy::Options &toyOptions = {},
                  const std::function<void(Trainer &, const TrainProgress &)> &watch = {})
{
    const Family family = toy::family(toyOptions);
    const Corpus corpus = toy::corpus();
    Trainer trainer(options(run, family, resume), corpus);
    return trainer.run([&](const TrainProgress &progress) {
        if (watch)
            watch(trainer, progress);
    });
}

// Everything that must be equal: the last checkpoint, the best one, the logged numbers and the samples.
QString difference(const fs::path &a, const fs::path &b)
{
    for (const char *name : { "last", "best", "epoch-0002", "epoch-0004" }) {
        const Checkpoint x = loadCheckpoint(RunFolder(a).checkpoint(name));
        const Checkpoint y = loadCheckpoint(RunFolder(b).checkpoint(name));
        if (x.state != y.state)
            return QString(name) + ": " + QString::fromStdString(x.state.dump() + y.state.dump());
        for (const auto &[left, right] :
             { std::pair(&x.model, &y.model), std::pair(&x.mean, &y.mean), std::pair(&x.optimizers, &y.optimizers) }) {
            if (left->size() != right->size())
                return QString(name) + ": another number of tensors";
            for (const auto &[tensorName, tensor] : *left)
                if (!torch::equal(tensor, right->at(tensorName)))
                    return QString(name) + ": " + QString::fromStdString(tensorName);
        }
    }
    const auto numbers = [](const fs::path &run) {
        std::vector<std::string> lines;
        for (nlohmann::json event : validEvents(RunFolder(run).events())) {
            if (event.at("type") != "step" && event.at("type") != "epoch")
                continue;
            for (const char *key : { "time", "elapsed", "seconds", "steps-per-second", "seconds-left" })
                event.erase(key);
            lines.push_back(event.dump());
        }
        return lines;
    };
    const auto x = numbers(a);
    const auto y = numbers(b);
    for (std::size_t i = 0; i < std::max(x.size(), y.size()); ++i)
        if (i >= x.size() || i >= y.size() || x[i] != y[i])
            return QString::fromStdString("event " + std::to_string(i) + ": " + (i < x.size() ? x[i] : "none") + " | " +
                                          (i < y.size() ? y[i] : "none"));
    if (readText(a / "samples" / "epoch-0004.json") != readText(b / "samples" / "epoch-0004.json"))
        return "samples";
    return {};
}

// This program again, as a trainer that can be killed.
pid_t spawnTrainer(const fs::path &run, bool resume)
{
    const pid_t child = ::fork();
    if (child == 0) {
        ::execl("/proc/self/exe", "tst_trainer", "--train", run.c_str(), resume ? "resume" : "new",
                static_cast<char *>(nullptr));
        ::_exit(127);
    }
    return child;
}

int waitFor(pid_t child)
{
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace

class TrainerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void learnsAndWritesTheFolder();
    void sameSeedSameNumbers();
    void resumeEqualsUninterrupted();
    void killedAnywhere();
    void signalStops();
    void pauseAndStopByFile();
    void notANumberFails();
    void secondTrainerRefused();
    void wrongResumes();
    void fullDiskWaits();
    void nothingHeldOut();
};

void TrainerTest::learnsAndWritesTheFolder()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    double last = 0;
    const TrainResult result = train(run, false, {}, [&](Trainer &, const TrainProgress &progress) {
        QVERIFY(progress.progress >= last - 1e-9);
        last = progress.progress;
    });
    QCOMPARE(result.state, std::string("finished"));
    QCOMPARE(result.epoch, epochs);
    QCOMPARE(result.step, std::int64_t(20));
    QCOMPARE(last, 1.0);
    std::vector<double> losses;
    for (const auto &event : validEvents(run / "events.jsonl"))
        if (event.at("type") == "epoch") {
            losses.push_back(event.at("validation/loss"));
            QCOMPARE(event.at("validation/constant").get<double>(), 3.0);
            QVERIFY(event.contains("train/critic/loss"));
        }
    QCOMPARE(losses.size(), std::size_t(epochs));
    QVERIFY(losses.back() < losses.front());
    QVERIFY(fs::exists(run / "checkpoints" / "epoch-0002.safetensors"));
    QVERIFY(!fs::exists(run / "checkpoints" / "epoch-0003.safetensors"));
    QCOMPARE(readSamples(run / "samples" / "epoch-0001.json").front().notes.size(), std::size_t(1));
    const auto info = RunFolder(run).info();
    QCOMPARE(info.at("corpus").at("hash").get<std::string>(), toy::corpus().hash);
    QCOMPARE(info.at("threads").get<int>(), 1);
    QCOMPARE(summariseRun(run).state, std::string("finished"));
}

void TrainerTest::sameSeedSameNumbers()
{
    QTemporaryDir folder;
    const fs::path a = folder.filePath("a").toStdString();
    const fs::path b = folder.filePath("b").toStdString();
    train(a);
    train(b);
    QCOMPARE(difference(a, b), QString());
}

void TrainerTest::resumeEqualsUninterrupted()
{
    QTemporaryDir folder;
    const fs::path whole = folder.filePath("whole").toStdString();
    train(whole);
    for (const std::int64_t stop : { 1, 3, 5, 7, 10, 19 }) {
        const fs::path run = folder.filePath("run" + QString::number(stop)).toStdString();
        const TrainResult part = train(run, false, {}, [&](Trainer &trainer, const TrainProgress &progress) {
            if (progress.step == stop)
                trainer.requestStop();
        });
        QCOMPARE(part.state, std::string("stopped"));
        QCOMPARE(summariseRun(run).state, std::string("stopped"));
        const TrainResult rest = train(run, true);
        QCOMPARE(rest.state, std::string("finished"));
        QCOMPARE(difference(whole, run), QString());
    }
}

void TrainerTest::killedAnywhere()
{
    QTemporaryDir folder;
    const fs::path whole = folder.filePath("whole").toStdString();
    QCOMPARE(waitFor(spawnTrainer(whole, false)), 0);
    const fs::path run = folder.filePath("killed").toStdString();
    std::mt19937 random(7);
    int kills = 0;
    bool finished = false;
    for (int attempt = 0; attempt < 40 && !finished; ++attempt) {
        const pid_t child = spawnTrainer(run, true);
        // Some events on from where it stands, then some microseconds more: between any two lines.
        std::error_code error;
        const auto size = [&] {
            const auto bytes = fs::file_size(run / "events.jsonl", error);
            return error ? std::uintmax_t(0) : bytes;
        };
        const std::uintmax_t target = size() + (kills == 0 ? 1 : 500 + random() % 2500);
        int status = 0;
        while (::waitpid(child, &status, WNOHANG) == 0) {
            if (kills < 6 && size() >= target) {
                ::usleep(static_cast<useconds_t>(random() % 3000));
                ::kill(child, SIGKILL);
                status = waitFor(child);
                break;
            }
            ::usleep(200);
        }
        if (WIFSIGNALED(status))
            ++kills;
        else
            finished = WEXITSTATUS(status) == 0;
    }
    QVERIFY(finished);
    QVERIFY(kills >= 3);
    QCOMPARE(difference(whole, run), QString());
    for (const auto &entry : fs::directory_iterator(run / "checkpoints"))
        if (entry.path().extension() == ".safetensors" && !entry.path().filename().string().starts_with("."))
            loadCheckpoint(entry.path());
}

void TrainerTest::signalStops()
{
    QTemporaryDir folder;
    const fs::path whole = folder.filePath("whole").toStdString();
    train(whole);
    const fs::path run = folder.filePath("run").toStdString();
    const TrainResult part = train(run, false, {}, [](Trainer &, const TrainProgress &progress) {
        if (progress.step == 4 && progress.state == "running")
            std::raise(SIGTERM);
    });
    QCOMPARE(part.state, std::string("stopped"));
    QCOMPARE(part.reason, std::string("signal"));
    QVERIFY(fs::exists(run / "checkpoints" / "last.safetensors"));
    train(run, true);
    QCOMPARE(difference(whole, run), QString());
}

void TrainerTest::pauseAndStopByFile()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    bool asked = false, paused = false, told = false; // a state may be reported more than once
    const TrainResult result = train(run, false, {}, [&](Trainer &, const TrainProgress &progress) {
        if (progress.step == 2 && progress.state == "running" && !std::exchange(asked, true))
            RunFolder(run).command(RunCommand::Pause);
        if (progress.state == "paused") {
            paused = true;
            QCOMPARE(summariseRun(run).state, std::string("paused"));
            RunFolder(run).command(RunCommand::Resume);
        }
        if (progress.step == 9 && progress.state == "running" && !std::exchange(told, true))
            RunFolder(run).command(RunCommand::Stop);
    });
    QVERIFY(paused);
    QCOMPARE(result.state, std::string("stopped"));
    QVERIFY(!fs::exists(run / "control"));
    // One that was left behind is not for the next trainer; one that comes before its first step is.
    RunFolder(run).command(RunCommand::Stop);
    const Family family = toy::family({});
    const Corpus corpus = toy::corpus();
    {
        Trainer trainer(options(run, family, true), corpus);
        RunFolder(run).command(RunCommand::Stop);
        QCOMPARE(trainer.run([](const TrainProgress &) {}).state, std::string("stopped"));
    }
    RunFolder(run).command(RunCommand::Stop);
    QCOMPARE(train(run, true).state, std::string("finished"));
}

void TrainerTest::notANumberFails()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    toy::Options broken;
    broken.breakAt = 8;
    const TrainResult result = train(run, false, broken);
    QCOMPARE(result.state, std::string("failed"));
    QVERIFY(result.reason.find("main") != std::string::npos && result.reason.find("step 8") != std::string::npos);
    QCOMPARE(summariseRun(run).state, std::string("failed"));
    const Checkpoint kept = loadCheckpoint(RunFolder(run).checkpoint("last"));
    QCOMPARE(kept.state.at("step").get<std::int64_t>(), std::int64_t(6)); // checkpoint-steps is 3
    for (const auto &[name, tensor] : kept.model)
        QVERIFY2(torch::isfinite(tensor.to(torch::kFloat32)).all().item<bool>(), name.c_str());
    QCOMPARE(train(run, true).state, std::string("finished")); // without the fault it goes on
}

void TrainerTest::secondTrainerRefused()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    bool refused = false;
    train(run, false, {}, [&](Trainer &trainer, const TrainProgress &) {
        try {
            const Family family = toy::family();
            const Corpus corpus = toy::corpus();
            Trainer second(options(run, family, true), corpus);
        } catch (const Error &error) {
            refused = std::string(error.what()).find("another trainer") != std::string::npos;
        }
        trainer.requestStop();
    });
    QVERIFY(refused);
}

void TrainerTest::wrongResumes()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    train(run);
    QVERIFY_EXCEPTION_THROWN(train(run), Error); // holds a run
    const Family family = toy::family();
    Corpus other = toy::corpus();
    other.hash = "another";
    QVERIFY_EXCEPTION_THROWN(Trainer(options(run, family, true), other), Error);
    // A damaged checkpoint is refused, not half loaded.
    const std::string bytes = readText(run / "checkpoints" / "last.safetensors");
    writeFileAtomically(run / "checkpoints" / "last.safetensors", bytes.substr(0, bytes.size() - 100));
    QVERIFY_EXCEPTION_THROWN(train(run, true), Error);
    // Longer than planned at first.
    writeFileAtomically(run / "checkpoints" / "last.safetensors", bytes);
    const Corpus corpus = toy::corpus();
    TrainOptions longer = options(run, family, true);
    longer.recipe = toy::recipe(epochs + 2);
    longer.extend = true;
    QCOMPARE(Trainer(longer, corpus).run().epoch, epochs + 2);
}

// The limit on a file's size stands in for a full disk; the checkpoint needs more than it, so the training waits.
void TrainerTest::fullDiskWaits()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit old{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
    QString notices;
    bool limited = false;
    const TrainResult result = train(run, false, {}, [&](Trainer &, const TrainProgress &progress) {
        if (progress.step == 5 && !limited) {
            limited = true;
            const rlimit tight{ 64, old.rlim_max };
            ::setrlimit(RLIMIT_FSIZE, &tight);
        }
        if (!progress.notice.empty()) {
            notices += QString::fromStdString(progress.notice) + "\n";
            if (progress.state == "paused")
                loadCheckpoint(RunFolder(run).checkpoint("last")); // the one before is whole
            ::setrlimit(RLIMIT_FSIZE, &old);
        }
    });
    ::setrlimit(RLIMIT_FSIZE, &old);
    QCOMPARE(result.state, std::string("finished"));
    QVERIFY2(notices.contains("waits for room") && notices.contains("goes on"), qPrintable(notices));
    const fs::path whole = folder.filePath("whole").toStdString();
    train(whole);
    QCOMPARE(difference(whole, run), QString());
}

void TrainerTest::nothingHeldOut()
{
    toy::Options unjudged;
    unjudged.held = 0;
    unjudged.best = "constant"; // of the validation split only
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    QCOMPARE(train(run, false, unjudged).bestEpoch, epochs); // the newest, not the first
    QCOMPARE(loadCheckpoint(RunFolder(run).checkpoint("best")).state.value("epoch", std::int64_t(0)), epochs);
}

int main(int argc, char **argv)
{
    if (argc == 4 && std::string(argv[1]) == "--train") {
        toy::Options slow;
        slow.milliseconds = 2;
        return train(argv[2], std::string(argv[3]) == "resume", slow).state == "finished" ? 0 : 1;
    }
    TrainerTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_trainer.moc"
