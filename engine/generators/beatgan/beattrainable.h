// What beat-gan gives to the trainer: loops to codes and back, and codes to a latent vector and back (update "main");
// from a share of the training on, critics of spectrograms and of patterns (update "critic").
#pragma once

#include "generators/beatgan/beatdata.h"
#include "generators/beatgan/beatnet.h"

namespace klangraum::beat {

class BeatTrainable : public Trainable
{
public:
    explicit BeatTrainable(const BeatOptions &options);

    std::shared_ptr<torch::nn::Module> module() override { return m_net; }
    std::vector<Update> updates(const StepContext &context) override;
    // The training split gives the atoms their first shape where they have none.
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    // "main": squared difference of the samples, relative to the sound's energy; distance of spectra (spectrum.h);
    // squared difference of the codes that the latent vector gives and the KL divergence of its posterior (Kingma and
    // Welling 2014, appendix B). Once the critics take part, half of the loops sound from the codes of their latent
    // vector, and the hinge loss (Lim and Ye, Geometric GAN, 2017) and the distance of the critics' features (Larsen
    // and others, 2016, equation 7) join; the patterns are those of the posterior and of drawn vectors. "critic": the
    // critics' hinge loss.
    Losses losses(const std::string &update, const Batch &batch, const StepContext &context) override;
    // "distance": of spectra, of loops from the middle of their posterior.
    std::map<std::string, double> validate(const TrainingData &data, const StepContext &context) override;
    std::string bestMetric() const override { return "distance"; }
    std::optional<Score> read(const Score &) const override { return std::nullopt; }
    std::vector<Score> sample(int, std::uint64_t) override { return {}; }
    std::vector<AudioClip> sampleAudio(int count, std::uint64_t seed) override;
    nlohmann::json describe(const Corpus &corpus) override;

private:
    struct Made // of a batch
    {
        torch::Tensor code, pattern; // [batch, steps, code]
        Posterior posterior;
        torch::Tensor z, sound;
    };
    Made make(const Batch &batch, const StepContext &context);
    bool hasCritics(const StepContext &context) const;
    torch::Tensor drawnPattern(const Batch &batch, const StepContext &context); // of latent vectors that chance draws
    Losses mainLosses(const Batch &batch, const StepContext &context);
    Losses criticLosses(const Batch &batch, const StepContext &context);

    std::shared_ptr<BeatNet> m_net;
    std::vector<torch::Tensor> m_generator, m_critics; // parameters
};

} // namespace klangraum::beat
