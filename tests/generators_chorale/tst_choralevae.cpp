// The family chorale-vae: that it learns, that a small network already plays by the rules of a Generator.
#include <torch/torch.h>

#include "generators/choralevae/choralegenerator.h"
#include "generators/choralevae/choralescore.h"
#include "generators/choralevae/choraletrainable.h"
#include "generators/family.h"
#include "music/error.h"

#include <QTemporaryDir>
#include <QtTest>

#include <limits>

using namespace klangraum;
using nlohmann::json;

namespace {

json tinyModel()
{
    return { { "latent", 8 },      { "width", 48 },     { "embedding", 8 },   { "flow-width", 24 },
             { "flow-blocks", 2 }, { "flow-steps", 3 }, { "kl-weight", 0.1 }, { "autoencoder-share", 0.8 } };
}

StepContext contextAt(std::int64_t step, std::int64_t steps, bool training)
{
    StepContext context;
    context.step = step;
    context.progress = static_cast<double>(step) / static_cast<double>(steps);
    context.training = training;
    context.random = at::detail::createCPUGenerator(static_cast<std::uint64_t>(step) + 1);
    return context;
}

// Trains by hand and returns the losses.
std::vector<double> train(Trainable &trainable, const TrainingData &data, int steps)
{
    std::map<std::string, std::unique_ptr<torch::optim::Adam>> optimizers;
    std::vector<double> losses;
    for (int step = 0; step < steps; ++step) {
        const StepContext context = contextAt(step, steps, true);
        for (const Update &update : trainable.updates(context)) {
            auto &optimizer = optimizers[update.name];
            if (!optimizer)
                optimizer = std::make_unique<torch::optim::Adam>(update.parameters, 3e-3);
            std::vector<std::int64_t> items;
            for (int i = 0; i < 16; ++i)
                items.push_back((step * 16 + i) % data.size());
            optimizer->zero_grad();
            const Losses result = trainable.losses(update.name, data.batch(items, context), context);
            result.total.backward();
            optimizer->step();
            losses.push_back(result.total.item<double>());
        }
    }
    return losses;
}

} // namespace

