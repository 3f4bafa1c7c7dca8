// What a training leaves for those who watch: scalars of any name, machine load, samples, latent maps and weights of
// every epoch; and what it does where something goes wrong. On a family with two alternating updates.
#include <torch/torch.h>

#include "generators/family.h"
#include "training/checkpoint.h"
#include "training/epochgenerator.h"
#include "training/eventlog.h"
#include "training/latentfile.h"
#include "training/runreader.h"
#include "training/samplefile.h"
#include "training/trainer.h"
#include "trainingtest.h"

#include "toyadversarial.h"

#include <cmath>
#include <fstream>
#include <thread>

#include <sys/mount.h>

using namespace klangraum;
using namespace klangraum::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

TrainOptions optionsFor(const fs::path &run, const Family &family, std::int64_t epochs = 4)
{
    TrainOptions options;
    options.run = run;
    options.recipe = toy::recipe(epochs);
    options.recipe.training.samples = 3;
    options.recipe.training.keepEvery = -1;
    options.device = "cpu";
    options.family = &family;
    return options;
}

Corpus corpusOfNotes()
{
    Corpus corpus = toy::corpus();
    for (int i = 0; i < 3; ++i) {
        Score score;
        score.voices.push_back({ "A", 0, false });
        for (int k = 0; k < 40; ++k)
            score.notes.push_back({ 240 * k, 240, 55 + (k * (i + 3)) % 24, 80, 0 });
        score.length = 9600;
        score.normalise();
        corpus.pieces.push_back({ "Piece", "", i == 2 ? Split::Valid : Split::Train, score });
    }
    return corpus;
}

} // namespace

class TelemetryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everythingOfAnEpoch();
    void epochsSound();
    void axesKeepTheirDirection();
    void machineLoadAndPauses();
    void infiniteLossIsLogged();
    void oddScalarsGoOn();
    void fullDiskAnywhere();
    void emptyCorpusFails();
    void threePiecesAndARealFamily();
};

void TelemetryTest::everythingOfAnEpoch()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    const Family family = toyAdversarial();
    TrainOptions options = optionsFor(run, family);
    int rendered = 0;
    options.renderSound = [&](const Score &, const fs::path &file) {
        std::string wav = "RIFF....WAVEfmt ....";
        wav += std::string("\1\0\1\0\x40\x1f\0\0\x80\x3e\0\0\2\0\20\0data....", 24) + std::string(100, '\0');
        writeFileAtomically(file, wav);
        ++rendered;
    };
    QCOMPARE(Trainer(options, corpusOfNotes()).run().state, std::string("finished"));
    QCOMPARE(rendered, 4);
    RunReader reader(run);
    reader.update();
    for (const char *name : { "train/generator/loss", "train/discriminator/loss", "train/accuracy/real",
                              "train/accuracy/generated", "learning-rate/generator" })
        QCOMPARE(reader.steps().series.at(name).values.size(), std::size_t(20));
    QCOMPARE(reader.epochs().series.at("validation/accuracy/generated").values, std::vector<double>(4, 0.25));
    QVERIFY(std::is_sorted(reader.steps().elapsed.begin(), reader.steps().elapsed.end()));
    QCOMPARE(reader.summary().state, std::string("finished"));
    QVERIFY(reader.bestEpoch() > 0);
    const RunFolder opened(run);
    const std::vector<std::int64_t> all{ 1, 2, 3, 4 };
    QCOMPARE(opened.keptEpochs(), all);
    QCOMPARE(opened.sampledEpochs(), all);
    QCOMPARE(opened.latentEpochs(), all);
    QCOMPARE(readSamples(opened.samples(3)).size(), std::size_t(3));
    QCOMPARE(readReference(opened.reference()).size(), std::size_t(3));
    const LatentMap map = readLatent(opened.latent(2));
    QVERIFY(map.components);
    QCOMPARE(map.corpus.size(), std::size_t(62)); // 50 and 12 windows of the toy
    QCOMPARE(map.samples.size(), std::size_t(3));
    QVERIFY(std::isnan(map.samples[0].x) && std::isfinite(map.samples[1].x));
    QVERIFY(map.variance[0] >= map.variance[1] && map.variance[0] + map.variance[1] <= 1 + 1e-6);
    QVERIFY(!fs::exists(run / "tensorboard" / ".sample.wav"));
    const QString script = QString(KLANGRAUM_SOURCE_DIR) + "/tests/training/read_tfevents.py";
    const fs::path file = fs::directory_iterator(run / "tensorboard")->path();
    const json board = json::parse(python({ script, QString::fromStdString(file.string()) }), nullptr, false);
    std::map<std::string, int> tags;
    for (const json &event : board)
        for (const json &value : event.at("values"))
            ++tags[value.at("tag")];
    QCOMPARE(tags["train/generator/loss"], 20);
    QCOMPARE(tags["epoch/train/generator/loss"], 4);
    QCOMPARE(tags["samples"], 4);
    QCOMPARE(tags["sample"], 4);
}

