// The family vae-image: the network of the thesis, that it learns, and what its generator plays.
#include <torch/torch.h>

#include "generators/family.h"
#include "generators/imagevae/imagevaedescription.h"
#include "generators/imagevae/imagevaegenerator.h"
#include "generators/imagevae/imagevaescore.h"
#include "generators/imagevae/imagevaetrainable.h"
#include "music/error.h"
#include "music/statistics.h"

#include <QtTest>

#include <random>

using namespace klangraum;
using nlohmann::json;

namespace {

// Two kinds of pieces: slow low chords and fast high scales. Tunes differ in key.
Corpus corpus(int pieces)
{
    Corpus corpus;
    corpus.name = "two kinds";
    std::mt19937 random(5);
    for (int i = 0; i < pieces; ++i) {
        CorpusPiece piece;
        piece.title = std::to_string(i);
        piece.split = i % 5 == 4 ? Split::Valid : Split::Train;
        piece.score.voices.push_back({ "A", 0, false });
        const int key = static_cast<int>(random() % 3);
        for (int k = 0; k < (i % 2 ? 32 : 4); ++k) {
            if (i % 2)
                piece.score.notes.push_back({ 240 * k, 240, 70 + key + k % 8, 80, 0 });
            else
                for (const int third : { 0, 4, 7 })
                    piece.score.notes.push_back({ 1920 * k, 1920, 40 + key + third, 80, 0 });
        }
        piece.score.length = 7680;
        piece.score.normalise();
        corpus.pieces.push_back(piece);
    }
    return corpus;
}

StepContext context(std::uint64_t seed, bool training)
{
    StepContext context;
    context.training = training;
    context.random = at::detail::createCPUGenerator(seed);
    return context;
}

// Mean binary cross-entropy of the best guess that knows only how often each row is white.
double rowBaseline(const torch::Tensor &train, const torch::Tensor &test)
{
    const torch::Tensor rows = train.mean({ 0, 1, 3 }, true).clamp(1e-6, 1 - 1e-6);
    return torch::binary_cross_entropy(rows.expand_as(test), test).item<double>();
}

std::vector<std::int64_t> allItems(const TrainingData &data)
{
    std::vector<std::int64_t> items(static_cast<std::size_t>(data.size()));
    std::iota(items.begin(), items.end(), std::int64_t(0));
    return items;
}

} // namespace

class ImageVaeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void architecture();
    void lossesByHand();
    void dataTransposes();
    void learns();
    void sameSeedSameMusic();
    void controlsMoveWhatTheyName();
    void interpolatesAndContinues();
    void wrongRequests();
    void streamIsAFunctionOfItsArguments();
    void thresholds();
    void wrongOptions();

private:
    std::unique_ptr<ImageVaeTrainable> m_trained;
    std::unique_ptr<Generator> m_generator;
    QTemporaryDir m_folder;
    double m_firstLoss = 0;
    double m_lastLoss = 0;
};

// Trains once for all tests: 200 steps of 4 windows. The mean brightness of the pictures is given, which spares
// hundreds of steps; everything else is learnt.
void ImageVaeTest::initTestCase()
{
    torch::set_num_threads(1);
    torch::manual_seed(1);
    const json model{ { "dense", 16 }, { "kl-weight", 5e-5 } };
    m_trained = std::make_unique<ImageVaeTrainable>(ImageVaeOptions::fromJson(model));
    const Corpus music = corpus(20);
    const auto data = m_trained->data(music, Split::Train);
    torch::optim::Adam adam(m_trained->module()->parameters(), torch::optim::AdamOptions(4e-3));
    namedTensors(*m_trained->module()).at("deconv.bias").detach().fill_(-3.5F);
    std::mt19937 random(1);
    constexpr int steps = 200; // 90 were enough or not by the processor's own kernels
    constexpr int lately = 20;
    for (int step = 0; step < steps; ++step) {
        std::vector<std::int64_t> items;
        for (int i = 0; i < 4; ++i)
            items.push_back(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(data->size())));
        const StepContext now = context(static_cast<std::uint64_t>(step), true);
        adam.zero_grad();
        const Losses losses = m_trained->losses("main", data->batch(items, now), now);
        losses.total.backward();
        adam.step();
        if (step == 0)
            m_firstLoss = losses.total.item<double>();
        if (step >= steps - lately)
            m_lastLoss += losses.total.item<double>() / lately;
    }
    m_trained->module()->eval();
    json description = m_trained->describe(music);
    description.update(
        json{ { "format", modelFormat }, { "name", "m" }, { "family", "vae-image" }, { "model", model } });
    const std::filesystem::path folder = m_folder.filePath("m").toStdString();
    writeModelFolder(folder, description, *m_trained->module(), "card", Storage::Half);
    m_generator = openModel(folder);
}

