// The growing network in the trainer: through all levels, resumed in the middle of a fade, and with too little memory.
#include <torch/torch.h>

#include "generators/family.h"
#include "music/atomicfile.h"
#include "music/error.h"
#include "music/wavfile.h"
#include "training/epochgenerator.h"
#include "training/eventlog.h"
#include "training/runfolder.h"
#include "training/trainer.h"

#include "soundtest.h"

#include <QTemporaryDir>
#include <QtTest>

#include <set>

using namespace klangraum;
using nlohmann::json;

namespace {

Recipe recipe()
{
    return parseRecipe(R"(
name = "growing-wgan"
family = "growing-wgan"
source = "test"
[model]
channels = [6, 4, 4]
fade = [0, 1, 1]
full = [1, 1, 1]
batch = [8, 8, 4]
latent = 8
frames = 64
[training]
epochs = 5
samples = 1
threads = 1
keep-every = 0
[optimizer.critic]
learning-rate = 1e-3
betas = [0.0, 0.99]
[optimizer.generator]
learning-rate = 1e-3
betas = [0.0, 0.99]
)",
                       "test.toml");
}

TrainResult train(const std::filesystem::path &run, const Corpus &corpus, bool resume = false, std::int64_t stopAt = -1,
                  const Family *family = nullptr)
{
    TrainOptions options;
    options.run = run;
    options.recipe = recipe();
    options.device = "cpu";
    options.resume = resume;
    options.handleSignals = false;
    options.family = family;
    Trainer trainer(options, corpus);
    return trainer.run([&](const TrainProgress &progress) {
        if (progress.step == stopAt)
            trainer.requestStop();
    });
}

std::vector<json> steps(const std::filesystem::path &run)
{
    std::vector<json> found;
    for (json &event : validEvents(RunFolder(run).events()))
        if (event.value("type", "") == "step") {
            json kept;
            for (const auto &[key, value] : event.items())
                if (key.starts_with("train/"))
                    kept[key] = value;
            found.push_back(kept);
        }
    return found;
}

// The same family, whose losses are out of memory for more than `most` items.
class Short : public Trainable
{
public:
    Short(std::unique_ptr<Trainable> inner, std::int64_t most)
        : m_inner(std::move(inner))
        , m_most(most)
    {
    }
    std::shared_ptr<torch::nn::Module> module() override { return m_inner->module(); }
    std::vector<Update> updates(const StepContext &context) override { return m_inner->updates(context); }
    std::int64_t batchSize(const StepContext &context, std::int64_t batch) const override
    {
        return m_inner->batchSize(context, batch);
    }
    std::int64_t divisible() const override { return m_inner->divisible(); }
    bool longWindows() const override { return m_inner->longWindows(); }
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override
    {
        return m_inner->data(corpus, split);
    }
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override
    {
        if (context.training && at::globalContext().userEnabledMkldnn())
            throw Error("trained with oneDNN (training/onednn.h)");
        if (context.training && batch.front().size(0) > m_most)
            throw c10::OutOfMemoryError({ __func__, __FILE__, __LINE__ }, "out of memory");
        return m_inner->losses(update, batch, context);
    }
    std::vector<Score> sample(int, std::uint64_t) override { return {}; }
    json describe(const Corpus &corpus) override { return m_inner->describe(corpus); }

private:
    std::unique_ptr<Trainable> m_inner;
    std::int64_t m_most;
};

Family shortOf(std::int64_t most)
{
    return { "growing-wgan",
             [most](const json &model) {
                 return std::make_unique<Short>(family("growing-wgan").makeTrainable(model), most);
             },
             {} };
}

} // namespace

class TestGrowingTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_corpus = soundtest::corpus(3, 2);
        const TrainResult result = train(m_folder.filePath("whole").toStdString(), m_corpus);
        QCOMPARE(QString::fromStdString(result.reason), QString());
        QCOMPARE(result.epoch, std::int64_t(5));
        m_steps = steps(m_folder.filePath("whole").toStdString());
    }

    void growsThroughAllLevels()
    {
        std::set<int> levels;
        double before = 0;
        for (const json &step : m_steps) {
            const double reached = step.at("train/level").get<double>() + step.at("train/alpha").get<double>();
            QVERIFY(reached >= before - 1); // a new level begins at alpha 0
            before = reached;
            const int level = step.at("train/level");
            levels.insert(level);
            QVERIFY(step.contains("train/level-" + std::to_string(level) + "/distance"));
            QCOMPARE(step.contains("train/drift"), level >= 2); // the last two of three
        }
        QVERIFY(levels == std::set<int>({ 1, 2, 3 }));
        // A sound an epoch, at the rate of its level: 64, 128, 128, 256, 256 frames of 16 bits behind 44 bytes.
        const std::filesystem::path samples = m_folder.filePath("whole/samples").toStdString();
        QCOMPARE(std::filesystem::file_size(samples / "epoch-0001-1.wav"), std::uintmax_t(44 + 2 * 64));
        QCOMPARE(std::filesystem::file_size(samples / "epoch-0005-1.wav"), std::uintmax_t(44 + 2 * 256));
    }

    void keepsStretchesOfTheCorpus()
    {
        // As long as the first sample, 64 frames at a quarter of the rate, but at the full one.
        const std::filesystem::path run = m_folder.filePath("whole").toStdString();
        const AudioClip real = readWavFile(readText(run / "reference-1.wav", 1 << 20), "reference-1.wav");
        QCOMPARE(real.sampleRate, corpusSampleRate);
        QVERIFY(std::abs(double(real.frames()) - 256) <= 4);
        QVERIFY(!std::filesystem::exists(run / "reference-2.wav")); // one sample an epoch
    }

    void anEpochIsHeardAgain()
    {
        const std::filesystem::path run = m_folder.filePath("whole").toStdString();
        const auto epoch = openEpoch(run, 0);
        QCOMPARE(QString::fromStdString(epoch->description().output), QString("audio"));
        GenerateRequest request;
        request.seed = 1;
        const Piece piece = epoch->generate(request);
        const auto &clip = std::get<AudioClip>(piece);
        QCOMPARE(clip.sampleRate, corpusSampleRate); // the best epoch is one of the last level
        QCOMPARE(clip.frames(), std::size_t(256));
        request.bars = 4;
        QVERIFY_EXCEPTION_THROWN(epoch->generate(request), Error);
    }

    void resumesInTheMiddleOfAFade()
    {
        std::size_t middle = 0;
        for (std::size_t i = 0; i < m_steps.size() && middle == 0; ++i)
            if (m_steps[i].at("train/level") == 3 && m_steps[i].at("train/alpha").get<double>() > 0.3)
                middle = i;
        QVERIFY(middle > 0 && m_steps[middle].at("train/alpha").get<double>() < 1);
        const std::filesystem::path run = m_folder.filePath("stopped").toStdString();
        QCOMPARE(QString::fromStdString(train(run, m_corpus, false, static_cast<std::int64_t>(middle)).state),
                 QString("stopped"));
        QCOMPARE(QString::fromStdString(train(run, m_corpus, true).state), QString("finished"));
        const std::vector<json> again = steps(run);
        QCOMPARE(again.size(), m_steps.size());
        for (std::size_t i = 0; i < again.size(); ++i)
            QVERIFY2(again[i] == m_steps[i], qPrintable(QString("step %1").arg(i)));
    }

    void shortMemoryGivesTheSame()
    {
        const std::filesystem::path run = m_folder.filePath("short").toStdString();
        const Family few = shortOf(5);
        const TrainResult result = train(run, m_corpus, false, -1, &few);
        QCOMPARE(QString::fromStdString(result.reason), QString());
        const std::vector<json> found = steps(run);
        QCOMPARE(found.size(), m_steps.size());
        // Rounding alone; Adam with beta 0 makes a whole step of a gradient near 0, so the runs part later on.
        for (const char *name : { "train/critic/loss", "train/distance" }) {
            const double value = m_steps.front().at(name);
            QVERIFY(std::abs(found.front().at(name).get<double>() - value) < 0.01 * std::max(1.0, std::abs(value)));
        }
        int notices = 0;
        for (const json &event : validEvents(RunFolder(run).events()))
            if (event.value("type", "") == "notice") {
                ++notices;
                QVERIFY(event.at("text").get<std::string>().find("4 items at a time") != std::string::npos);
            }
        QVERIFY(notices >= 1 && notices <= 2); // levels 1 and 2 have eight items, level 3 four
    }

    void tooLittleMemoryFails()
    {
        const Family none = shortOf(2);
        const TrainResult result = train(m_folder.filePath("none").toStdString(), m_corpus, false, -1, &none);
        QCOMPARE(QString::fromStdString(result.state), QString("failed"));
        QVERIFY(result.reason.find("too little memory") != std::string::npos);
        QVERIFY(at::globalContext().userEnabledMkldnn()); // as before
    }

    void scoresAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(train(m_folder.filePath("scores").toStdString(), Corpus::embedded()), Error);
    }

private:
    QTemporaryDir m_folder;
    Corpus m_corpus;
    std::vector<json> m_steps;
};

QTEST_GUILESS_MAIN(TestGrowingTraining)
#include "tst_growingtraining.moc"
