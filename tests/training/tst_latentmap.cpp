// The plane of an epoch's latent space: principal components lie as they lay the epoch before, whichever is the larger.
#include "training/latentmap.h"

#include <QtTest>

using namespace klangraum;

namespace {

// A family whose means are what the test says.
class Means : public Trainable
{
public:
    torch::Tensor means; // [items, dimensions]

    std::shared_ptr<torch::nn::Module> module() override { return nullptr; }
    std::vector<Update> updates(const StepContext &) override { return {}; }
    std::unique_ptr<TrainingData> data(const Corpus &, Split) override { return nullptr; }
    Losses losses(const std::string &, const Batch &, const StepContext &) override { return {}; }
    std::vector<Score> sample(int, std::uint64_t) override { return {}; }
    nlohmann::json describe(const Corpus &) override { return {}; }
    std::int64_t latentDimensions() const override { return means.size(1); }
    torch::Tensor encode(const Batch &batch) override { return means.index_select(0, batch.at(0)); }
};

class Items : public TrainingData
{
public:
    std::int64_t size() const override { return 200; }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &) const override
    {
        return { torch::tensor(items) };
    }
};

torch::Tensor cloud(double first, double second, std::uint64_t seed)
{
    torch::manual_seed(seed);
    const torch::Tensor means = 0.01 * torch::randn({ 200, 5 }, torch::kFloat64);
    means.select(1, 1) += first * torch::linspace(-1, 1, 200, torch::kFloat64);
    means.select(1, 3) += second * torch::sin(torch::linspace(0, 40, 200, torch::kFloat64));
    return means;
}

LatentMap mapOf(const torch::Tensor &means, const LatentMap *before)
{
    Means family;
    family.means = means;
    const Items items;
    return makeLatentMap(family, items, nullptr, chooseLatentWindows(200, 0, 1, 200), {}, StepContext(), before);
}

} // namespace

class LatentMapTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void componentsByVariance()
    {
        const LatentMap map = mapOf(cloud(2, 1, 1), nullptr);
        QVERIFY(map.components);
        QVERIFY(std::abs(map.basis[0][1]) > 0.99);
        QVERIFY(std::abs(map.basis[1][3]) > 0.99);
        QVERIFY(map.variance[0] > map.variance[1]);
        QVERIFY(map.variance[0] + map.variance[1] > 0.99 && map.variance[0] + map.variance[1] <= 1 + 1e-9);
    }

    // The lesser component overtakes the larger, and the space turns round: the picture stays as it was.
    void axesStayWhereTheyWere()
    {
        const LatentMap before = mapOf(cloud(1, 1.4, 1), nullptr);
        QVERIFY(std::abs(before.basis[0][3]) > 0.99);
        QVERIFY(std::abs(mapOf(cloud(2, 0.5, 2), nullptr).basis[0][1]) > 0.99);
        const LatentMap now = mapOf(-cloud(2, 0.5, 2), &before);
        QVERIFY(std::abs(now.basis[0][3]) > 0.99);
        QVERIFY(std::abs(now.basis[1][1]) > 0.99);
        QVERIFY(now.variance[0] < now.variance[1]);
        double x = 0;
        double y = 0;
        for (std::size_t i = 0; i < now.corpus.size(); ++i) {
            x += now.corpus[i].x * before.corpus[i].x;
            y += now.corpus[i].y * before.corpus[i].y;
        }
        QVERIFY(x > 0 && y > 0);
    }
};

QTEST_GUILESS_MAIN(LatentMapTest)
#include "tst_latentmap.moc"