class TestChoraleVae : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1);
        torch::manual_seed(3);
        m_corpus = Corpus::embedded();
        m_trainable = family("chorale-vae").makeTrainable(tinyModel());
        const auto data = m_trainable->data(m_corpus, Split::Train);
        const auto before = m_trainable->validate(*data, contextAt(0, 10, false));
        m_losses = train(*m_trainable, *data, 300);
        const auto after = m_trainable->validate(*data, contextAt(9, 10, false));
        m_f1Before = before.at("onset-f1");
        m_f1After = after.at("onset-f1");

        m_trainable->module()->eval();
        json model = m_trainable->describe(m_corpus);
        model.update({ { "format", modelFormat },
                       { "name", "tiny" },
                       { "family", "chorale-vae" },
                       { "recipe", "chorale-vae" },
                       { "source", "test" },
                       { "corpus", "embedded" },
                       { "licence", "none" },
                       { "model", ChoraleVaeOptions::fromJson(tinyModel()).toJson() } });
        m_folder = std::filesystem::path(m_place.path().toStdString()) / "tiny";
        writeModelFolder(m_folder, model, *m_trainable->module(), "# tiny\n", Storage::Half);
    }

    void lossFallsAndNotesAreFoundAgain()
    {
        const auto mean = [&](std::size_t begin, std::size_t end) {
            double sum = 0;
            for (std::size_t i = begin; i < end; ++i)
                sum += m_losses.at(i);
            return sum / static_cast<double>(end - begin);
        };
        QVERIFY(mean(220, 240) < 0.3 * mean(0, 5)); // the autoencoder's share: 240 steps
        QVERIFY(mean(290, 300) < mean(240, 245)); // the prior's
        QVERIFY2(m_f1After > m_f1Before + 0.3, qPrintable(QString("%1 then %2").arg(m_f1Before).arg(m_f1After)));
    }
    // What the training room draws and plays: windows to points, points to music, music back to its point.
    void latentsThereAndBack()
    {
        const torch::NoGradGuard noGrad;
        const std::int64_t dimensions = m_trainable->latentDimensions();
        QVERIFY(dimensions > 0);
        const auto data = m_trainable->data(m_corpus, Split::Train);
        std::vector<std::int64_t> items;
        for (std::int64_t i = 0; i < 12; ++i)
            items.push_back(i * data->size() / 12);
        const torch::Tensor z = m_trainable->encode(data->batch(items, contextAt(0, 10, false)));
        QCOMPARE(z.dim(), 2);
        QCOMPARE(z.size(0), 12);
        QCOMPARE(z.size(1), dimensions);
        const std::vector<Score> pieces = m_trainable->decode(z);
        QCOMPARE(pieces.size(), std::size_t(12));
        QVERIFY(pieces == m_trainable->decode(z));
        const torch::Tensor again = m_trainable->encodeScores(pieces);
        QVERIFY(again.sizes() == z.sizes());
        int found = 0; // whose point is the nearest to that of the piece decoded from it
        for (std::int64_t i = 0; i < 12; ++i)
            found += (z - again[i]).square().sum(1).argmin().item<std::int64_t>() == i;
        QVERIFY2(found >= 9, qPrintable(QString::number(found)));
        // What cannot be encoded has no point.
        QVERIFY(torch::isnan(m_trainable->encodeScores({ Score() })).all().item<bool>());
    }
    void unknownKeysAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(family("chorale-vae").makeTrainable({ { "latents", 8 } }), Error);
        QVERIFY_EXCEPTION_THROWN(family("chorale-vae").makeTrainable({ { "latent", -1 } }), Error);
    }
    void sameSeedSamePieceToTheNote()
    {
        GenerateRequest request;
        request.seed = 5;
        request.bars = 6;
        const Score one = std::get<Score>(openModel(m_folder)->generate(request));
        const Score two = std::get<Score>(openModel(m_folder)->generate(request));
        QVERIFY(one == two);
        QCOMPARE(one.length, Tick(6 * 4 * 480));
        QCOMPARE(one.voices.size(), std::size_t(4));
        request.seed = 6;
        QVERIFY(!(std::get<Score>(openModel(m_folder)->generate(request)) == one));
    }
    void streamsAreFunctionsOfSeedSteeringAndPast()
    {
        const auto generator = openModel(m_folder);
        const auto a = generator->stream(7);
        const auto b = generator->stream(7);
        Steering aside;
        aside.values["map.x"] = 0.5;
        for (int k = 0; k < 10; ++k) {
            a->decode(aside); // a finger that passes by leaves no trace
            const Window one = a->decode({});
            const Window ahead = a->preview({});
            const Window two = b->decode({});
            QVERIFY(one.score == two.score);
            QCOMPARE(one.score.length, Tick(8 * 480));
            a->advance();
            b->advance();
            QVERIFY(a->decode({}).score == ahead.score);
        }
    }
    void cellsNameWhatSounds()
    {
        const auto generator = openModel(m_folder);
        const Window window = generator->stream(3)->decode({});
        QVERIFY(!window.cells.empty());
        for (const ProbabilityCell &cell : window.cells) {
            QVERIFY(cell.probability > 0.02F && cell.probability <= 1.0F);
            QVERIFY(cell.step >= 0 && cell.step < 32 && cell.voice >= 0 && cell.voice < 4);
        }
        for (const Note &note : window.score.notes)
            QVERIFY(std::any_of(window.cells.begin(), window.cells.end(), [&](const ProbabilityCell &cell) {
                return cell.pitch == note.pitch && cell.voice == note.voice && cell.step == note.start / 120;
            }));
    }
    void absurdWishesAreRefused_data()
    {
        QTest::addColumn<std::vector<double>>("latent");
        QTest::newRow("no number") << std::vector<double>{ std::numeric_limits<double>::quiet_NaN(), 0 };
        QTest::newRow("huge") << std::vector<double>{ 0, 1e9 };
        QTest::newRow("infinite") << std::vector<double>{ -std::numeric_limits<double>::infinity(), 0 };
        QTest::newRow("one") << std::vector<double>{ 0 };
        QTest::newRow("three") << std::vector<double>{ 0, 0, 0 };
    }
    void absurdWishesAreRefused()
    {
        QFETCH(std::vector<double>, latent);
        GenerateRequest request;
        request.latent = latent;
        QVERIFY_EXCEPTION_THROWN(openModel(m_folder)->generate(request), Error);
    }
    void absurdLengthsAreRefused()
    {
        GenerateRequest request;
        request.bars = -1;
        QVERIFY_EXCEPTION_THROWN(openModel(m_folder)->generate(request), Error);
        request.bars = 2'000'000'000;
        QVERIFY_EXCEPTION_THROWN(openModel(m_folder)->generate(request), Error);
    }
    void goesOnFromAPiece()
    {
        const CorpusPiece *piece = m_corpus.split(Split::Train).front();
        GenerateRequest request;
        request.prime = piece->score;
        request.bars = 4;
        const Score score = std::get<Score>(openModel(m_folder)->generate(request));
        QVERIFY(score.length > 4 * 4 * 480);
        int late = 0;
        for (const Note &note : score.notes)
            late += note.start >= score.length - 4 * 4 * 480 ? 1 : 0;
        QVERIFY(late > 0);
        request.prime = Score();
        QVERIFY_EXCEPTION_THROWN(openModel(m_folder)->generate(request), Error);
    }
    void goesFromOnePieceToAnother()
    {
        const auto pieces = m_corpus.split(Split::Train);
        GenerateRequest request;
        request.from = pieces.at(0)->score;
        request.to = pieces.at(1)->score;
        request.steps = 5;
        const Score score = std::get<Score>(openModel(m_folder)->generate(request));
        QCOMPARE(score.length, Tick(5 * 8 * 480));
        request.to.reset();
        QVERIFY_EXCEPTION_THROWN(openModel(m_folder)->generate(request), Error);
    }
    void noiseIsStationaryAndSmooth()
    {
        double square = 0;
        double near = 0;
        double far = 0;
        double values = 0;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            const chorale::NoiseField field(seed, 0, 8);
            const torch::Tensor here = field.at(0.8, -0.7);
            square += here.square().sum().item<double>();
            near += (here * field.at(0.82, -0.7)).sum().item<double>();
            far += (here * field.at(-0.8, 0.7)).sum().item<double>();
            values += static_cast<double>(here.numel());
        }
        QVERIFY(std::abs(square / values - 1) < 0.1);
        QVERIFY(near / square > 0.98);
        QVERIFY(std::abs(far / square) < 0.15);
    }

private:
    Corpus m_corpus;
    std::unique_ptr<Trainable> m_trainable;
    std::vector<double> m_losses;
    double m_f1Before = 0;
    double m_f1After = 0;
    QTemporaryDir m_place;
    std::filesystem::path m_folder;
};

QTEST_APPLESS_MAIN(TestChoraleVae)
#include "tst_choralevae.moc"
