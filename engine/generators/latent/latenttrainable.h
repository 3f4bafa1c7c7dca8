// What the auto-encoders give to the trainer: first the auto-encoder is trained (update "main"), then, with it as it
// is, the prior over its latent space (update "prior").
#pragma once

#include "generators/latent/latentdata.h"
#include "generators/latent/latentnet.h"

#include <string>

namespace klangraum::latent {

class LatentTrainable : public Trainable
{
public:
    LatentTrainable(std::string family, std::shared_ptr<LatentNet> net);

    std::shared_ptr<torch::nn::Module> module() override { return m_net; }
    std::vector<Update> updates(const StepContext &context) override;
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    // "main": cross-entropy of the tokens plus kl-weight times the KL divergence (Higgins and others, beta-VAE, 2017)
    // above free-bits nats a dimension (Kingma and others, Improved Variational Inference with Inverse Autoregressive
    // Flow, 2016, appendix C.8); of a codebook the commitment loss (van den Oord and others 2017, equation 3). Divided
    // by the steps of a window. "prior": as in latentprior.h.
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    // As measureLatent() says, and "selection", by which the best checkpoint is chosen.
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    void afterUpdate(const std::string &update, const StepContext &context) override;
    std::string bestMetric() const override { return "selection"; }
    // As tokens and back: the melody alone, the steps of the grid.
    std::optional<Score> read(const Score &score) const override;
    std::vector<Score> sample(int count, std::uint64_t seed) override;
    std::int64_t latentDimensions() const override;
    torch::Tensor encode(const Batch &batch) override;
    torch::Tensor encodeScores(const std::vector<Score> &scores) override; // their first windows
    std::vector<Score> decode(const torch::Tensor &z) override;
    nlohmann::json describe(const Corpus &corpus) override;

    // The KL weight at this point of a training. Cyclical: 0 for an epoch, then from epoch to epoch exponentially up to
    // the whole, again and again (after Fu and others, Cyclical Annealing Schedule, 2019).
    static double klWeightAt(const LatentOptions &options, const StepContext &context);
    LatentNet &net() { return *m_net; }
    // Mean and scale of the training windows' posteriors, and how often they have each label, where they are not known
    // yet: once the auto-encoder is done.
    void ensureSpace();

private:
    bool trainsPrior(const StepContext &context) const;
    void measureSpace();
    Losses codeLosses(const torch::Tensor &x, const StepContext &context);
    Losses priorLosses(const Batch &batch, const StepContext &context);
    torch::Tensor reconstruction(const torch::Tensor &z, const torch::Tensor &x, const StepContext &context);

    std::string m_family;
    std::shared_ptr<LatentNet> m_net;
    std::vector<torch::Tensor> m_autoencoder, m_prior; // parameters
    std::unique_ptr<LatentData> m_train; // a sparse copy to measure the space on
};

inline constexpr double sampleTempo = 100; // quarters a minute

} // namespace klangraum::latent