// Touched points of the plane decode with the epoch's own weights and plane.
void TelemetryTest::epochsSound()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    for (const std::int64_t dimensions : { 2, 4, 0 }) {
        const Family family = toyAdversarial({}, dimensions);
        const fs::path own = folder.filePath("run" + QString::number(dimensions)).toStdString();
        Trainer(optionsFor(own, family), corpusOfNotes()).run();
        const auto generator = openEpoch(own, 2, "cpu", &family);
        QCOMPARE(generator->description().controls.size(), std::size_t(dimensions > 0 ? 1 : 0));
        GenerateRequest request;
        request.bars = 3;
        const Score score = std::get<Score>(generator->generate(request));
        QCOMPARE(score.length, Tick(3 * 1920));
        if (dimensions == 0)
            continue;
        const LatentMap map = readLatent(RunFolder(own).latent(2));
        QCOMPARE(map.components, dimensions != 2);
        request.latent = { 0.5, -0.25 };
        const double z = map.at(0.5 * map.reach, -0.25 * map.reach)[0];
        const Score touched = std::get<Score>(generator->generate(request));
        QCOMPARE(touched.notes.front().pitch, 60 + static_cast<int>(std::lround(10 * static_cast<float>(z))));
        const auto stream = generator->stream(1);
        QVERIFY(stream->decode({ { { "map.x", 0.5 }, { "map.y", -0.25 } } }).score.notes.front().pitch ==
                touched.notes.front().pitch);
    }
    const Family family = toyAdversarial();
    const fs::path own = folder.filePath("run4").toStdString();
    QVERIFY(errorOf([&] { openEpoch(own, 99, "cpu", &family); }).find("kept are 1, 2, 3, 4") != std::string::npos);
    QVERIFY(openEpoch(own, 0, "cpu", &family) != nullptr); // the best
    const Checkpoint half = loadCheckpoint(RunFolder(own).checkpoint("epoch-0003"));
    QVERIFY(half.model.begin()->second.scalar_type() == torch::kFloat16);
}

void TelemetryTest::axesKeepTheirDirection()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    const Family family = toyAdversarial();
    Trainer(optionsFor(run, family, 6), corpusOfNotes()).run();
    const LatentMap first = readLatent(RunFolder(run).latent(1));
    for (const std::int64_t epoch : RunFolder(run).latentEpochs()) { // the toy's means never move
        const LatentMap map = readLatent(RunFolder(run).latent(epoch));
        for (std::size_t i = 0; i < map.corpus.size(); ++i)
            QVERIFY(std::abs(map.corpus[i].x - first.corpus[i].x) < 1e-3);
    }
}

void TelemetryTest::machineLoadAndPauses()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    const Family family = toyAdversarial({ -1, false, 60 });
    bool paused = false;
    const TrainResult result =
        Trainer(optionsFor(run, family), corpusOfNotes()).run([&](const TrainProgress &progress) {
            if (progress.step == 3 && !paused && progress.state == "running")
                RunFolder(run).command(RunCommand::Pause);
            if (progress.state == "paused" && !paused) {
                paused = true;
                std::thread([run] {
                    std::this_thread::sleep_for(std::chrono::seconds(2));
                    RunFolder(run).command(RunCommand::Resume);
                }).detach();
            }
        });
    QCOMPARE(result.state, std::string("finished"));
    RunReader reader(run);
    reader.update();
    QVERIFY(reader.system().size() >= 1);
    QVERIFY(reader.system().series.at("system/memory").values.front() > 1e6);
    QVERIFY(reader.system().series.contains("system/disk-free"));
    // The pause is not training: the wall clock went on two seconds more than the trainer worked.
    const EventTable &steps = reader.steps();
    QVERIFY(steps.time.back() - steps.time.front() - (steps.elapsed.back() - steps.elapsed.front()) > 1.5);
}

void TelemetryTest::infiniteLossIsLogged()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    const Family broken = toyAdversarial({ 8 });
    const TrainResult result = Trainer(optionsFor(run, broken), corpusOfNotes()).run();
    QCOMPARE(result.state, std::string("failed"));
    RunReader reader(run);
    reader.update();
    QCOMPARE(reader.summary().state, std::string("failed"));
    QVERIFY(reader.summary().reason.find("infinite at step 8") != std::string::npos);
    QCOMPARE(reader.steps().step.back(), std::int64_t(9)); // the one that did not come about
    QVERIFY(std::isinf(reader.steps().series.at("train/generator/loss").values.back()));
    QVERIFY(readText(run / "events.jsonl").find("\"Infinity\"") != std::string::npos);
    const Family whole = toyAdversarial();
    TrainOptions again = optionsFor(run, whole);
    again.resume = true;
    QCOMPARE(Trainer(again, corpusOfNotes()).run().state, std::string("finished"));
    reader.update();
    QVERIFY(reader.generation() > 0);
    for (const double value : reader.steps().series.at("train/generator/loss").values)
        QVERIFY(std::isfinite(value));
}

