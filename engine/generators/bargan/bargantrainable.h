// What `bar-gan` gives to the trainer. Where the duel does not take all of the training, first the auto-encoder is
// taught (update "main"), then the prior (update "prior"), as chorale-space's; then the prior is the generator of a
// duel.
#pragma once

#include "generators/adversarial/dueltrainable.h"
#include "generators/bargan/bargannet.h"
#include "generators/latent/latenttrainable.h"

namespace klangraum::bargan {

// Windows as standardised latent vectors: how the discriminator hears music.
class BarMedium : public adversarial::Medium
{
public:
    explicit BarMedium(std::shared_ptr<BarGan> duel)
        : m_duel(std::move(duel))
    {
    }
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    adversarial::Sight encode(const Score &score) const override;
    Score decode(const std::vector<torch::Tensor> &windows, const adversarial::Touch &touch) const override;
    Tick windowTicks() const override;
    Tick stepTicks() const override;
    // The stage draws what LatentStream says of its windows.
    std::vector<ProbabilityCell> cells(const torch::Tensor &, const adversarial::Touch &) const override { return {}; }
    bool hasDensity() const override { return false; }

private:
    std::shared_ptr<BarGan> m_duel;
};

// The contest of a recipe's [model]: the options of chorale-space, of the duel and of BarGanOptions. Throws Error.
adversarial::Contest contestOf(const nlohmann::json &model);

class BarGanTrainable : public adversarial::DuelTrainable
{
public:
    explicit BarGanTrainable(const adversarial::Contest &contest);

    std::vector<Update> updates(const StepContext &context) override;
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    void afterUpdate(const std::string &update, const StepContext &context) override;
    // "distance": as of every duel, of 256 samples; 10 and more while there is no duel, by how well the auto-encoder
    // finds notes again ("note-f1").
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::optional<Score> read(const Score &score) const override { return m_latent.read(score); }
    std::vector<Score> sample(int count, std::uint64_t seed) override { return m_latent.sample(count, seed); }
    std::int64_t latentDimensions() const override { return m_latent.latentDimensions(); }
    torch::Tensor encode(const Batch &batch) override { return m_latent.encode(batch); }
    torch::Tensor encodeScores(const std::vector<Score> &scores) override { return m_latent.encodeScores(scores); }
    std::vector<Score> decode(const torch::Tensor &z) override { return m_latent.decode(z); }
    nlohmann::json describe(const Corpus &corpus) override;

protected:
    adversarial::Sight sightOf(const Batch &batch, const StepContext &context) override;
    torch::Tensor generatorExtra(const torch::Tensor &made, const torch::Tensor &noise,
                                 const torch::Tensor &condition) override;

private:
    bool duels(const StepContext &context) const;
    StepContext beforeDuel(const StepContext &context) const; // with the progress of what comes before it

    std::shared_ptr<BarGan> m_duel;
    latent::LatentTrainable m_latent;
};

} // namespace klangraum::bargan
