// What the family `chorale-vae` gives to the trainer: first the autoencoder is trained (update "main"), then, with the
// autoencoder as it is, the prior over its latents (update "prior").
#pragma once

#include "generators/choralevae/choralenet.h"

namespace klangraum::chorale {

// What the prior is taught by a batch; no gradient.
struct PriorBatch
{
    torch::Tensor mean; // of the posteriors, standardised [batch, 8, latent]
    torch::Tensor target; // drawn from them, narrowed by target-noise
    torch::Tensor before; // drawn from those of the windows before
    torch::Tensor known; // [batch], 0 where there is none or it is forgotten
    torch::Tensor conditions; // [batch, 7]
};

class ChoraleVaeTrainable : public Trainable
{
public:
    explicit ChoraleVaeTrainable(const ChoraleVaeOptions &options);

    std::shared_ptr<torch::nn::Module> module() override { return m_net; }
    std::vector<Update> updates(const StepContext &context) override;
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    // "main": cross-entropy of the cells plus kl-weight times the KL divergence from the standard normal (Higgins and
    // others, beta-VAE, 2017). "prior": squared error of the velocity (Lipman and others 2022, equation 23), and of the
    // map. Both a mean over cells or dimensions.
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    // "onset-f1": note onsets found again from the posterior's mean; "selection": what the best checkpoint is chosen
    // by.
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::string bestMetric() const override { return "selection"; }
    std::vector<Score> sample(int count, std::uint64_t seed) override;
    // The latents of a window's eight beats, one after the other.
    std::int64_t latentDimensions() const override { return beats * m_options.latent; }
    torch::Tensor encode(const Batch &batch) override;
    torch::Tensor encodeScores(const std::vector<Score> &scores) override; // their first two measures, moved to C
    std::vector<Score> decode(const torch::Tensor &z) override; // in C
    nlohmann::json describe(const Corpus &corpus) override;

    PriorBatch priorBatch(const Batch &batch, const StepContext &context);
    const std::shared_ptr<ChoraleVaeNet> &net() const { return m_net; }
    const std::vector<torch::Tensor> &priorParameters() const { return m_prior; }

private:
    bool trainsPrior(const StepContext &context) const { return context.progress >= m_options.autoencoderShare; }
    Losses autoencoderLosses(const Batch &batch, const StepContext &context);
    Losses priorLosses(const Batch &batch, const StepContext &context);
    LatentPosterior posteriors(const torch::Tensor &cells); // in the prior's units, no gradient
    void encodeStore(); // the training windows, once, when the autoencoder is done
    torch::Tensor noise(at::IntArrayRef sizes, const StepContext &context) const;

    ChoraleVaeOptions m_options;
    std::shared_ptr<ChoraleVaeNet> m_net;
    std::vector<torch::Tensor> m_autoencoder, m_prior; // parameters
    std::shared_ptr<const Store> m_store; // of the training split
    LatentPosterior m_latents; // of all its windows, in the prior's units; deviations instead of log-variances
    torch::Tensor m_previous; // index of the window before, or -1
};

// Onsets that agree in voice, step and pitch: 2 matched / (reference + estimate).
class OnsetCount
{
public:
    void add(const ChoraleWindow &reference, const ChoraleWindow &estimate);
    double f1() const;

private:
    std::int64_t m_matched = 0;
    std::int64_t m_total = 0;
};

} // namespace klangraum::chorale
