// Duels in the trainer: resumed to the last digit, and bad input: more than the corpus has, all bars alike, learning
// rates of 0 and 1000.
#include <torch/torch.h>

#include "corpus/voicegrid.h"
#include "generators/bargan/bargannet.h"
#include "generators/bargan/bargantrainable.h"
#include "training/checkpoint.h"
#include "training/eventlog.h"
#include "training/runfolder.h"
#include "training/trainer.h"

#include "../generators/dueltest.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace klangraum;
using namespace klangraum::familytest;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t epochs = 3;

Recipe recipeOf(const std::string &family)
{
    Recipe recipe;
    recipe.name = recipe.family = family;
    recipe.model = smallDuel(family);
    recipe.training.epochs = epochs;
    recipe.training.batch = 16;
    recipe.training.samples = 2;
    recipe.training.validationItems = 16;
    recipe.training.emaDecay = family == "bar-gan" ? 0.9 : 0;
    recipe.training.threads = 1;
    recipe.optimizers["main"].learningRate = 1e-3;
    return recipe;
}

// A few pieces, so that an epoch has a few steps.
Corpus fewPieces(std::size_t train)
{
    Corpus corpus = Corpus::embedded();
    corpus.hash = "few";
    std::map<Split, std::size_t> left{ { Split::Train, train + 1 }, { Split::Valid, 3 } };
    std::erase_if(corpus.pieces, [&](const CorpusPiece &piece) {
        std::size_t &wanted = left[piece.split];
        wanted -= wanted > 0 ? 1 : 0;
        return wanted == 0;
    });
    return corpus;
}

TrainResult train(const fs::path &run, const Recipe &recipe, const Corpus &corpus, bool resume = false,
                  std::int64_t stopAt = -1)
{
    TrainOptions options;
    options.run = run;
    options.recipe = recipe;
    options.device = "cpu";
    options.resume = resume;
    options.handleSignals = false;
    Trainer trainer(options, corpus);
    return trainer.run([&](const TrainProgress &progress) {
        if (progress.step == stopAt)
            trainer.requestStop();
    });
}

std::map<std::string, torch::Tensor> weightsOf(const fs::path &run, const std::string &checkpoint)
{
    return loadCheckpoint(RunFolder(run).checkpoint(checkpoint)).model;
}

// All but the pictures, which take their time.
void quickFamilies()
{
    QTest::addColumn<QString>("family");
    for (const char *family : { "midinet", "gan-sequence", "lstm2d-gan", "wgan-attention", "bar-gan" })
        QTest::newRow(family) << family;
}

bool same(const std::map<std::string, torch::Tensor> &a, const std::map<std::string, torch::Tensor> &b,
          const std::string &part = "")
{
    for (const auto &[name, tensor] : a)
        if (name.starts_with(part) && !torch::equal(tensor, b.at(name)))
            return false;
    return a.size() == b.size();
}

} // namespace

