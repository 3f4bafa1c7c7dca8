// Duels: losses and penalties by hand, the networks' sizes, that every family learns, makes music, hears and refuses.
#include <torch/torch.h>

#include "generators/adversarial/duellosses.h"
#include "generators/adversarial/layers.h"
#include "generators/adversarial/matrixconvolution.h"
#include "generators/adversarial/portrait.h"
#include "generators/adversarial/rollmedium.h"
#include "generators/gansequence/words.h"
#include "generators/modelfolder.h"
#include "music/error.h"

#include "dueltest.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>

using namespace klangraum;
using namespace klangraum::adversarial;
using namespace klangraum::familytest;
using nlohmann::json;

namespace {

// A discriminator whose score is 3 a + 4 b: its gradient has the length 5 everywhere.
class Plane : public Duel
{
public:
    torch::Tensor noise(std::int64_t count, at::Generator random) const override
    {
        return torch::randn({ count, 2 }, random);
    }
    torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &) override { return noise; }
    Verdict judge(const Sight &sight) override
    {
        return { torch::mv(sight.music, torch::tensor({ 3.0F, 4.0F })), sight.music };
    }
};

double value(const torch::Tensor &scalar)
{
    return scalar.item<double>();
}

bool near(double a, double b, double within = 1e-5)
{
    return std::abs(a - b) <= within;
}

void familyRows()
{
    QTest::addColumn<QString>("family");
    for (const char *family : duelFamilies)
        QTest::newRow(family) << family;
}

} // namespace

