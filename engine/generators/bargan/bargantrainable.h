// What `bar-gan` gives to the trainer. Where the duel does not take all of the training, first the autoencoder is
// taught (update "main"), then the prior (update "prior"), as chorale-vae's; then the prior is the generator of a duel.
#pragma once

#include "generators/adversarial/dueltrainable.h"
#include "generators/bargan/barwriter.h"
#include "generators/choralevae/choraletrainable.h"

namespace klangraum::bargan {

// Two measures of four voices as standardised latents: how the discriminator hears a piece.
class BarMedium : public adversarial::Medium
{
public:
    explicit BarMedium(std::shared_ptr<BarGan> net)
        : m_net(std::move(net))
    {
    }
    std::unique_ptr<TrainingData> data(const Corpus &, Split) override { return nullptr; } // BarGanTrainable's affair
    adversarial::Sight encode(const Score &score) const override;
    Score decode(const std::vector<torch::Tensor> &windows, const adversarial::Touch &touch) const override;
    Tick windowTicks() const override { return 8 * adversarial::ticksPerQuarter; }
    Tick stepTicks() const override { return adversarial::ticksPerQuarter / 4; }
    std::vector<ProbabilityCell> cells(const torch::Tensor &window, const adversarial::Touch &touch) const override;
    bool hasDensity() const override { return false; }
    std::optional<Score> read(const Score &score) const override;

private:
    std::shared_ptr<BarGan> m_net;
};

class BarGanTrainable : public adversarial::DuelTrainable
{
public:
    BarGanTrainable(const BarGanOptions &options, const adversarial::DuelOptions &rules);

    std::vector<Update> updates(const StepContext &context) override;
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    void afterUpdate(const std::string &update, const StepContext &context) override;
    // "distance": as of every duel, of all natural windows' statistics; 10 and more while there is no duel, by how well
    // the autoencoder finds notes again ("onset-f1").
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::vector<Score> sample(int count, std::uint64_t seed) override;
    nlohmann::json describe(const Corpus &corpus) override;

protected:
    adversarial::Sight sightOf(const Batch &batch, const StepContext &context) override;

private:
    BarGanTrainable(const BarGanOptions &options, const adversarial::DuelOptions &rules,
                    std::unique_ptr<chorale::ChoraleVaeTrainable> chorale);
    BarGanTrainable(const adversarial::DuelOptions &rules, std::shared_ptr<BarGan> net,
                    std::unique_ptr<chorale::ChoraleVaeTrainable> &&chorale);
    bool duels(const StepContext &context) const;
    StepContext beforeDuel(const StepContext &context) const; // with the progress of what comes before it

    std::unique_ptr<chorale::ChoraleVaeTrainable> m_chorale;
    std::shared_ptr<BarGan> m_net;
};

} // namespace klangraum::bargan
