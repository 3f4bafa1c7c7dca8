// What every family of steps gives to the trainer.
#pragma once

#include "generators/framemodel.h"
#include "generators/steps/stepnet.h"
#include "generators/trainable.h"

namespace klangraum::steps {

class StepTrainable : public Trainable, public FactorisedModel
{
public:
    explicit StepTrainable(std::shared_ptr<StepNet> net);

    std::shared_ptr<torch::nn::Module> module() override { return m_net; }
    std::vector<Update> updates(const StepContext &context) override;
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    // Mean over steps of the negative log-likelihood in nats: cross-entropy of each choice, or binary cross-entropy of
    // the keys, summed over a step.
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    // "unigram": the same by how often each class is on in the training pieces, whatever came before.
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::optional<Score> read(const Score &score) const override; // as steps and back
    std::vector<Score> sample(int count, std::uint64_t seed) override;
    nlohmann::json describe(const Corpus &corpus) override;
    // Only where the network writes a roll; else throws Error.
    std::vector<KeyProbabilities> keyProbabilities(std::span<const KeySet> piece) override;

private:
    Losses meanNats(const torch::Tensor &logits, const Batch &batch) const;

    std::shared_ptr<StepNet> m_net;
    torch::Tensor m_unigram; // logits [classes]; undefined before training pieces were seen
};

// Nats of each step of `target` [batch, steps, classes] under `logits` of the same shape -> [batch, steps].
torch::Tensor stepNats(const torch::Tensor &logits, const torch::Tensor &target, const Codec &codec);
std::vector<KeyProbabilities> keyProbabilitiesOf(StepNet &net, std::span<const KeySet> piece);

} // namespace klangraum::steps
