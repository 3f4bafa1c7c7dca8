// The auto-encoders: sizes, that each learns, that step by step equals teacher forcing, codebooks and bad input.
#include <torch/torch.h>

#include "corpus/composer.h"
#include "generators/family.h"
#include "generators/latent/latentfamilies.h"
#include "generators/latent/latentgenerator.h"
#include "generators/latent/latentspace.h"
#include "generators/latent/latenttrainable.h"
#include "generators/modelfolder.h"
#include "music/error.h"

#include "familytest.h"
#include "latenttest.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <limits>

using namespace klangraum;
using namespace klangraum::latent;
using namespace klangraum::familytest;
using namespace klangraum::latenttest;
using nlohmann::json;

namespace {

const char *const allFamilies[] = { "melody-space",     "chorale-space", "recurrent-vae",
                                    "hierarchical-vae", "vq-vae",        "cnn-vae" };

} // namespace

class TestLatent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1);
        m_corpus = Corpus::embedded();
        m_few = thinned(m_corpus);
    }

    void sizes_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<qint64>("parameters");
        // Two-way LSTM: 2 * 4 h (in + h + 2); decoder: 4 h (in + h + 2); the start is 2 h from the vector.
        QTest::newRow("recurrent-vae") << "recurrent-vae"
                                       << qint64(89 * 88 + 2 * 4 * 512 * (88 + 512 + 2) + 2 * (1024 * 128 + 128) +
                                                 90 * 88 + 128 * 1024 + 1024 + 4 * 512 * (88 + 512 + 2) + 512 * 89 +
                                                 89);
        QTest::newRow("hierarchical-vae")
            << "hierarchical-vae"
            << qint64(89 * 88 + 2 * 4 * 512 * (88 + 512 + 2) + 2 * (1024 * 128 + 128) + 4 * 512 * (128 + 512 + 2) +
                      90 * 88 + 512 * 1024 + 1024 + 4 * 512 * (88 + 512 + 512 + 2) + 512 * 89 + 89);
        // 88 by 80 becomes 6 by 5 with 128 channels: 3840.
        const qint64 convolutions = 9 * (16 + 16 * 32 + 32 * 64 + 64 * 128);
        QTest::newRow("cnn-vae") << "cnn-vae"
                                 << qint64(convolutions + 16 + 32 + 64 + 128 + 2 * (3840 * 1024 + 1024) + 1024 * 3840 +
                                           3840 + convolutions + 64 + 32 + 16 + 1);
    }
    void sizes()
    {
        QFETCH(QString, family);
        QFETCH(qint64, parameters);
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(json::object());
        QCOMPARE(qint64(parameterCount(*trainable->module())), parameters);
        QVERIFY_EXCEPTION_THROWN(klangraum::family(family.toStdString()).makeTrainable({ { "hiden", 3 } }), Error);
    }

    void learns_data() { familyRows(); }
    void learns()
    {
        QFETCH(QString, family);
        torch::manual_seed(2);
        const auto trainable = make(family.toStdString(), small(family.toStdString()));
        const auto train = trainable->data(m_corpus, Split::Train);
        const auto valid = trainable->data(m_corpus, Split::Valid);
        QVERIFY(train->size() > 32 && valid->size() > 4);
        torch::optim::Adam adam(trainable->module()->parameters(), 5e-3);
        const auto held = [&] {
            const torch::NoGradGuard noGrad;
            trainable->module()->eval();
            const StepContext here = context(1, false);
            std::vector<std::int64_t> items;
            for (std::int64_t i = 0; i < std::min<std::int64_t>(valid->size(), 48); ++i)
                items.push_back(i);
            return trainable->losses("main", valid->batch(items, here), here).scalars.at("reconstruction");
        };
        const double before = held();
        learn(*trainable, *train, adam, 120);
        const double after = held();
        QVERIFY2(after < 0.5 * before, qPrintable(QString("%1 of %2").arg(after).arg(before)));
        StepContext here = context(3, false);
        here.progress = 1;
        const auto measured = trainable->validate(*valid, here);
        QVERIFY(measured.at("accuracy") > 0 && measured.at("accuracy") <= 1);
        if (family == "vq-vae") {
            QVERIFY(measured.at("codebook/perplexity") > 1);
            QVERIFY(!measured.contains("kl"));
        } else {
            QVERIFY(measured.at("kl") > 0);
            QVERIFY(measured.at("kl-largest") >= measured.at("kl-smallest"));
            QCOMPARE(
                measured.at("active-units"),
                std::round(measured.at("active-share") * small(family.toStdString()).at("dimensions").get<double>()));
        }
        const auto samples = trainable->sample(3, 5);
        QCOMPARE(samples.size(), std::size_t(3));
        QVERIFY(samples == trainable->sample(3, 5));
    }

    void stepByStepEqualsTeacherForcing_data()
    {
        QTest::addColumn<QString>("family");
        for (const char *family : { "melody-space", "chorale-space", "recurrent-vae", "hierarchical-vae" })
            QTest::newRow(family) << family;
    }
    void stepByStepEqualsTeacherForcing()
    {
        QFETCH(QString, family);
        torch::manual_seed(5);
        const torch::NoGradGuard noGrad;
        const auto net = makeLatentNet(family.toStdString(), small(family.toStdString()));
        net->eval();
        const torch::Tensor z = torch::randn({ 3, net->options().dimensions });
        const Drawn drawn = net->draw(z, 1, at::detail::createCPUGenerator(4), true);
        QCOMPARE(drawn.tokens.size(1), net->options().steps);
        const torch::Tensor forced = torch::softmax(net->logits(z, drawn.tokens), -1);
        QVERIFY(torch::allclose(forced, drawn.probabilities, 1e-3, 1e-5));
        QVERIFY(torch::equal(drawn.tokens, net->draw(z, 1, at::detail::createCPUGenerator(4), false).tokens));
    }

    // Of every size: LibTorch 1.13 has made infinite ones of an LSTM's strides before.
    void gradientsAreNumbers()
    {
        torch::manual_seed(1);
        for (const std::int64_t embedding : { 16, 24 }) {
            json model = small("melody-space");
            model["embedding"] = embedding;
            model["encoder"] = 160;
            const auto trainable = make("melody-space", model);
            const auto train = trainable->data(m_corpus, Split::Train);
            for (int step = 0; step < 6; ++step) {
                const StepContext here = context(static_cast<std::uint64_t>(step), true);
                std::vector<std::int64_t> items;
                for (int i = 0; i < 64; ++i)
                    items.push_back((step * 64 + i) * 7 % train->size());
                trainable->module()->zero_grad();
                trainable->losses("main", train->batch(items, here), here).total.backward();
                for (const auto &parameter : trainable->module()->named_parameters())
                    if (parameter.value().grad().defined())
                        QVERIFY2(parameter.value().grad().abs().max().item<double>() < 100, parameter.key().c_str());
            }
        }
    }

    void annealing()
    {
        LatentOptions options;
        options.schedule = "cyclical";
        options.klWeight = 0.1;
        options.cycle = 4;
        std::vector<double> weights;
        for (std::int64_t epoch = 0; epoch < 8; ++epoch) {
            StepContext here = context(1, true);
            here.epoch = epoch;
            weights.push_back(LatentTrainable::klWeightAt(options, here));
        }
        QCOMPARE(weights[0], 0.0);
        QCOMPARE(weights[3], 0.1);
        QVERIFY(weights[1] > 0 && weights[1] < weights[2] && weights[2] < 0.05); // exponential, not straight
        QCOMPARE(weights[4], 0.0);
        QCOMPARE(weights[7], 0.1);
    }

    void sigmaStaysPositive()
    {
        const auto net = makeLatentNet("cnn-vae", small("cnn-vae"));
        const torch::Tensor x = torch::zeros({ 2, 32, 88 }, torch::kInt64);
        const Posterior posterior = net->posterior(x);
        QVERIFY(posterior.deviation.min().item<double>() > 0);
        QVERIFY(divergence(posterior).isfinite().all().item<bool>());
    }

    void deadCodesComeBack()
    {
        LatentOptions options;
        options.parts = true;
        options.steps = 4;
        options.segment = 4;
        options.dimensions = 2;
        options.codes = 8;
        options.codeReset = 5;
        options.codeDecay = 0.5;
        torch::manual_seed(3);
        VectorQuantiser quantiser(options);
        at::Generator random = at::detail::createCPUGenerator(1);
        const auto usedOf = [&](const torch::Tensor &x) {
            const auto codes = quantiser.quantise(x, false).codes;
            return std::get<0>(torch::_unique(codes)).numel();
        };
        // Begins on one cluster; then the data are eight others.
        const torch::Tensor one = torch::randn({ 64, 2 }) * 0.01 + 50;
        quantiser.quantise(one, true);
        quantiser.move(random);
        const torch::Tensor eight = (torch::arange(64) % 8).to(torch::kFloat32).unsqueeze(1).expand({ 64, 2 }) * 3 +
            torch::randn({ 64, 2 }) * 0.01;
        QVERIFY(usedOf(eight) < 8);
        for (int step = 0; step < 60; ++step) {
            quantiser.quantise(eight, true);
            quantiser.move(random);
        }
        QVERIFY2(usedOf(eight) >= 7, qPrintable(QString::number(usedOf(eight))));
        const Quantised quantised = quantiser.quantise(eight, false);
        QVERIFY(torch::allclose(quantiser.vectors(quantised.codes), quantised.vectors[-1], 1e-4, 1e-4));
    }

    void generatesAndStreams_data() { familyRows(); }
    void generatesAndStreams()
    {
        QFETCH(QString, family);
        torch::manual_seed(6);
        const QTemporaryDir folder;
        const json model = small(family.toStdString());
        const auto trainable = make(family.toStdString(), model);
        const auto out = packaged(family.toStdString(), *trainable, m_few, model, folder);
        const auto generator = openModel(out);
        GenerateRequest request;
        request.bars = 3;
        request.seed = 4;
        const Score once = std::get<Score>(generator->generate(request));
        QVERIFY(once == std::get<Score>(generator->generate(request)));
        QCOMPARE(once.length, Tick(3 * 4 * 480));

        const Score &piece = m_corpus.pieces.front().score;
        GenerateRequest vary = request;
        vary.from = piece;
        std::get<Score>(generator->generate(vary));
        vary.to = m_corpus.pieces[1].score;
        vary.steps = 3;
        const Score journey = std::get<Score>(generator->generate(vary));
        QVERIFY(journey.length > 0);

        // Bad input
        request.latent = { std::numeric_limits<double>::quiet_NaN(), 0 };
        QVERIFY_EXCEPTION_THROWN(generator->generate(request), Error);
        request.latent = { 1e9, 0 };
        QVERIFY_EXCEPTION_THROWN(generator->generate(request), Error);
        const auto dimensions = model.at("dimensions").get<std::size_t>();
        request.latent = std::vector<double>(dimensions, 1e9);
        QVERIFY_EXCEPTION_THROWN(generator->generate(request), Error);
        request.latent = std::vector<double>(dimensions, 100);
        std::get<Score>(generator->generate(request)); // far out, and still music or silence
        QVERIFY_EXCEPTION_THROWN(generator->encode(Score{}), Error);
        Score drums;
        drums.voices = { { "Drums", 0, true } };
        drums.notes = { { 0, 120, 36, 90, 0 } };
        drums.normalise();
        QVERIFY_EXCEPTION_THROWN(generator->encode(drums), Error);

        const auto encoded = generator->encode(piece);
        QVERIFY(encoded.has_value());
        QCOMPARE(encoded->latent.size(), dimensions);
        const auto stream = generator->stream(4);
        for (int window = 0; window < 4; ++window) {
            QVERIFY(stream->decode({}).score == stream->decode({}).score);
            const Window ahead = stream->preview({});
            stream->advance();
            QVERIFY(stream->decode({}).score == ahead.score);
        }
        if (family == "vq-vae") {
            QVERIFY(!encoded->onMap);
            const Window before = stream->decode({});
            QCOMPARE(before.codes.size(), std::size_t(8));
            QCOMPARE(before.codes.front().codes.size(), std::size_t(1)); // the prior's
            const int other = (before.codes[2].codes[0] + 1) % 32;
            QVERIFY(stream->swapCode(2, 0, other));
            QCOMPARE(stream->decode({}).codes[2].codes[0], other);
            QVERIFY(!stream->swapCode(8, 0, 0) && !stream->swapCode(0, 1, 0) && !stream->swapCode(0, 0, 32));
            stream->clear();
            QVERIFY(stream->decode({}).score == before.score);
            return;
        }
        QVERIFY(encoded->onMap && std::abs(encoded->x) <= 1 && !encoded->nearest.empty());
        QVERIFY(!stream->swapCode(0, 0, 0));
        LatentJourney way;
        way.from = encoded->latent;
        way.to = std::vector<double>(dimensions, 0.1);
        way.windows = 3;
        QVERIFY(stream->travel(way));
        for (int window = 0; window < 5; ++window)
            stream->advance();
        QVERIFY(stream->decode({}).score.length > 0);
        way.to = { 1, 2, 3 };
        QVERIFY(!stream->travel(way));
        QVERIFY(!stream->hear({}));
        if (family == "melody-space")
            QVERIFY(stream->hear({ { 0, 480, 60, 80, 0 }, { 480, 480, 64, 80, 0 } }));
        Steering steering;
        steering.values["map.x"] = 0.3;
        const Score here = stream->decode(steering).score;
        steering.values["register"] = 1;
        stream->decode(steering);
        steering.values["register"] = 7;
        GenerateRequest wrong;
        wrong.steering = steering;
        QVERIFY_EXCEPTION_THROWN(generator->generate(wrong), Error);
        QVERIFY(here.length > 0);
    }

private:
    void familyRows()
    {
        QTest::addColumn<QString>("family");
        for (const char *family : allFamilies)
            QTest::newRow(family) << family;
    }
    Corpus m_corpus;
    Corpus m_few;
};

QTEST_APPLESS_MAIN(TestLatent)

#include "tst_latent.moc"
