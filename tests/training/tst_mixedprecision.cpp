// Training in bfloat16: the gradients are float32's but for rounding, every weight has its own, and nothing of it stays
// behind.
#include <torch/torch.h>

#include "training/mixedprecision.h"
#include "training/runfolder.h"
#include "training/trainer.h"

#include "../generators/dueltest.h"

#include <QTemporaryDir>
#include <QtTest>

#include <numeric>

using namespace klangraum;
using namespace klangraum::familytest;

class TestMixedPrecision : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { torch::set_num_threads(1); }

    void endsWithItsScope()
    {
        const torch::Tensor a = torch::randn({ 8, 8 });
        const torch::Tensor exact = a.mm(a);
        {
            const MixedPrecision precision(torch::kCPU, "bfloat16");
            QCOMPARE(a.mm(a).scalar_type(), torch::kBFloat16);
        }
        QVERIFY(torch::equal(a.mm(a), exact));
        const MixedPrecision precision(torch::kCPU, "float32");
        QVERIFY(torch::equal(a.mm(a), exact));
    }

    void gradientsAreNear_data()
    {
        QTest::addColumn<QString>("family");
        QTest::addColumn<double>("penalty");
        QTest::addRow("midinet") << "midinet" << 0.0;
        QTest::addRow("lstm2d-gan") << "lstm2d-gan" << 0.0;
        QTest::addRow("wgan-attention") << "wgan-attention" << 0.0;
        QTest::addRow("wgan-attention, gradient penalty") << "wgan-attention" << 10.0;
        QTest::addRow("bar-gan") << "bar-gan" << 0.0;
    }
    void gradientsAreNear()
    {
        QFETCH(QString, family);
        QFETCH(double, penalty);
        nlohmann::json model = smallDuel(family.toStdString());
        if (penalty > 0) {
            model.erase("clip");
            model["gradient-penalty"] = penalty;
        }
        torch::manual_seed(2);
        const auto trainable = klangraum::family(family.toStdString()).makeTrainable(model);
        const Corpus corpus = Corpus::embedded();
        const auto data = trainable->data(corpus, Split::Train);
        const auto moment = [] {
            StepContext context;
            context.random = at::detail::createCPUGenerator(3);
            context.training = true;
            return context;
        };
        std::vector<std::int64_t> items(16);
        std::iota(items.begin(), items.end(), 0);
        const auto gradients = [&](const Update &update, const char *precision) {
            trainable->module()->zero_grad();
            torch::manual_seed(4);
            StepContext context = moment();
            const Batch batch = data->batch(items, context);
            const auto losses = [&] {
                const MixedPrecision mixed(torch::kCPU, precision);
                return trainable->losses(update.name, batch, context);
            }();
            losses.total.backward();
            std::vector<torch::Tensor> all;
            for (const torch::Tensor &parameter : update.parameters)
                all.push_back(parameter.grad().defined() ? parameter.grad().flatten().clone() : torch::Tensor());
            return all;
        };
        for (const Update &update : trainable->updates(moment())) {
            const auto exact = gradients(update, "float32");
            const auto near = gradients(update, "bfloat16");
            std::vector<torch::Tensor> a, b;
            for (std::size_t i = 0; i < exact.size(); ++i) {
                QCOMPARE(near[i].defined(), exact[i].defined());
                if (!exact[i].defined())
                    continue;
                QCOMPARE(near[i].scalar_type(), torch::kFloat32);
                a.push_back(exact[i]);
                b.push_back(near[i]);
            }
            const torch::Tensor one = torch::cat(a), other = torch::cat(b);
            QVERIFY(one.norm().item<double>() > 0);
            QVERIFY(!torch::equal(one, other)); // it is computed otherwise
            const double alike = torch::cosine_similarity(one, other, 0).item<double>();
            QVERIFY2(alike > 0.95, qPrintable(QString("%1: %2").arg(update.name.c_str()).arg(alike)));
        }
    }

    void trainerTrainsInIt()
    {
        const QTemporaryDir folder;
        Recipe recipe;
        recipe.name = recipe.family = "wgan-attention";
        recipe.model = smallDuel("wgan-attention");
        recipe.training.epochs = 1;
        recipe.training.batch = 64;
        recipe.training.samples = 1;
        recipe.training.validationItems = 16;
        recipe.training.threads = 1;
        recipe.training.precision = "bfloat16";
        TrainOptions options;
        options.run = folder.filePath("run").toStdString();
        options.recipe = recipe;
        options.device = "cpu";
        options.handleSignals = false;
        QCOMPARE(Trainer(options, Corpus::embedded()).run([](const TrainProgress &) {}).state, std::string("finished"));
        // As kept, so used on resume.
        QCOMPARE(recipeFromJson(toJson(recipe), "here").training.precision, std::string("bfloat16"));
    }
};

QTEST_GUILESS_MAIN(TestMixedPrecision)
#include "tst_mixedprecision.moc"