// A scalar that is no number is shown as such and ends nothing, over a resume too.
void TelemetryTest::oddScalarsGoOn()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    const Family family = toyAdversarial({ -1, true });
    {
        const Corpus corpus = corpusOfNotes();
        Trainer part(optionsFor(run, family), corpus);
        const TrainResult stopped = part.run([&](const TrainProgress &progress) {
            if (progress.step == 7)
                part.requestStop();
        });
        QCOMPARE(stopped.state + " " + stopped.reason, std::string("stopped requested"));
        TrainOptions rest = optionsFor(run, family);
        rest.resume = true; // the first one still holds the folder
        QVERIFY(errorOf([&] { Trainer second(rest, corpusOfNotes()); }).find("another trainer") != std::string::npos);
    }
    TrainOptions rest = optionsFor(run, family);
    rest.resume = true;
    QCOMPARE(Trainer(rest, corpusOfNotes()).run().state, std::string("finished"));
    RunReader reader(run);
    reader.update();
    QVERIFY(std::isnan(reader.steps().series.at("train/penalty").values.back()));
    QVERIFY(std::isnan(reader.epochs().series.at("train/penalty").values.at(1)));
}

// A disk so small that everything that is written finds it full: the training waits, says so, and goes on.
void TelemetryTest::fullDiskAnywhere()
{
    QTemporaryDir folder;
    const fs::path disk = folder.filePath("disk").toStdString();
    fs::create_directory(disk);
    if (::mount("klangraum", disk.c_str(), "tmpfs", 0, "size=400k") != 0)
        QSKIP("no right to mount a small disk here; tst_trainer's fullDiskWaits covers the same path");
    const fs::path run = disk / "run";
    const Family family = toyAdversarial();
    int waits = 0;
    std::string seen;
    const TrainResult result =
        Trainer(optionsFor(run, family, 6), corpusOfNotes()).run([&](const TrainProgress &progress) {
            const fs::path filler = disk / "filler";
            if (progress.state == "paused") {
                ++waits;
                seen = summariseRun(run).notice;
                std::error_code error;
                fs::remove(filler, error);
            } else if (progress.step % 4 == 1 && progress.state == "running" && progress.notice.empty()) {
                std::ofstream fill(filler); // takes all the room there is
                fill << std::string(1 << 20, 'x');
            }
        });
    const std::string state = result.state + " " + result.reason;
    std::string notices;
    for (const json &event : validEvents(run / "events.jsonl"))
        if (textIn(event, "type") == "notice")
            notices += textIn(event, "text") + "\n";
    const std::size_t samples = RunFolder(run).sampledEpochs().size();
    bool whole = true;
    for (const std::int64_t epoch : RunFolder(run).keptEpochs())
        whole = whole && errorOf([&] { loadCheckpoint(RunFolder(run).checkpoint(epochName(epoch))); }).empty();
    QCOMPARE(::umount(disk.c_str()), 0);
    QCOMPARE(state, std::string("finished "));
    QVERIFY(waits > 2);
    QVERIFY2(seen.find("waits for room") != std::string::npos, seen.c_str());
    QVERIFY2(notices.find("room on the disk again") != std::string::npos, notices.c_str());
    QCOMPARE(samples, std::size_t(6));
    QVERIFY(whole);
}

void TelemetryTest::emptyCorpusFails()
{
    QTemporaryDir folder;
    const fs::path run = folder.filePath("run").toStdString();
    TrainOptions options = optionsFor(run, family("vae-image"));
    options.family = nullptr;
    options.recipe.family = "vae-image";
    QVERIFY(!errorOf([&] { Trainer trainer(options, toy::corpus()); }).empty());
    QCOMPARE(summariseRun(run).state, std::string("failed"));
    QVERIFY(summariseRun(run).reason.find("no training windows") != std::string::npos);
}

void TelemetryTest::threePiecesAndARealFamily()
{
    QTemporaryDir folder;
    for (const bool validation : { true, false }) {
        const fs::path run = folder.filePath(validation ? "a" : "b").toStdString();
        Corpus corpus = corpusOfNotes();
        if (!validation)
            corpus.pieces[2].split = Split::Test;
        TrainOptions options = optionsFor(run, family("vae-image"), 1);
        options.family = nullptr;
        options.recipe.family = "vae-image";
        const TrainResult result = Trainer(options, corpus).run();
        QCOMPARE(result.state + result.reason, std::string("finished"));
        const LatentMap map = readLatent(RunFolder(run).latent(1));
        QVERIFY(!map.components && map.mean.size() == 2);
        QVERIFY(map.corpus.size() >= 3 && map.corpus.front().piece >= 0);
        const auto generator = openEpoch(run, 1);
        GenerateRequest request;
        request.latent = { 0.1, 0.2 };
        QVERIFY(!std::get<Score>(generator->generate(request)).notes.empty());
    }
}

QTEST_APPLESS_MAIN(TelemetryTest)
#include "tst_telemetry.moc"