void ImageVaeTest::architecture()
{
    ImageVaeNet net{ ImageVaeOptions{} };
    // conv 320 + 18496 + 36928 + 36928, dense 4718624, two heads of 66, decoder 442368, deconv 577
    QCOMPARE(parameterCount(net), std::uint64_t(5'254'373));
    const Posterior posterior = net.encode(torch::zeros({ 3, 1, 96, 96 }));
    QCOMPARE(posterior.mean.sizes().vec(), (std::vector<std::int64_t>{ 3, 2 }));
    QCOMPARE(net.decode(posterior.mean).sizes().vec(), (std::vector<std::int64_t>{ 3, 1, 96, 96 }));
    QCOMPARE(namedTensors(net).size(), std::size_t(18));
    QCOMPARE(namedTensors(net).at("conv2.weight").sizes().vec(), (std::vector<std::int64_t>{ 64, 32, 3, 3 }));
}

void ImageVaeTest::lossesByHand()
{
    const torch::Tensor logits = torch::tensor({ 0.0F, 2.0F, -3.0F });
    const torch::Tensor images = torch::tensor({ 1.0F, 1.0F, 0.0F });
    const double expected =
        -(std::log(0.5) + std::log(1 / (1 + std::exp(-2.0))) + std::log(1 - 1 / (1 + std::exp(3.0)))) / 3;
    QVERIFY(std::abs(reconstructionLoss(logits, images).item<double>() - expected) < 1e-6);
    const Posterior posterior{ torch::tensor({ { 1.0F, -2.0F }, { 0.0F, 0.0F } }),
                               torch::tensor({ { 0.5F, -1.0F }, { 0.0F, 0.0F } }) };
    const double one = std::exp(0.5) + 1 - 0.5 - 1 + std::exp(-1.0) + 4 + 1 - 1;
    QVERIFY(std::abs(divergence(posterior).item<double>() - one / 2) < 1e-5);
}

void ImageVaeTest::dataTransposes()
{
    Corpus music = corpus(2);
    music.transposeLow = -2;
    music.transposeHigh = 2;
    const ImageVaeData data(music, Split::Train);
    QVERIFY(data.size() >= 4);
    const torch::Tensor plain = data.batch({ 0 }, context(1, false)).at(0);
    std::set<std::int64_t> seen;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const torch::Tensor moved = data.batch({ 0 }, context(seed, true)).at(0);
        for (std::int64_t shift = -2; shift <= 2; ++shift)
            if (torch::equal(moved, torch::roll(plain, { -shift }, { 2 }))) // up is towards row 0
                seen.insert(shift);
        QVERIFY(torch::equal(moved.sum(), plain.sum()));
    }
    QCOMPARE(seen.size(), std::size_t(5));
}

void ImageVaeTest::learns()
{
    QVERIFY2(m_lastLoss < 0.75 * m_firstLoss, qPrintable(QString("%1 to %2").arg(m_firstLoss).arg(m_lastLoss)));
    const Corpus music = corpus(20);
    const torch::NoGradGuard noGrad;
    const ImageVaeData train(music, Split::Train);
    const ImageVaeData valid(music, Split::Valid);
    const torch::Tensor held = valid.batch(allItems(valid), context(1, false)).at(0);
    auto &net = static_cast<ImageVaeNet &>(*m_trained->module());
    const double loss = reconstructionLoss(net.decode(net.encode(held).mean), held).item<double>();
    const double baseline = rowBaseline(train.batch(allItems(train), context(1, false)).at(0), held);
    QVERIFY2(loss < baseline, qPrintable(QString("%1, knowing only the rows %2").arg(loss).arg(baseline)));
    const double f1 = m_trained->validate(valid, context(1, false)).at("pixel-f1");
    QVERIFY2(f1 > 0.2, qPrintable(QString::number(f1)));
    QCOMPARE(m_trained->sample(3, 1).size(), std::size_t(3));
    QVERIFY(m_trained->sample(3, 1) == m_trained->sample(3, 1));
}

void ImageVaeTest::sameSeedSameMusic()
{
    GenerateRequest request;
    request.seed = 4;
    request.bars = 5;
    request.steering.values["surprise"] = 0.9;
    const Score score = std::get<Score>(m_generator->generate(request));
    QVERIFY(std::get<Score>(m_generator->generate(request)) == score);
    QCOMPARE(score.ticksPerQuarter, 480);
    QCOMPARE(score.length, Tick(5 * 1920));
    QVERIFY(!score.notes.empty());
    request.seed = 5;
    QVERIFY(!(std::get<Score>(m_generator->generate(request)) == score));
}

