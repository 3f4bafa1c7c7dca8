// What growing-wgan gives to the trainer: two critic steps a generator step, level after level by the recipe's
// schedule.
#pragma once

#include "generators/growingwgan/growingdata.h"
#include "generators/growingwgan/growingnet.h"

namespace klangraum::growing {

class GrowingTrainable : public Trainable
{
public:
    explicit GrowingTrainable(const GrowingOptions &options);

    std::shared_ptr<torch::nn::Module> module() override { return m_net; }
    std::vector<Update> updates(const StepContext &context) override;
    std::int64_t batchSize(const StepContext &context, std::int64_t batch) const override;
    std::int64_t divisible() const override { return m_net->options().group; }
    bool longWindows() const override { return true; }
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    // Wasserstein losses (Arjovsky and others 2017, algorithm 1); "critic" with the gradient penalty
    // (gradientpenalty.h) and, in the last two levels, `drift` times the squared score of real sound (Karras and others
    // 2018, appendix A.1). Without the penalty in validation.
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    // "spectrum": mean difference of the logarithms of mean spectra, made against real; "selection": the same, every
    // level better than those below it.
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::string bestMetric() const override { return "selection"; }
    std::optional<Score> read(const Score &) const override { return std::nullopt; }
    std::vector<Score> sample(int, std::uint64_t) override { return {}; }
    std::vector<AudioClip> sampleAudio(int count, std::uint64_t seed) override; // at the rate of the level
    nlohmann::json describe(const Corpus &corpus) override;

private:
    std::shared_ptr<GrowingNet> m_net;
    std::vector<torch::Tensor> m_generator, m_critic; // parameters
};

} // namespace klangraum::growing
