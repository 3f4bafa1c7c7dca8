// The toy family with two alternating updates, and with what may go wrong.
#pragma once

#include "generators/family.h"

#include "toyfamily.h"

#include <limits>
#include <thread>

namespace klangraum::test {

using nlohmann::json;

struct Faults
{
    std::int64_t infiniteAt = -1; // step whose generator loss is infinite
    bool oddScalar = false; // a scalar that is no number
    int stepMilliseconds = 0;
};

// Generator and discriminator in name only; a latent space of `dimensions` whose means are the batch itself.
class Adversarial : public toy::Trainable
{
public:
    Adversarial(const Faults &faults, std::int64_t dimensions)
        : toy::Trainable({})
        , m_faults(faults)
        , m_dimensions(dimensions)
        , m_parts(std::make_shared<toy::Net>())
    {
    }
    std::shared_ptr<torch::nn::Module> module() override { return m_parts; }
    std::vector<Update> updates(const StepContext &) override
    {
        return { { "discriminator", 2, m_parts->critic->parameters() },
                 { "generator", 1, m_parts->last->parameters() } };
    }
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override
    {
        if (m_faults.stepMilliseconds > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(m_faults.stepMilliseconds));
        const torch::Tensor output = m_parts->forward(batch[0]);
        if (update == "discriminator") {
            const double odd = m_faults.oddScalar ? std::nan("") : 0.5;
            return { m_parts->critic(batch[1]).mean().square(),
                     { { "accuracy/real", 0.75 }, { "accuracy/generated", 0.25 }, { "penalty", odd } } };
        }
        torch::Tensor loss = output.square().mean();
        if (context.training && context.step == m_faults.infiniteAt)
            loss = loss / torch::zeros({});
        return { loss, {} };
    }
    std::string bestMetric() const override { return "generator/loss"; }
    std::int64_t latentDimensions() const override { return m_dimensions; }
    torch::Tensor encode(const Batch &batch) override { return batch.at(0).narrow(1, 0, m_dimensions); }
    torch::Tensor encodeScores(const std::vector<Score> &scores) override
    {
        torch::Tensor means = torch::ones({ static_cast<std::int64_t>(scores.size()), m_dimensions });
        means[0] = std::nan("");
        return means;
    }
    std::vector<Score> decode(const torch::Tensor &z) override
    {
        std::vector<Score> scores = sample(static_cast<int>(z.size(0)), 0);
        for (std::size_t i = 0; i < scores.size(); ++i) // the pitch tells where
            scores[i].notes[0].pitch =
                60 + static_cast<int>(std::lround(10 * z[static_cast<std::int64_t>(i)][0].item<double>()));
        return scores;
    }
    json corpusFacts() const override { return { { "share", m_share } }; }
    void setCorpusFacts(const json &facts, const std::string &) override { m_share = facts.at("share"); }

private:
    Faults m_faults;
    std::int64_t m_dimensions;
    std::shared_ptr<toy::Net> m_parts;
    double m_share = 0.5;
};

inline Family toyAdversarial(const Faults &faults = {}, std::int64_t dimensions = 4)
{
    return { "toy", [=](const json &) { return std::make_unique<Adversarial>(faults, dimensions); }, {} };
}

} // namespace klangraum::test
