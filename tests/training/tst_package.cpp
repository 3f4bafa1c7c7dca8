// From a run to a model folder that plays: the real family, a few steps on pieces of the embedded corpus.
#include <torch/torch.h>

#include "generators/modelfolder.h"
#include "music/atomicfile.h"
#include "training/package.h"
#include "training/runs.h"
#include "training/trainer.h"

#include <QtTest>

using namespace klangraum;
namespace fs = std::filesystem;

class PackageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trainPackagePlay();
    void resumeEqualsUninterrupted();
};

void PackageTest::trainPackagePlay()
{
    QTemporaryDir folder;
    const fs::path base = folder.path().toStdString();
    Corpus corpus = Corpus::embedded();
    corpus.pieces.resize(std::min<std::size_t>(6, corpus.pieces.size()));
    corpus.licence = "old tunes, GPL-3";
    corpus.save(base / "small.corpus");

    TrainOptions options;
    options.run = base / "run";
    options.corpusFile = base / "small.corpus";
    options.device = "cpu";
    options.recipe = openRecipe("vae-image", { KLANGRAUM_SOURCE_DIR "/models" },
                                { "training.epochs=1", "training.batch=16", "model.dense=8" });
    const TrainResult result = Trainer(options, Corpus::load(options.corpusFile)).run();
    QCOMPARE(result.state, std::string("finished"));
    QCOMPARE(summariseRun(options.run).recipe, std::string("vae-image"));

    const OpenedRun opened = openRun(options.run);
    QCOMPARE(opened.checkpoint, std::string("best"));
    QCOMPARE(opened.epoch, std::int64_t(1));

    PackageOptions package;
    package.run = options.run;
    package.out = base / "models" / "small";
    packageRun(package);
    const auto models = installedModels({ base / "models" });
    QCOMPARE(models.size(), std::size_t(1));
    QCOMPARE(models.front().problem, std::string());
    const auto generator = openModel("small", std::vector<fs::path>{ base / "models" });
    QVERIFY(!std::get<Score>(generator->generate({})).notes.empty());
    const std::string card = readText(package.out / "card.md");
    for (const std::string &word : { corpus.hash, std::string("validation/loss"), opened.recipe.source,
                                     std::string("Limits"), std::string("Weights: GPL-3, as the corpus") })
        QVERIFY2(card.find(word) != std::string::npos, word.c_str());

    // Another run begins with the model's weights, and keeps its own where they do not fit.
    TrainOptions next = options;
    next.run = base / "next";
    next.recipe.model["latent"] = 3;
    next.recipe.training.beginWith = package.out.string();
    next.recipe.optimizers["main"].learningRate = 0;
    QCOMPARE(Trainer(next, Corpus::load(options.corpusFile)).run().state, std::string("finished"));
    const auto begun = readSafetensors(next.run / "checkpoints" / "last.safetensors").tensors;
    const auto first = readSafetensors(package.out / "weights.safetensors").tensors;
    int same = 0;
    int others = 0;
    for (const auto &[name, tensor] : first) {
        const torch::Tensor &now = begun.at("model/" + name);
        (now.sizes() == tensor.sizes() && torch::equal(now, tensor.to(now.dtype())) ? same : others) += 1;
    }
    QVERIFY(same > others && others > 0);
    const std::string events = readText(next.run / "events.jsonl");
    QVERIFY(events.find(std::to_string(same) + " of " + std::to_string(same + others) + " tensors fit") !=
            std::string::npos);
    next.run = base / "unknown";
    next.recipe.training.beginWith = "no-such-model";
    QVERIFY_EXCEPTION_THROWN(Trainer(next, Corpus::load(options.corpusFile)), Error);
    QVERIFY(!fs::exists(next.run));

    // Another corpus than the run's is refused, and a run without a checkpoint.
    Corpus other = corpus;
    other.pieces.pop_back();
    other.save(base / "other.corpus");
    package.corpusFile = base / "other.corpus";
    QVERIFY_EXCEPTION_THROWN(packageRun(package), Error);
    fs::remove_all(options.run / "checkpoints");
    QVERIFY_EXCEPTION_THROWN(openRun(options.run), Error);
}

// As tst_trainer does with a toy, here with the real network: its weights lie in an order of their own.
void PackageTest::resumeEqualsUninterrupted()
{
    QTemporaryDir folder;
    const fs::path base = folder.path().toStdString();
    Corpus corpus = Corpus::embedded();
    corpus.pieces.resize(std::min<std::size_t>(3, corpus.pieces.size()));
    TrainOptions options;
    options.device = "cpu";
    options.recipe = openRecipe("vae-image", { KLANGRAUM_SOURCE_DIR "/models" },
                                { "training.epochs=2", "training.batch=4", "model.dense=4", "training.samples=0" });
    options.run = base / "whole";
    QCOMPARE(Trainer(options, corpus).run().state, std::string("finished"));
    options.run = base / "part";
    {
        Trainer trainer(options, corpus);
        const TrainResult part = trainer.run([&](const TrainProgress &progress) {
            if (progress.step == 2)
                trainer.requestStop();
        });
        QCOMPARE(part.state, std::string("stopped"));
        QCOMPARE(part.step, std::int64_t(2));
    }
    options.resume = true;
    QCOMPARE(Trainer(options, corpus).run().state, std::string("finished"));
    const TensorFile a = readSafetensors(base / "whole" / "checkpoints" / "last.safetensors");
    const TensorFile b = readSafetensors(base / "part" / "checkpoints" / "last.safetensors");
    QCOMPARE(a.metadata, b.metadata);
    QCOMPARE(a.tensors.size(), b.tensors.size());
    for (const auto &[name, tensor] : a.tensors)
        QVERIFY2(torch::equal(tensor, b.tensors.at(name)), name.c_str());
}

QTEST_GUILESS_MAIN(PackageTest)
#include "tst_package.moc"