class TestAdversarial : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1);
        m_corpus = Corpus::embedded();
        m_few = thinned(m_corpus);
    }

    void lossesByHand()
    {
        const torch::Tensor real = torch::tensor({ 2.0F, 0.0F });
        const torch::Tensor made = torch::tensor({ -1.0F, 1.0F });
        const auto soft = [](double x) { return std::log1p(std::exp(x)); };
        DuelOptions options;
        QVERIFY(near(value(criticLoss(options, real, made)), 0.25 * (soft(-2) + soft(0) + soft(-1) + soft(1))));
        QVERIFY(near(value(generatorLoss(options, real, made)), 0.5 * (soft(1) + soft(-1))));
        options.realLabel = 0.9;
        // Cross-entropy with the label 0.9 is softplus(-x) + 0.1 x.
        QVERIFY(
            near(value(criticLoss(options, real, made)), 0.25 * (soft(-2) + 0.1 * 2 + soft(0) + soft(-1) + soft(1))));
        options = {};
        options.game = Game::Wasserstein;
        QVERIFY(near(value(criticLoss(options, real, made)), -1));
        QVERIFY(near(value(generatorLoss(options, real, made)), 0));
        options.game = Game::Hinge;
        QVERIFY(near(value(criticLoss(options, real, made)), 0.5 * (0 + 1) + 0.5 * (0 + 2)));
        options.game = Game::Relativistic;
        QVERIFY(near(value(criticLoss(options, real, made)), 0.5 * (soft(-3) + soft(1))));
        QVERIFY(near(value(generatorLoss(options, real, made)), 0.5 * (soft(3) + soft(-1))));
    }

    void penaltiesByHand()
    {
        Plane plane;
        const Sight real{ torch::randn({ 6, 2 }), {} };
        const at::Generator random = at::detail::createCPUGenerator(1);
        QVERIFY(near(value(gradientPenalty(plane, real, torch::randn({ 6, 2 }), random)), 16, 1e-4));
        QVERIFY(near(value(zeroPenalty(plane, real)), 12.5, 1e-4));
        QVERIFY(near(value(matching(torch::tensor({ { 1.0F, 0.0F }, { 3.0F, 0.0F } }),
                                    torch::tensor({ { 0.0F, 1.0F }, { 0.0F, 1.0F } }))),
                     5));
        QVERIFY(near(value(activation(torch::tensor({ 0.0F, 0.52F }), 0.02)), 0.25));
        torch::nn::Sequential net(torch::nn::Linear(2, 1), torch::nn::ReLU());
        torch::nn::init::constant_(net->at<torch::nn::LinearImpl>(0).weight, 3);
        QVERIFY(near(value(squaredWeights(*net)), 18));
    }

    // What PyTorch's own convolutions give, and their gradients.
    void convolutionsAsMatrices()
    {
        torch::manual_seed(1);
        const auto compare = [](const torch::Tensor &made, const torch::Tensor &known,
                                const std::vector<torch::Tensor> &leaves) {
            const torch::Tensor weights = torch::randn(known.sizes());
            const auto a = torch::autograd::grad({ (made * weights).sum() }, leaves);
            const auto b = torch::autograd::grad({ (known * weights).sum() }, leaves);
            bool same = torch::allclose(made, known, 1e-4, 1e-5);
            for (std::size_t i = 0; i < leaves.size(); ++i)
                same = same && torch::allclose(a[i], b[i], 1e-4, 1e-4);
            return same;
        };
        const auto columns = [](const torch::Tensor &x) { return x.transpose(1, 2).unsqueeze(3); };
        const auto back = [](const torch::Tensor &x) { return x.squeeze(3).transpose(1, 2); };
        const torch::Tensor x = torch::randn({ 3, 9, 5 }).requires_grad_();
        for (const std::int64_t kernel : { 1, 2, 4 }) { // stride 2: apart, side by side, overlapping
            const torch::nn::Conv2d down(torch::nn::Conv2dOptions(5, 7, { kernel, 1 }).stride({ 2, 1 }));
            QVERIFY(compare(alongSteps(down, x), back(torch::conv2d(columns(x), down->weight, down->bias, { 2, 1 })),
                            { x, down->weight, down->bias }));
        }
        const torch::nn::Conv2d keys(torch::nn::Conv2dOptions(1, 7, { 2, 5 }).stride({ 2, 1 }));
        QVERIFY(compare(alongSteps(keys, x), back(torch::conv2d(x.unsqueeze(1), keys->weight, keys->bias, { 2, 1 })),
                        { x, keys->weight, keys->bias }));
        const torch::nn::ConvTranspose2d up(torch::nn::ConvTranspose2dOptions(5, 7, { 2, 1 }).stride({ 2, 1 }));
        QVERIFY(compare(spreadSteps(up, x), back(torch::conv_transpose2d(columns(x), up->weight, up->bias, { 2, 1 })),
                        { x, up->weight, up->bias }));
        const torch::nn::ConvTranspose2d row(torch::nn::ConvTranspose2dOptions(5, 1, { 1, 11 }));
        QVERIFY(compare(spreadSteps(row, x), torch::conv_transpose2d(columns(x), row->weight, row->bias).squeeze(1),
                        { x, row->weight, row->bias }));
        const torch::nn::Conv2d last(torch::nn::Conv2dOptions(4, 1, 7).padding(3));
        const torch::Tensor picture = torch::randn({ 2, 4, 10, 12 }).requires_grad_();
        QVERIFY(compare(intoOneChannel(last, picture),
                        torch::conv2d(picture, last->weight, last->bias, { 1, 1 }, { 3, 3 }),
                        { picture, last->weight, last->bias }));
        torch::nn::BatchNorm2d norm(5);
        QVERIFY(torch::allclose(normalised(norm, x), back(norm(columns(x))), 1e-4, 1e-5));
    }

    void minibatchDiscrimination()
    {
        torch::manual_seed(1);
        MinibatchDiscrimination layer(3, 4, 5);
        const torch::Tensor same = layer.forward(torch::ones({ 6, 3 }));
        QCOMPARE(same.size(1), std::int64_t(7));
        QVERIFY(torch::allclose(same.narrow(1, 3, 4), torch::full({ 6, 4 }, 5.0F))); // five others, all alike
        QVERIFY(layer.forward(100 * torch::randn({ 6, 3 })).narrow(1, 3, 4).max().item<double>() < 0.1);
    }

    void sizes_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<qint64>("generator");
        QTest::addColumn<qint64>("critic");
        // A transposed convolution of 4x4 from 32 to 64 channels has 32 * 64 * 16 weights and 64 biases.
        QTest::newRow("dcgan-image") << "dcgan-image"
                                     << qint64(100 * 18432 + 18432 + 32 * 64 * 16 + 64 + 64 * 64 * 16 + 64 + 64 * 49 +
                                               1)
                                     << qint64(64 * 9 + 64 + 64 * 64 * 9 + 64 + 36864 + 1);
        QTest::newRow("midinet") << "midinet"
                                 << qint64(100 * 1024 + 1024 + 2048 + 1024 * 2048 + 2048 + 4096 // dense
                                           + 512 * 256 * 2 + 256 + 512 + 512 * 512 * 2 + 512 + 1024 + 1024 * 512 * 2 +
                                           512 + 1024 + 1024 * 88 + 1 // transposed
                                           + 512 * 88 + 512 + 1024 + 512 * 512 * 2 + 512 + 1024 + 512 * 256 * 2 + 256 +
                                           512 + 256 * 256 * 2 + 256 + 512) // conditioner
                                 << qint64(32 * 2 * 88 + 32 + 64 + 32 * 64 * 4 + 64 + 128 + 64 * 15 * 512 + 512 + 1024 +
                                           512 + 1);
        // An LSTM has 4 h (in + h + 2).
        QTest::newRow("gan-sequence") << "gan-sequence"
                                      << qint64(1000 * 256 + 256 + 512 + 256 * 512 + 512 + 1024 + 512 * 1024 + 1024 +
                                                2048 + 1024 * 100 + 100)
                                      << qint64(4 * 512 * (1 + 512 + 2) + 2 * 4 * 512 * (512 + 512 + 2) + 1024 * 512 +
                                                512 + 512 * 256 + 256 + 256 * 100 + 100 + 100 + 1);
        QTest::newRow("lstm2d-gan") << "lstm2d-gan"
                                    << qint64(100 * 7040 + 7040 + 2 * 4 * 512 * (88 + 512 + 2) +
                                              2 * 4 * 256 * (80 + 256 + 2) + 1024 * 88 + 88 + 512 * 80 + 80)
                                    << qint64(4 * 256 * (88 + 256 + 2) + 256 + 1);
        // Attention: four square matrices with biases.
        QTest::newRow("wgan-attention") << "wgan-attention"
                                        << qint64(4 * 1024 * (64 + 1024 + 2) + 3 * 4 * 1024 * (1024 + 1024 + 2) +
                                                  4 * (1024 * 1024 + 1024) + 1024 * 88 + 88)
                                        << qint64(4 * 1024 * (88 + 1024 + 2) + 4 * 1024 * (1024 + 1024 + 2) +
                                                  4 * (1024 * 1024 + 1024) + 1024 + 1);
    }
    void sizes()
    {
        QFETCH(QString, family);
        QFETCH(qint64, generator);
        QFETCH(qint64, critic);
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(json::object());
        const auto children = trainable->module()->named_children();
        QCOMPARE(qint64(parameterCount(*children["generator"])), generator);
        QCOMPARE(qint64(parameterCount(*children["critic"])), critic);
        QVERIFY(trainable->adversarial());
        QVERIFY_EXCEPTION_THROWN(klangraum::family(family.toStdString()).makeTrainable({ { "clap", 1 } }), Error);
        QVERIFY_EXCEPTION_THROWN(klangraum::family(family.toStdString()).makeTrainable({ { "loss", "chess" } }), Error);
    }

    // The discriminator alone gets better against a generator that stays as it is, a duel goes on from there, the same
    // seed is the same.
    void learns_data() { familyRows(); }
    void learns()
    {
        QFETCH(QString, family);
        struct Learned
        {
            double before = 0, after = 0; // loss of the discriminator
            double loss = 0; // of the generator
            double distance = 0;
        };
        const auto run = [&] {
            torch::manual_seed(4);
            const auto trainable =
                klangraum::family(family.toStdString()).makeTrainable(smallDuel(family.toStdString()));
            const auto train = trainable->data(m_corpus, Split::Train);
            const bool pictures = family == "dcgan-image"; // which take their time
            const auto heard = [&](int steps) {
                const auto scalars = duel(*trainable, *train, steps, 2e-3, pictures ? 8 : 24, true);
                return scalars.contains("critic") ? scalars.at("critic") : scalars.at("discriminator");
            };
            const double before = heard(1);
            const double after = heard(pictures ? 5 : 60);
            const auto scalars = duel(*trainable, *train, pictures ? 2 : 8, 1e-3, pictures ? 8 : 24);
            const auto held = trainable->validate(*trainable->data(m_corpus, Split::Valid), context(1, false));
            return Learned{ before, after, scalars.at("generator"), held.at("distance") };
        };
        const Learned learned = run();
        QVERIFY(std::isfinite(learned.loss) && learned.distance > 0);
        QVERIFY2(learned.after < learned.before,
                 qPrintable(QStringLiteral("%1, then %2").arg(learned.before).arg(learned.after)));
        const Learned again = run();
        QCOMPARE(again.loss, learned.loss);
        QCOMPARE(again.after, learned.after);
        QCOMPARE(again.distance, learned.distance);
    }

    void music_data() { familyRows(); }
    void music()
    {
        QFETCH(QString, family);
        torch::manual_seed(6);
        const json model = smallDuel(family.toStdString());
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(model);
        const auto train = trainable->data(m_few, Split::Train);
        duel(*trainable, *train, 2, 1e-3, 8);
        const QTemporaryDir folder;
        const auto out = packaged(family.toStdString(), *trainable, m_few, model, folder);
        const auto generator = openModel(out);
        GenerateRequest request;
        request.seed = 11;
        request.bars = 5;
        const Score piece = std::get<Score>(generator->generate(request));
        QCOMPARE(piece.length, Tick(5 * 4 * 480));
        QVERIFY(std::get<Score>(openModel(out)->generate(request)) == piece);

        // Judged alike by the trainable and the model, within 0 and 1; silence is not heard.
        const Score &heard = m_corpus.pieces.front().score;
        const auto verdict = generator->judge(heard);
        QVERIFY(verdict && *verdict >= 0 && *verdict <= 1);
        QVERIFY(near(*verdict, trainable->judge(heard).value(), 1e-4));
        QVERIFY(!generator->judge(Score()));

        // Window after window; a window does not change because it is looked at again, or ahead.
        const auto stream = generator->stream(11);
        for (int i = 0; i < 3; ++i) {
            const Window window = stream->decode({});
            QVERIFY(window.score.length > 0);
            const Window ahead = stream->preview({});
            QVERIFY(stream->decode({}).score == window.score);
            stream->advance();
            QVERIFY(stream->decode({}).score == ahead.score);
        }
        GenerateRequest negative;
        negative.bars = -1;
        QVERIFY_EXCEPTION_THROWN(generator->generate(negative), Error);
        GenerateRequest between;
        between.from = between.to = heard;
        if (generator->encode(heard)) // over a latent space there is a way between two pieces
            QVERIFY(std::get<Score>(generator->generate(between)).length > 0);
        else
            QVERIFY_EXCEPTION_THROWN(generator->generate(between), Error);
        GenerateRequest unknown;
        unknown.steering.values["colour"] = 0.5;
        QVERIFY_EXCEPTION_THROWN(generator->generate(unknown), Error);
    }

    void hostileModels_data() { familyRows(); }
    void hostileModels()
    {
        QFETCH(QString, family);
        torch::manual_seed(6);
        const json model = smallDuel(family.toStdString());
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(model);
        trainable->data(m_few, Split::Train);
        const QTemporaryDir folder;
        const auto out = packaged(family.toStdString(), *trainable, m_few, model, folder);
        std::ifstream in(out / "model.json");
        const json good = json::parse(in);
        const auto refused = [&](const std::function<void(json &)> &spoil) {
            json bad = good;
            spoil(bad);
            std::ofstream(out / "model.json") << bad.dump();
            try {
                openModel(out);
            } catch (const Error &) {
                return true;
            }
            return false;
        };
        QVERIFY(!refused([](json &) {}));
        QVERIFY(refused([](json &bad) { bad["model"]["latent"] = 9; }));
        QVERIFY(refused([](json &bad) { bad["model"]["latent"] = -1; }));
        QVERIFY(refused([](json &bad) { bad["model"]["loss"] = 7; }));
        QVERIFY(refused([](json &bad) { bad["model"]["no-such"] = 1; }));
        QVERIFY(refused([](json &bad) { bad.erase("model"); }));
        if (family != "bar-gan") // a latent space is walked on without faders, too
            QVERIFY(refused([](json &bad) { bad["controls"] = json::array(); }));
        QVERIFY(refused([](json &bad) { bad["controls"] = 7; }));
        QVERIFY(refused([](json &bad) { bad["voices"] = json::array(); }));
    }

    void smoothing()
    {
        // Key 3: on, a gap of one, on; key 5: one step alone; key 7: on from the beginning to the end.
        std::vector<steps::Step> roll{ { 3, 7 }, { 3, 7 }, { 7 }, { 3, 5, 7 }, { 3, 7 }, { 7 } };
        smoothNotes(roll, 1);
        const std::vector<steps::Step> wanted{ { 3, 7 }, { 3, 7 }, { 3, 7 }, { 3, 7 }, { 3, 7 }, { 7 } };
        QVERIFY(roll == wanted);
    }

    void words()
    {
        Score score;
        score.ticksPerQuarter = 480;
        score.voices = { { "a", 0, false }, { "b", 0, true } };
        score.notes = { { 0, 480, 64, 80, 0 }, { 0, 480, 60, 80, 0 }, { 100, 50, 72, 80, 0 }, { 100, 50, 40, 80, 1 } };
        const std::vector<Word> found = wordsOf(score);
        QCOMPARE(found.size(), std::size_t(2));
        QVERIFY(found[0] == (Word{ 60, 64, -1, -1, -1, -1 }) && found[1] == (Word{ 72, -1, -1, -1, -1, -1 }));
        const std::vector<std::vector<Word>> pieces{ found };
        const Vocabulary vocabulary(pieces);
        for (const Word &word : found)
            QVERIFY(vocabulary.wordOf(vocabulary.numberOf(word)) == word);
        QCOMPARE(vocabulary.numberOf(found[0]), -1.0F);
        QCOMPARE(vocabulary.wordOf(1.5F)[0], std::int16_t(72)); // beyond it: C5
        QCOMPARE(Vocabulary().numberOf(found[0]), 0.0F);
        QCOMPARE(scoreOfWords(found, 2).notes.front().pitch, 62);
    }

    // What has collapsed to one piece is far from the corpus, the corpus near to itself.
    void portraits()
    {
        std::vector<Score> one, other, collapsed;
        for (std::size_t i = 0; i < 40; ++i)
            (i % 2 ? one : other).push_back(m_corpus.pieces[i].score);
        collapsed.assign(20, one.front());
        const double healthy = distance(portraitOf(one), portraitOf(other));
        QVERIFY(healthy < 0.8);
        QVERIFY(distance(portraitOf(collapsed), portraitOf(other)) > healthy + 0.3);
        QVERIFY(distance(portraitOf({}), portraitOf(other)) > healthy);
        QCOMPARE(distance(portraitOf(one), portraitOf(one)), 0.0);
    }

private:
    Corpus m_corpus;
    Corpus m_few;
};

QTEST_GUILESS_MAIN(TestAdversarial)
#include "tst_adversarial.moc"