void ImageVaeTest::controlsMoveWhatTheyName()
{
    const auto play = [&](const char *control, double value) {
        GenerateRequest request;
        request.steering.values[control] = value;
        return statisticsOf(std::get<Score>(m_generator->generate(request)));
    };
    QVERIFY(play("register", 1).meanPitch > play("register", 0).meanPitch + 12);
    const auto sounding = [&](double value) {
        GenerateRequest request;
        request.steering.values["density"] = value;
        Tick sum = 0;
        const Score score = std::get<Score>(m_generator->generate(request));
        for (const Note &note : score.notes)
            sum += note.duration;
        return sum;
    };
    QVERIFY2(sounding(1) > sounding(0.5) && sounding(0.5) > sounding(0),
             qPrintable(QString("%1 %2 %3").arg(sounding(0)).arg(sounding(0.5)).arg(sounding(1))));
    // The map: other points, other music; the same point, the same.
    GenerateRequest left;
    left.latent = std::vector<double>{ -0.4, 0 };
    GenerateRequest right;
    right.latent = std::vector<double>{ 0.4, 0 };
    QVERIFY(!(std::get<Score>(m_generator->generate(left)) == std::get<Score>(m_generator->generate(right))));
}

void ImageVaeTest::interpolatesAndContinues()
{
    const Corpus music = corpus(2);
    GenerateRequest request;
    request.from = music.pieces[0].score;
    request.to = music.pieces[1].score;
    request.steps = 3;
    QCOMPARE(std::get<Score>(m_generator->generate(request)).length, Tick(3 * 3840));
    GenerateRequest more;
    more.prime = music.pieces[1].score;
    more.bars = 4;
    const Score score = std::get<Score>(m_generator->generate(more));
    QCOMPARE(score.length, Tick(7680 + 4 * 1920));
    const Score head = score.slice(0, 7680);
    QCOMPARE(head.notes.size(), music.pieces[1].score.notes.size());
    for (std::size_t i = 0; i < head.notes.size(); ++i)
        QCOMPARE(head.notes[i].pitch, music.pieces[1].score.notes[i].pitch);
}

void ImageVaeTest::wrongRequests()
{
    std::vector<GenerateRequest> wrong(8);
    wrong[0].bars = -1;
    wrong[1].bars = 1 << 30;
    wrong[2].latent = std::vector<double>{ 0 };
    wrong[3].latent = std::vector<double>{ 0, 5 };
    wrong[4].from = Score();
    wrong[5].prime = Score();
    wrong[6].steering.values["tempo"] = 1;
    wrong[7].seconds = std::nan("");
    for (std::size_t i = 0; i < wrong.size(); ++i)
        QVERIFY_EXCEPTION_THROWN(m_generator->generate(wrong[i]), Error);
}

void ImageVaeTest::streamIsAFunctionOfItsArguments()
{
    const auto a = m_generator->stream(9);
    const auto b = m_generator->stream(9);
    Steering steering;
    steering.values["surprise"] = 1;
    const Score first = a->decode(steering).score;
    QVERIFY(a->decode(steering).score == first);
    const Window next = a->preview(steering);
    a->advance();
    b->decode({});
    b->advance();
    QVERIFY(a->decode(steering).score == next.score);
    QVERIFY(b->decode(steering).score == next.score);
    QCOMPARE(next.score.length, Tick(3840));
    QVERIFY(!next.cells.empty() && next.milliseconds > 0);
    for (const ProbabilityCell &cell : next.cells)
        QVERIFY(cell.step >= 0 && cell.step < 32 && cell.probability > 0.02F && cell.probability <= 1.0F);
}

void ImageVaeTest::thresholds()
{
    std::vector<float> values(96 * 96);
    std::mt19937 random(2);
    for (float &value : values)
        value = static_cast<float>(random() % 10000) / 10000.0F;
    const float threshold = thresholdForShare(values, 0.1);
    const auto white = std::count_if(values.begin(), values.end(), [&](float v) { return v > threshold; });
    QVERIFY(std::abs(static_cast<double>(white) / static_cast<double>(values.size()) - 0.1) < 0.005);
    // Never empty, not even where nothing passes.
    std::vector<float> dark(96 * 96, 0.001F);
    std::fill(dark.begin() + 96 * 30, dark.begin() + 96 * 30 + 20, 0.01F);
    const NoteImage image = cleanImage(dark, 0.9F);
    QVERIFY(std::find(image.pixels.begin(), image.pixels.end(), 1) != image.pixels.end());
}

void ImageVaeTest::wrongOptions()
{
    for (const char *model :
         { "{\"latent\": 0}", "{\"dens\": 4}", "{\"dense\": \"wide\"}", "[1]", "{\"kl-weight\": -1}" })
        QVERIFY_EXCEPTION_THROWN(family("vae-image").makeTrainable(json::parse(model)), Error);
    QVERIFY_EXCEPTION_THROWN(family("vae-imago"), Error);
}

QTEST_APPLESS_MAIN(ImageVaeTest)
#include "tst_imagevae.moc"
