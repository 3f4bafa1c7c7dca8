// What the family `vae-image` gives to the trainer.
#pragma once

#include "generators/imagevae/imagevaedata.h"
#include "generators/imagevae/imagevaenet.h"

namespace klangraum {

// The pad shows the latent plane from -4 to 4, as the thesis draws it.
inline constexpr double latentReach = 4.0;

class ImageVaeTrainable : public Trainable
{
public:
    explicit ImageVaeTrainable(const ImageVaeOptions &options);

    std::shared_ptr<torch::nn::Module> module() override { return m_net; }
    std::vector<Update> updates(const StepContext &context) override;
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    // Batch: images [batch, 1, 96, 96]. Loss: equation 9 plus kl-weight times equation 6.
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    // "pixel-f1": white pixels found again, from the posterior's mean at the threshold 0.5.
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::vector<Score> sample(int count, std::uint64_t seed) override;
    std::int64_t latentDimensions() const override { return m_net->options().latent; }
    torch::Tensor encode(const Batch &batch) override;
    torch::Tensor encodeScores(const std::vector<Score> &scores) override;
    std::vector<Score> decode(const torch::Tensor &z) override;
    nlohmann::json corpusFacts() const override { return { { "white-share", m_whiteShare } }; }
    void setCorpusFacts(const nlohmann::json &facts, const std::string &where) override;
    nlohmann::json describe(const Corpus &corpus) override;

private:
    torch::Device device() const;

    std::shared_ptr<ImageVaeNet> m_net;
    double m_whiteShare = 0.02; // of the training windows; threshold of the samples
};

} // namespace klangraum
