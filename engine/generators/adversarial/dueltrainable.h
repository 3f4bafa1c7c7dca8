// What every adversarial family gives to the trainer: the alternating updates "discriminator" (or "critic") and
// "generator", with the losses and penalties of its DuelOptions.
#pragma once

#include "generators/adversarial/dueloptions.h"
#include "generators/adversarial/medium.h"
#include "generators/trainable.h"

namespace klangraum::adversarial {

// A family, put together.
struct Contest
{
    std::shared_ptr<Duel> duel;
    std::shared_ptr<Medium> medium;
    DuelOptions options;
};

// A discriminator's score as 0, generated, to 1, real.
double verdictOf(const Duel &duel, const DuelOptions &options, double score);
// As Generator::judge.
std::optional<double> judgeScore(const Contest &contest, const Score &score);

class DuelTrainable : public Trainable
{
public:
    explicit DuelTrainable(Contest contest);

    std::shared_ptr<torch::nn::Module> module() override { return m_contest.duel; }
    bool adversarial() const override { return true; }
    std::vector<Update> updates(const StepContext &context) override;
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    // Scalars: "accuracy/real" and "accuracy/generated", the shares that the discriminator tells rightly: by the sign
    // of its score where that is a logit; a critic's score has no zero, its line is the middle between the means of
    // both. "score/real", "score/generated": mean scores; "penalty": what was added of gradients; "extra": of
    // generatorExtra(). Throws Error where the training has diverged.
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    void afterUpdate(const std::string &update, const StepContext &context) override;
    // "distance": of the statistics of 64 seeded samples to those of the held-out windows (portrait.h); the best
    // checkpoint is chosen by it, since no loss of a duel says how good the music is.
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::string bestMetric() const override { return "distance"; }
    std::optional<Score> read(const Score &score) const override;
    // One window each, after silence where the networks go on from something.
    std::vector<Score> sample(int count, std::uint64_t seed) override;
    std::optional<double> judge(const Score &score) override { return judgeScore(m_contest, score); }
    nlohmann::json describe(const Corpus &corpus) override;

protected:
    // What a batch shows to the discriminator; gradients end here.
    virtual Sight sightOf(const Batch &batch, const StepContext &context);
    // What a family's generator is asked for besides deceiving: added to its loss, where defined.
    virtual torch::Tensor generatorExtra(const torch::Tensor &made, const torch::Tensor &noise,
                                         const torch::Tensor &condition);
    Duel &duel() { return *m_contest.duel; }
    Medium &medium() { return *m_contest.medium; }
    const DuelOptions &rules() const { return m_contest.options; }

private:
    Losses criticLosses(const Sight &real, const StepContext &context);
    Losses generatorLosses(const Sight &real, const StepContext &context);
    torch::Tensor blurred(const torch::Tensor &music, const StepContext &context) const;

    Contest m_contest;
};

} // namespace klangraum::adversarial
