// What a latent space is drawn from and walked through: the flow and its scales, maps, journeys.
#include <torch/torch.h>

#include "corpus/composer.h"
#include "generators/family.h"
#include "generators/latent/flowops.h"
#include "generators/latent/latentdata.h"
#include "generators/latent/latentgenerator.h"
#include "generators/latent/latentmeasures.h"
#include "generators/latent/latentprior.h"
#include "generators/latent/latentspace.h"
#include "generators/latent/neighbourmap.h"
#include "generators/lstmloops.h"
#include "generators/modelfolder.h"
#include "generators/playedlinear.h"
#include "music/error.h"

#include "familytest.h"
#include "latenttest.h"

#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <numeric>

using namespace klangraum;
using namespace klangraum::latent;
using namespace klangraum::familytest;
using namespace klangraum::latenttest;
using nlohmann::json;

class TestLatentPrior : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1);
        m_corpus = Corpus::embedded();
    }

    // The plain loops say what torch says.
    void loopsAreTorchs()
    {
        torch::manual_seed(4);
        const torch::Tensor x = torch::randn({ 3, 5, 24 }) * 2 + 1;
        const torch::Tensor y = torch::randn({ 3, 5, 24 });
        const torch::Tensor all = torch::randn({ 3, 5, 72 });
        const std::vector<torch::Tensor> shifts = torch::randn({ 3, 1, 48 }).chunk(2, 2);
        const auto wanted = [](const torch::Tensor &each) { return each.detach().clone().requires_grad_(); };
        const torch::NoGradGuard noGrad;
        const torch::Tensor loops[] = { modulated(x, shifts[0], shifts[1]), gated(x, shifts[0], y), heard(all, 4) };
        torch::Tensor torchs[3];
        {
            const torch::AutoGradMode gradients(true); // then it is torch that computes
            torchs[0] = modulated(wanted(x), shifts[0], shifts[1]);
            torchs[1] = gated(wanted(x), shifts[0], y);
            torchs[2] = heard(wanted(all), 4);
        }
        for (int i = 0; i < 3; ++i) {
            QVERIFY(torchs[i].requires_grad() && !loops[i].requires_grad());
            QVERIFY2(torch::allclose(loops[i], torchs[i], 1e-4, 1e-5), qPrintable(QString::number(i)));
        }
        PlayedLinear linear(24, 37); // no whole number of blocks
        linear->layOut();
        for (const torch::Tensor &some : { x, x[1], x[1][2], torch::randn({ 200, 24 }) })
            QVERIFY(torch::allclose(linear(some), torch::linear(some, linear->weight, linear->bias), 1e-4, 1e-5));
        for (const bool both : { false, true }) {
            torch::nn::LSTM lstm(torch::nn::LSTMOptions(24, 12).bidirectional(both).batch_first(true));
            lstm->eval();
            for (const torch::Tensor &some : { x, x.narrow(0, 1, 1) })
                QVERIFY(torch::allclose(lstmOutputs(lstm, some), std::get<0>(lstm(some)), 1e-4, 1e-5));
        }
    }

    // Few steps come near to where many lead, and the guided way is another one.
    void flowsConverge()
    {
        const torch::NoGradGuard noGrad;
        LatentOptions options = make("melody-space", small("melody-space"))->net().options();
        const torch::Tensor noise = torch::randn({ 64, options.dimensions }, at::detail::createCPUGenerator(2));
        const torch::Tensor scales = torch::arange(64) % 12;
        const auto flown = [&](std::int64_t steps, double guidance) {
            options.priorSteps = steps;
            options.priorGuidance = guidance;
            torch::manual_seed(8);
            FlowPrior flow(options);
            for (torch::Tensor &parameter : flow.parameters()) // some begin at 0, and with them the way
                parameter.add_(0.1 * torch::randn_like(parameter));
            return flow.flow(noise, scales);
        };
        for (const double guidance : { 0.0, 1.5 }) {
            const torch::Tensor exact = flown(256, guidance);
            const double way = (exact - noise).norm().item<double>();
            const double four = (flown(4, guidance) - exact).norm().item<double>();
            const double eight = (flown(8, guidance) - exact).norm().item<double>();
            QVERIFY2(four < 0.1 * way, qPrintable(QString("%1 of %2").arg(four).arg(way)));
            QVERIFY2(eight < 0.5 * four, qPrintable(QString("%1 of %2").arg(eight).arg(four))); // second order
        }
        QVERIFY((flown(4, 1.5) - flown(4, 0)).norm().item<double>() > 0.01 * noise.norm().item<double>());
    }

    void scales()
    {
        Score scale;
        scale.voices = { { "Melody", 0, false } };
        for (const int pitch : { 62, 64, 66, 67, 69, 71, 73, 74 }) // D major
            scale.notes.push_back({ static_cast<Tick>(scale.notes.size()) * 240, 240, pitch, 80, 0 });
        scale.normalise();
        QCOMPARE(scaleOf(scale), 2);
        for (Note &note : scale.notes)
            note.pitch -= 2;
        scale.notes.front().duration = scale.notes.back().duration = 10; // C major, and hardly a C: A minor
        scale.notes[5].duration = 960;
        QCOMPARE(scaleOf(scale), 0);

        LatentOptions options = make("melody-space", small("melody-space"))->net().options();
        options.transpose = 6;
        options.autoencoderShare = 0.5;
        const LatentData data(m_corpus, Split::Train, options);
        QCOMPARE(data.labelCounts().sum().item<double>(), static_cast<double>(data.size()));
        StepContext context;
        context.random = at::detail::createCPUGenerator(3);
        std::vector<std::int64_t> items(16);
        std::iota(items.begin(), items.end(), 0);
        context.training = false;
        const Batch still = data.batch(items, context);
        context.training = true;
        const Batch moved = data.batch(items, context); // with its music, which is moved as a whole
        bool other = false;
        for (std::int64_t i = 0; i < 16; ++i) {
            const torch::Tensor was = still[0][i].flatten(), is = moved[0][i].flatten();
            std::int64_t interval = 0;
            for (std::int64_t step = 0; step < was.size(0); ++step)
                if (was[step].item<std::int64_t>() != is[step].item<std::int64_t>())
                    interval = is[step].item<std::int64_t>() - was[step].item<std::int64_t>();
            other = other || interval != 0;
            QCOMPARE((still[1][i].item<std::int64_t>() + interval + 12) % 12, moved[1][i].item<std::int64_t>());
        }
        QVERIFY(other);
        context.progress = 0.6; // the prior's turn
        QVERIFY(torch::equal(data.batch(items, context)[0], still[0]));
    }

    void densities()
    {
        LatentOptions options = make("melody-space", small("melody-space"))->net().options();
        const auto densityOfNotes = [&](int notes) { // in four quarters
            TokenGrid grid(16, static_cast<std::uint8_t>(restToken));
            for (int i = 0; i < notes; ++i)
                grid[static_cast<std::size_t>(16 / notes * i)] = 40;
            return densityOf(grid, options.grammar);
        };
        QCOMPARE(densityOfNotes(1), 0);
        QCOMPARE(densityOfNotes(2), 3);
        QCOMPARE(densityOfNotes(4), 7);
        QCOMPARE(densityOfNotes(16), 11);

        // A label tells both, and is drawn as often as the corpus has it.
        options.priorDensities = true;
        QCOMPARE(options.labels(), std::int64_t(144));
        const LatentData data(m_corpus, Split::Train, options);
        const torch::Tensor counts = data.labelCounts();
        QCOMPARE(counts.sum().item<double>(), static_cast<double>(data.size()));
        const StepContext context;
        const torch::Tensor labels = data.batch({ 0, 1, 2 }, context)[1];
        for (std::int64_t i = 0; i < 3; ++i)
            QCOMPARE(labels[i].item<std::int64_t>() / 12, std::int64_t(densityOf(data.window(i), options.grammar)));
        FlowPrior flow(options);
        flow.labelCounts.copy_(counts);
        const torch::Tensor drawn =
            torch::bincount(flow.drawLabels(20000, at::detail::createCPUGenerator(5)), {}, 144) / 20000.0;
        QVERIFY((drawn - counts / counts.sum()).abs().max().item<double>() < 0.02);
        // Both are heard.
        const torch::NoGradGuard noGrad;
        for (torch::Tensor &parameter : flow.parameters())
            parameter.add_(0.1 * torch::randn_like(parameter));
        const torch::Tensor noise = torch::randn({ 1, options.dimensions }, at::detail::createCPUGenerator(2));
        const auto flown = [&](std::int64_t label) { return flow.flow(noise, torch::tensor({ label })); };
        QVERIFY(!torch::allclose(flown(14), flown(15)));
        QVERIFY(!torch::allclose(flown(14), flown(26)));
    }

    void piecesGoOn()
    {
        LatentOptions options = make("vq-vae", small("vq-vae"))->net().options();
        options.steps = 1024; // longer than the pieces
        options.segment = 4;
        const auto silentAtTheEnd = [&](Split split) {
            const LatentData data(m_corpus, split, options);
            int silent = 0;
            for (std::int64_t i = 0; i < data.size(); ++i) {
                const TokenGrid window = data.window(i);
                silent += std::all_of(window.end() - 64 * options.grammar.width(), window.end(),
                                      [](std::uint8_t cell) { return cell == 0; });
            }
            return std::pair(silent, data.size());
        };
        const auto [before, windows] = silentAtTheEnd(Split::Train);
        QCOMPARE(std::int64_t(before), windows);
        options.repeat = true;
        QCOMPARE(silentAtTheEnd(Split::Train).first, 0);
        const auto [held, all] = silentAtTheEnd(Split::Valid);
        QCOMPARE(std::int64_t(held), all); // what is measured stays as it is
    }

    void mapsKeepNeighbours()
    {
        torch::manual_seed(1);
        // Six clusters in forty dimensions: two components cannot hold them apart.
        const torch::Tensor centres = torch::randn({ 6, 40 }) * 4;
        const torch::Tensor points = centres.repeat({ 20, 1 }) + torch::randn({ 120, 40 });
        const torch::Tensor places = neighbourMap(points);
        QVERIFY(places.abs().max().item<double>() <= 1);
        QVERIFY(torch::equal(places, neighbourMap(points)));
        const double trust = trustworthiness(points, places);
        QVERIFY2(trust > 0.93 && trust <= 1, qPrintable(QString::number(trust)));
        QVERIFY(trust > trustworthiness(points, componentMap(points)));
        for (const std::int64_t few : { 0, 1, 2, 3, 5 }) {
            const torch::Tensor small = neighbourMap(points.narrow(0, 0, few));
            QCOMPARE(small.size(0), few);
            QVERIFY(small.isfinite().all().item<bool>());
        }
        QVERIFY(neighbourMap(torch::ones({ 7, 3 })).isfinite().all().item<bool>()); // all in one place
        const torch::Tensor share = barycentre(places, places[4][0].item<double>(), places[4][1].item<double>());
        QVERIFY(share[4].item<double>() > 0.999);
        QVERIFY(std::abs(share.sum().item<double>() - 1) < 1e-9);
    }

    void journeysStayOnTheSphere()
    {
        const torch::NoGradGuard noGrad;
        torch::manual_seed(9);
        const auto net = makeLatentNet("melody-space", small("melody-space"));
        const torch::Tensor a = torch::randn({ 1, 32 });
        const torch::Tensor b = torch::randn({ 1, 32 });
        QVERIFY(torch::allclose(between(*net, a, b, 0), a, 1e-4, 1e-5));
        QVERIFY(torch::allclose(between(*net, a, b, 1), b, 1e-4, 1e-5));
        const double middle = between(*net, a, b, 0.5).norm().item<double>();
        QVERIFY(std::abs(middle - (a.norm() + b.norm()).item<double>() / 2) < 1e-3);
        QVERIFY(torch::allclose(between(*net, a, a, 0.3), a, 1e-4, 1e-5));
        // Within the bar the first part is at the beginning of the way and the last at its end.
        const torch::Tensor within = onJourney(*net, a, b, 2, 1, true);
        QVERIFY(torch::allclose(within.narrow(1, 28, 4), b.narrow(1, 28, 4), 1e-4, 1e-4));
        QVERIFY(!torch::allclose(within.narrow(1, 0, 4), b.narrow(1, 0, 4), 1e-3, 1e-3));
    }

    void journeysGoEvenly()
    {
        const torch::NoGradGuard noGrad;
        torch::manual_seed(9);
        for (const char *family : { "melody-space", "recurrent-vae" }) {
            const auto net = makeLatentNet(family, small(family));
            const torch::Tensor a = torch::randn({ 1, 32 });
            const torch::Tensor b = torch::randn({ 1, 32 });
            QVERIFY(torch::allclose(onJourney(*net, a, b, 16, 0, false), a, 1e-4, 1e-5));
            QVERIFY(torch::allclose(onJourney(*net, a, b, 16, 15, false), b, 1e-4, 1e-5));
            double largest = 0;
            for (int step = 1; step < 16; ++step)
                largest = std::max(largest,
                                   (onJourney(*net, a, b, 16, step, false) - onJourney(*net, a, b, 16, step - 1, false))
                                       .norm()
                                       .item<double>());
            QVERIFY2(largest < 0.5 * (a - b).norm().item<double>(), family);
        }
    }

    void aMapOfTwoPieces()
    {
        Corpus two = m_corpus;
        two.pieces.resize(2);
        for (CorpusPiece &piece : two.pieces)
            piece.split = Split::Train;
        torch::manual_seed(6);
        const QTemporaryDir folder;
        const json model = small("melody-space");
        const auto trainable = make("melody-space", model);
        const auto out = packaged("melody-space", *trainable, two, model, folder);
        const auto generator = openModel(out);
        QCOMPARE(generator->description().map.size(), std::size_t(2));
        for (const double x : { -1.0, 0.0, 1.0 }) {
            GenerateRequest request;
            request.latent = { x, 0.5 };
            QVERIFY(std::get<Score>(generator->generate(request)).length > 0);
        }
        Corpus none = two;
        for (CorpusPiece &piece : none.pieces)
            piece.score = Score{};
        QVERIFY_EXCEPTION_THROWN(fillSpace(trainable->net(), none), Error);
    }

private:
    Corpus m_corpus;
};

QTEST_APPLESS_MAIN(TestLatentPrior)

#include "tst_latentprior.moc"
