// A family small enough to be trained hundreds of times in a test, with all that makes resuming hard: two alternating
// updates, dropout, batch norm, noise of its own and augmentation.
#pragma once

#include "generators/family.h"

#include <chrono>
#include <thread>

namespace toy {

using namespace klangraum;

struct Net : torch::nn::Module
{
    Net()
        : first(register_module("first", torch::nn::Linear(4, 8)))
        , norm(register_module("norm", torch::nn::BatchNorm1d(8)))
        , last(register_module("last", torch::nn::Linear(8, 1)))
        , critic(register_module("critic", torch::nn::Linear(1, 1)))
    {
    }
    torch::Tensor forward(const torch::Tensor &x)
    {
        return last(torch::dropout(torch::relu(norm(first(x))), 0.2, is_training()));
    }
    torch::nn::Linear first;
    torch::nn::BatchNorm1d norm;
    torch::nn::Linear last;
    torch::nn::Linear critic;
};

class Data : public TrainingData
{
public:
    explicit Data(std::int64_t size)
        : m_size(size)
    {
    }
    std::int64_t size() const override { return m_size; }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override
    {
        torch::Tensor x = torch::empty({ static_cast<std::int64_t>(items.size()), 4 });
        for (std::size_t i = 0; i < items.size(); ++i)
            for (int k = 0; k < 4; ++k)
                x[static_cast<std::int64_t>(i)][k] = std::sin(static_cast<double>(items[i] * (k + 3)));
        const torch::Tensor y = x.sum(1, true);
        if (context.training)
            x = x + 0.01 * torch::randn(x.sizes(), context.random);
        return { x, y };
    }

private:
    std::int64_t m_size;
};

struct Options
{
    std::int64_t breakAt = -1; // step whose loss is no number
    int milliseconds = 0; // that a step takes at least
    std::int64_t held = 12; // items of the validation split
    std::string best = "loss"; // the metric that chooses the best epoch
};

class Trainable : public klangraum::Trainable
{
public:
    explicit Trainable(const Options &options)
        : m_options(options)
        , m_net(std::make_shared<Net>())
    {
    }
    std::shared_ptr<torch::nn::Module> module() override { return m_net; }
    std::vector<Update> updates(const StepContext &) override
    {
        std::vector<torch::Tensor> main = m_net->first->parameters();
        for (const auto &part : { m_net->norm->parameters(), m_net->last->parameters() })
            main.insert(main.end(), part.begin(), part.end());
        return { { "critic", 2, m_net->critic->parameters() }, { "main", 1, main } };
    }
    std::unique_ptr<TrainingData> data(const Corpus &, Split split) override
    {
        return std::make_unique<Data>(split == Split::Train ? 50 : m_options.held);
    }
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override
    {
        if (m_options.milliseconds > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(m_options.milliseconds));
        const torch::Tensor output = m_net->forward(batch[0]);
        if (update == "critic")
            return { (m_net->critic(batch[1]) - m_net->critic(output.detach())).mean().square(), {} };
        torch::Tensor loss = torch::mse_loss(output, batch[1]);
        if (context.training && context.step == m_options.breakAt)
            loss = loss / torch::zeros({}) * 0;
        const torch::Tensor noise = torch::randn({ 1 }, context.random);
        return { loss + 1e-3 * noise.square().sum(), { { "error", loss.item<double>() } } };
    }
    void afterUpdate(const std::string &update, const StepContext &) override
    {
        const torch::NoGradGuard noGrad;
        if (update == "critic")
            m_net->critic->weight.clamp_(-0.5, 0.5);
    }
    std::map<std::string, double> validate(const TrainingData &, const StepContext &) override
    {
        return { { "constant", 3.0 } };
    }
    std::string bestMetric() const override { return m_options.best; }
    std::vector<Score> sample(int count, std::uint64_t seed) override
    {
        Score score;
        score.voices.push_back({ "A", 0, false });
        score.notes.push_back({ 0, 480, 60 + static_cast<int>(seed % 12), 80, 0 });
        score.length = 1920;
        score.normalise();
        return std::vector<Score>(static_cast<std::size_t>(count), score);
    }
    nlohmann::json describe(const Corpus &) override { return nlohmann::json::object(); }

private:
    Options m_options;
    std::shared_ptr<Net> m_net;
};

inline Family family(const Options &options = {})
{
    return { "toy", [options](const nlohmann::json &) { return std::make_unique<Trainable>(options); }, {} };
}

inline Recipe recipe(std::int64_t epochs)
{
    return parseRecipe(R"(
name = "toy"
family = "toy"
source = "Klangraum"
[training]
batch = 4
ema-decay = 0.9
checkpoint-steps = 3
keep-every = 2
samples = 1
threads = 1
epochs = )" + std::to_string(epochs) +
                           R"(
[optimizer.main]
type = "adam"
learning-rate = 1e-2
schedule = "cosine"
warmup-steps = 5
clip-norm = 1
[optimizer.critic]
type = "rmsprop"
learning-rate = 1e-3
)",
                       "toy.toml");
}

inline Corpus corpus()
{
    Corpus corpus;
    corpus.name = "nothing";
    corpus.hash = "0123456789abcdef";
    return corpus;
}

} // namespace toy