class TestDuelFamilies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resumes_data()
    {
        QTest::addColumn<QString>("family");
        for (const char *family : duelFamilies)
            QTest::newRow(family) << family;
    }
    void resumes()
    {
        QFETCH(QString, family);
        const QTemporaryDir folder;
        const fs::path whole = folder.filePath("whole").toStdString();
        const fs::path parts = folder.filePath("parts").toStdString();
        const Recipe recipe = recipeOf(family.toStdString());
        const Corpus corpus = fewPieces(family == "dcgan-image" ? 2 : 4);
        const TrainResult done = train(whole, recipe, corpus);
        QCOMPARE(done.state, std::string("finished"));
        QVERIFY(done.step >= 3);
        QCOMPARE(train(parts, recipe, corpus, false, done.step / 2).state, std::string("stopped"));
        QCOMPARE(train(parts, recipe, corpus, true).state, std::string("finished"));
        QVERIFY(same(weightsOf(whole, "last"), weightsOf(parts, "last")));
        QVERIFY(same(weightsOf(whole, "best"), weightsOf(parts, "best")));

        // Both sides are logged by their custom names.
        bool logged = false;
        for (const auto &event : validEvents(RunFolder(whole).events()))
            if (event.at("type") == "epoch")
                logged = event.contains("train/generator/loss") && event.contains("train/accuracy/real") &&
                    event.contains("validation/distance") &&
                    (event.contains("train/critic/loss") || event.contains("train/discriminator/loss"));
        QVERIFY(logged);
    }

    void batchLargerThanTheCorpus()
    {
        const QTemporaryDir folder;
        const fs::path run = folder.filePath("run").toStdString();
        Recipe recipe = recipeOf("midinet");
        recipe.training.batch = 100000;
        QCOMPARE(train(run, recipe, fewPieces(2)).state, std::string("finished"));
    }

    // One window at a time: batch normalisation alone would refuse it.
    void batchOfOne()
    {
        const QTemporaryDir folder;
        const fs::path run = folder.filePath("run").toStdString();
        Recipe recipe = recipeOf("midinet");
        recipe.training.batch = 1;
        recipe.training.epochs = 1;
        QCOMPARE(train(run, recipe, fewPieces(1)).state, std::string("finished"));
    }

    void identicalBars_data() { quickFamilies(); }
    void identicalBars()
    {
        QFETCH(QString, family);
        Corpus corpus = fewPieces(3);
        Score one = corpus.pieces.front().score;
        one.voices = chorusVoices();
        one.notes.clear();
        for (int bar = 0; bar < 20; ++bar)
            for (int voice = 0; voice < 4; ++voice)
                for (int beat = 0; beat < 4; ++beat)
                    one.notes.push_back({ (bar * 4 + beat) * Tick(one.ticksPerQuarter), one.ticksPerQuarter,
                                          72 - 7 * voice, 80, voice });
        one.length = 80 * Tick(one.ticksPerQuarter);
        one.normalise();
        for (CorpusPiece &piece : corpus.pieces)
            piece.score = one;
        const QTemporaryDir folder;
        const TrainResult result = train(folder.filePath("run").toStdString(), recipeOf(family.toStdString()), corpus);
        QVERIFY2(result.state == "finished", result.reason.c_str());
    }

    void nothingIsLearnedAtRateZero()
    {
        const QTemporaryDir folder;
        const fs::path run = folder.filePath("run").toStdString();
        Recipe recipe = recipeOf("wgan-attention");
        recipe.model.erase("clip");
        recipe.optimizers["main"].learningRate = 0;
        QCOMPARE(train(run, recipe, fewPieces(3)).state, std::string("finished"));
        const auto kept = weightsOf(run, "last");
        const auto first = weightsOf(run, "epoch-0001");
        for (const auto &[name, tensor] : kept)
            if (name != "scores")
                QVERIFY(
                    torch::allclose(tensor, first.at(name).to(torch::kFloat32), 1e-2, 1e-3)); // kept in half precision
    }

    void divergence_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<QString>("optimizer");
        for (const char *family : { "midinet", "gan-sequence", "lstm2d-gan", "wgan-attention", "bar-gan" })
            for (const char *optimizer : { "adam", "rmsprop" })
                QTest::addRow("%s, %s", family, optimizer) << family << optimizer;
    }
    void divergence()
    {
        QFETCH(QString, family);
        QFETCH(QString, optimizer);
        const QTemporaryDir folder;
        const fs::path run = folder.filePath("run").toStdString();
        Recipe recipe = recipeOf(family.toStdString());
        recipe.training.samples = 0;
        if (family == "bar-gan")
            recipe.model["duel-share"] = 1;
        const Corpus corpus = fewPieces(2);
        recipe.training.epochs = 40;
        recipe.optimizers["main"].type = optimizer.toStdString();
        recipe.optimizers["main"].learningRate = 1e3;
        const TrainResult result = train(run, recipe, corpus);
        QCOMPARE(result.state, std::string("failed"));
        QVERIFY2(result.reason.find("last good checkpoint is kept") != std::string::npos, result.reason.c_str());
        std::error_code error;
        if (fs::exists(RunFolder(run).checkpoint("last"), error))
            for (const auto &[name, tensor] : weightsOf(run, "last"))
                QVERIFY2(torch::isfinite(tensor).all().item<bool>(), name.c_str());
    }

    // A training that goes on with a packaged bar-gan, which has no teacher, has one that knows what the generator
    // does.
    void teacherOfAPackagedModel()
    {
        nlohmann::json model = smallDuel("bar-gan");
        const auto weights = [](const auto &duel) {
            std::map<std::string, torch::Tensor> all;
            for (const auto &tensors : { duel.named_parameters(), duel.named_buffers() })
                for (const auto &each : tensors)
                    all[each.key()] = each.value();
            return all;
        };
        model["match-teacher"] = 0;
        const auto packaged = std::dynamic_pointer_cast<bargan::BarGan>(bargan::contestOf(model).duel);
        packaged->begin();
        const auto before = weights(*packaged);
        model["match-teacher"] = 1;
        const auto duel = std::dynamic_pointer_cast<bargan::BarGan>(bargan::contestOf(model).duel);
        const auto after = weights(*duel);
        const torch::NoGradGuard noGrad;
        for (const auto &[name, tensor] : before)
            after.at(name).copy_(tensor);
        after.at("critic.out.bias").fill_(0.7);
        const torch::Tensor learned = after.at("critic.prior.in.weight").fill_(0.3).clone();
        duel->begin();
        QVERIFY(torch::equal(after.at("critic.prior.in.weight"), learned)); // it goes on
        int compared = 0;
        for (const auto &[name, tensor] : after)
            if (name.starts_with("teacher.")) {
                QVERIFY2(torch::equal(tensor, after.at("generator.prior." + name.substr(8))), name.c_str());
                ++compared;
            }
        QVERIFY(compared > 4);
        after.at("generator.prior.in.weight").fill_(0.1);
        duel->begin(); // once
        QVERIFY(!torch::equal(after.at("teacher.in.weight"), after.at("generator.prior.in.weight")));
    }
};

QTEST_GUILESS_MAIN(TestDuelFamilies)
#include "tst_duelfamilies.moc"
