// What the family `note-tokens` gives to the trainer.
#pragma once

#include "generators/framemodel.h"
#include "generators/notetokens/notetokensnet.h"
#include "generators/trainable.h"

namespace klangraum::tokens {

class NoteTokensTrainable : public Trainable, public JointModel, public VoiceModel, public FactorisedModel
{
public:
    explicit NoteTokensTrainable(const NoteTokensOptions &options);

    std::shared_ptr<torch::nn::Module> module() override { return m_net; }
    std::vector<Update> updates(const StepContext &context) override;
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    // Negative log-likelihood of a step, all slots, in nats (Larochelle and Murray, The Neural Autoregressive
    // Distribution Estimator, 2011, over slots; a recurrent network over steps). "nats-a-slot": the same by slot. Where
    // the recipe has a keys-weight, "keys" besides: the same of each key by itself.
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    // "nats", "nats-a-slot", "keys": whole pieces from their beginning, mixed over transpositions as
    // `klangraum likelihood` does.
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::string bestMetric() const override { return "nats"; }
    std::vector<Score> sample(int count, std::uint64_t seed) override;
    nlohmann::json describe(const Corpus &corpus) override;

    std::vector<FrameLogProbability> frameLogProbabilities(std::span<const KeySet> piece) override;
    std::vector<FrameLogProbability> voiceLogProbabilities(std::span<const VoicePitches> piece) override;
    std::vector<KeyProbabilities>
    keyProbabilities(std::span<const KeySet> piece) override; // estimated: notemarginals.h

private:
    NoteTokensOptions m_options;
    std::shared_ptr<NoteTokensNet> m_net;
};

} // namespace klangraum::tokens
