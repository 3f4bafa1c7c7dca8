// The growing network: its published sizes, the fade between levels, the penalty, and sound made part by part.
#include <torch/torch.h>

#include "generators/audio/soundgenerator.h"
#include "generators/family.h"
#include "generators/gradientpenalty.h"
#include "generators/growingwgan/growinggenerator.h"
#include "generators/growingwgan/growingtrainable.h"
#include "generators/safetensors.h"
#include "music/error.h"
#include "training/mixedprecision.h"

#include "soundtest.h"

#include <QtTest>

#include <cmath>
#include <limits>

using namespace klangraum;
using namespace klangraum::growing;
using nlohmann::json;

namespace {

json small()
{
    return { { "channels", { 12, 8, 4 } }, { "fade", { 0, 1, 1 } }, { "full", { 1, 1, 1 } },
             { "batch", { 8, 8, 8 } },     { "latent", 16 },        { "frames", 64 } };
}

StepContext moment(std::int64_t epoch, double part)
{
    StepContext context;
    context.epoch = epoch;
    context.part = part;
    context.random = at::detail::createCPUGenerator(3);
    return context;
}

double furthest(const torch::Tensor &a, const torch::Tensor &b)
{
    return (a - b).abs().max().item<double>();
}

} // namespace

class TestGrowingWgan : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        torch::set_num_threads(1);
        torch::manual_seed(1);
    }

    void sizesArePublished()
    {
        const GrowingNet net(GrowingOptions::fromJson(json::object()));
        QCOMPARE(net.generator->parametersAt(9), std::int64_t(7'896'017));
        QCOMPARE(net.critic->parametersAt(9), std::int64_t(8'724'945));
        QCOMPARE(net.options().framesOf(9), std::int64_t(262'144));
        // The rows of table A.1, the last one as it must read.
        QCOMPARE(net.generator->first[0]->weight.numel() + 256, std::int64_t(25'856));
        QCOMPARE(net.generator->second[8]->weight.numel() + 16, std::int64_t(6'416));
    }

    void weightsAreMultiplied()
    {
        const EqualConvolution layer(6, 4, 5);
        QVERIFY(furthest(layer->scaled(), layer->weight * std::sqrt(2.0 / 30)) < 1e-7);
        const torch::Tensor x = torch::randn({ 2, 6, 40 });
        // Unit variance in, variance of about 2 out, whatever the size of the layer.
        QVERIFY(std::abs(EqualConvolution(64, 64, 25)->forward(torch::randn({ 1, 64, 400 })).var().item<double>() - 2) <
                0.4);
        QVERIFY(std::abs(pixelNorm(x).square().mean(1).mean().item<double>() - 1) < 1e-4);
    }

    void levelsFadeIn()
    {
        const torch::NoGradGuard noGrad;
        GrowingNet net(GrowingOptions::fromJson(small()));
        const torch::Tensor z = torch::rand({ 4, 16 }) * 2 - 1;
        const torch::Tensor before = net.generator->forward(z, { 2, 1 });
        QCOMPARE(before.size(1), std::int64_t(128));
        QVERIFY(furthest(net.generator->forward(z, { 3, 0 }), before.repeat_interleave(2, 1)) < 1e-6);
        const torch::Tensor full = net.generator->forward(z, { 3, 1 });
        QVERIFY(furthest(net.generator->forward(z, { 3, 0.25 }), 0.25 * full + 0.75 * before.repeat_interleave(2, 1)) <
                1e-6);
        const torch::Tensor sound = torch::randn({ 4, 256 });
        const torch::Tensor halved = torch::avg_pool1d(sound.unsqueeze(1), 2).squeeze(1);
        QVERIFY(furthest(net.critic->forward(sound, { 3, 0 }), net.critic->forward(halved, { 2, 1 })) < 1e-5);
        QVERIFY(furthest(net.critic->forward(sound, { 3, 0.5 }), net.critic->forward(sound, { 3, 1 })) > 1e-5);
    }

    void scheduleIsFollowed()
    {
        const GrowingOptions options = GrowingOptions::fromJson(small());
        QCOMPARE(options.epochs(), std::int64_t(5));
        QVERIFY(options.stageAt(0, 0.5) == (Stage{ 1, 1 }));
        QVERIFY(options.stageAt(1, 0.25) == (Stage{ 2, 0.25 }));
        QVERIFY(options.stageAt(2, 0.9) == (Stage{ 2, 1 }));
        QVERIFY(options.stageAt(3, 0) == (Stage{ 3, 0 }));
        QVERIFY(options.stageAt(99, 0) == (Stage{ 3, 1 }));
    }

    void penaltyIsTheSlopes()
    {
        const torch::NoGradGuard noGrad; // as in validation
        const torch::Tensor w = torch::tensor({ 3.0, 4.0 });
        const auto judge = [&](const torch::Tensor &x) { return x.matmul(w); };
        const double penalty =
            gradientPenalty(judge, torch::randn({ 5, 2 }), torch::randn({ 5, 2 }), torch::rand({ 5 })).item<double>();
        QVERIFY(std::abs(penalty - 16) < 1e-4);
        // Between the two: where the mix says.
        const auto square = [](const torch::Tensor &x) { return x.square().sum(1) / 2; };
        const torch::Tensor one = torch::ones({ 1, 1 });
        for (const double mix : { 0.0, 0.25, 1.0 }) {
            const double slope = 1 + mix * 2; // from 1 to 3
            QVERIFY(std::abs(gradientPenalty(square, one, one * 3, torch::full({ 1 }, mix)).item<double>() -
                             (slope - 1) * (slope - 1)) < 1e-4);
        }
    }

    void partsOfABatchAddUp()
    {
        const Corpus corpus = soundtest::corpus(3, 4);
        GrowingTrainable trainable(GrowingOptions::fromJson(small()));
        const auto data = trainable.data(corpus, Split::Train);
        QVERIFY(data->size() > 16);
        const StepContext here = moment(3, 0.5);
        const Batch batch = data->batch({ 0, 3, 5, 7, 9, 11, 13, 15 }, here);
        QCOMPARE(part(batch, Part::Sound).size(1), std::int64_t(256));
        const auto gradientOf = [&](const std::string &update, std::int64_t atOnce) {
            std::vector<torch::Tensor> sum;
            trainable.module()->zero_grad();
            for (std::int64_t begin = 0; begin < 8; begin += atOnce) {
                Batch some;
                for (const torch::Tensor &tensor : batch)
                    some.push_back(tensor.narrow(0, begin, atOnce));
                (trainable.losses(update, some, here).total * (static_cast<double>(atOnce) / 8)).backward();
            }
            const auto updates = trainable.updates(here);
            for (const torch::Tensor &parameter : updates[update == "critic" ? 0 : 1].parameters)
                if (parameter.grad().defined())
                    sum.push_back(parameter.grad().flatten().clone());
            return torch::cat(sum);
        };
        QCOMPARE(trainable.divisible(), std::int64_t(4));
        for (const char *update : { "critic", "generator" }) {
            const torch::Tensor whole = gradientOf(update, 8);
            QVERIFY(whole.norm().item<double>() > 0);
            QVERIFY(furthest(whole, gradientOf(update, 4)) < 1e-5 * whole.abs().max().item<double>() + 1e-7);
        }
    }

    // In bfloat16, through the second derivatives of the penalty too. Eight sounds' gradients nearly cancel each other
    // before anything is learned: rounding weighs the more.
    void mixedPrecisionIsNear()
    {
        const Corpus corpus = soundtest::corpus(3, 4);
        GrowingTrainable trainable(GrowingOptions::fromJson(small()));
        const auto data = trainable.data(corpus, Split::Train);
        const StepContext here = moment(3, 0.5);
        const Batch batch = data->batch({ 0, 3, 5, 7, 9, 11, 13, 15 }, here);
        for (const Update &update : trainable.updates(here)) {
            const auto gradientOf = [&](const char *precision) {
                trainable.module()->zero_grad();
                torch::Tensor total;
                {
                    const MixedPrecision mixed(torch::kCPU, precision);
                    total = trainable.losses(update.name, batch, here).total;
                }
                total.backward();
                std::vector<torch::Tensor> all;
                for (const torch::Tensor &parameter : update.parameters)
                    if (parameter.grad().defined())
                        all.push_back(parameter.grad().flatten().clone());
                return torch::cat(all);
            };
            const torch::Tensor exact = gradientOf("float32");
            const torch::Tensor near = gradientOf("bfloat16");
            QCOMPARE(near.sizes().vec(), exact.sizes().vec());
            QVERIFY(!torch::equal(exact, near));
            const double alike = torch::cosine_similarity(exact, near, 0).item<double>();
            // Where the processor does not multiply it itself, LibTorch may sum up in bfloat16, too.
            QVERIFY2(alike > (MixedPrecision::doubt(torch::kCPU).empty() ? 0.9 : 0.5),
                     qPrintable(QString("%1: %2").arg(update.name.c_str()).arg(alike)));
        }
    }

    void partsAreTheWhole_data()
    {
        QTest::addColumn<int>("level");
        QTest::addColumn<double>("alpha");
        QTest::newRow("first") << 1 << 1.0;
        QTest::newRow("last") << 3 << 1.0;
        QTest::newRow("fading") << 3 << 0.3;
    }
    void partsAreTheWhole()
    {
        QFETCH(int, level);
        QFETCH(double, alpha);
        const torch::NoGradGuard noGrad;
        json options = small();
        options["kernel"] = 25;
        const auto net = std::make_shared<GrowingNet>(GrowingOptions::fromJson(options));
        for (torch::Tensor &parameter : net->parameters())
            if (parameter.dim() == 1)
                parameter.normal_();
        net->setStage({ level, alpha });
        const torch::Tensor z = torch::rand({ 1, 16 }) * 2 - 1;
        const torch::Tensor network = net->generator->forward(z, net->stage())[0];
        const GrowingLayout layout(*net);
        const torch::Tensor start = net->generator->start(z)[0].t().contiguous();
        const std::int64_t frames = network.size(0);
        const double apart = furthest(layout.part(start, 0, frames), network);
        QVERIFY2(apart < 1e-5, qPrintable(QString::number(apart)));
        for (const auto &[first, count] : { std::pair(0, 7), std::pair(1, 40), std::pair(33, 31) })
            QVERIFY(furthest(layout.part(start, first, count), network.narrow(0, first, count)) < 1e-5);
        QVERIFY(furthest(layout.part(start, frames - 5, 5), network.narrow(0, frames - 5, 5)) < 1e-5);
        // The stream, from the middle around.
        GrowingModel model(net);
        const auto loop = model.prepare(z, {});
        const torch::Tensor whole = loop->part(0, frames);
        const torch::Tensor half = loop->part(frames / 2, frames / 2);
        QVERIFY(furthest(half, whole.slice(0, frames / 2)) < 1e-5);
        QVERIFY(std::abs(whole[0].item<double>()) < 1e-4); // the seam
        QCOMPARE(static_cast<std::int64_t>(loop->loop().frames), frames);
        QVERIFY(std::abs(loop->loop().beats * 60 / loop->loop().quartersPerMinute -
                         static_cast<double>(frames) / loop->loop().sampleRate) < 1e-9);
    }

    void badOptionsAreRefused()
    {
        const auto refused = [](const char *key, const json &value) {
            json options = small();
            options[key] = value;
            try {
                GrowingOptions::fromJson(options);
            } catch (const Error &) {
                return true;
            }
            return false;
        };
        QVERIFY(refused("channels", json::array()));
        QVERIFY(refused("channels", { 4, 4 }));
        QVERIFY(refused("channels", { 4, -1, 4 }));
        QVERIFY(refused("channels", { 4, "x", 4 }));
        QVERIFY(refused("batch", { 8, 8, 0 }));
        QVERIFY(refused("fade", { 1, 1, 1 }));
        QVERIFY(refused("kernel", 24));
        QVERIFY(refused("latent", 0));
        QVERIFY(refused("frames", 1e12));
        QVERIFY(refused("kernal", 25));
        json many = small();
        many["channels"] = json::array();
        for (int i = 0; i < 12; ++i)
            many["channels"].push_back(4);
        QVERIFY_EXCEPTION_THROWN(GrowingOptions::fromJson(many), Error);
    }

    void scoresAreRefused()
    {
        GrowingTrainable trainable(GrowingOptions::fromJson(small()));
        QVERIFY_EXCEPTION_THROWN(trainable.data(Corpus::embedded(), Split::Train), Error);
        QVERIFY_EXCEPTION_THROWN(trainable.data(Corpus(), Split::Train), Error);
    }
};

QTEST_GUILESS_MAIN(TestGrowingWgan)
#include "tst_growingwgan.moc"
