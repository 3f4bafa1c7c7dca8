// The networks of `bar-gan`, the project's own. Notes are hard for a duel: no gradient passes through the choice of
// one, and a discriminator soon tells what never lies between two notes. So this duel is over the latents of an
// autoencoder of two measures in four parts, and its generator begins as a prior over them that flow matching has
// taught: the networks of chorale-vae (choralevae/choralenet.h). The duel then teaches it what a squared error does not
// (adversarial post-training: Lin and others, Diffusion Adversarial Post-Training, 2025).
#pragma once

#include "generators/adversarial/duel.h"
#include "generators/choralevae/choralenet.h"

#include <string>

namespace klangraum {
class JsonReader;
}

namespace klangraum::bargan {

struct BarGanOptions
{
    ChoraleVaeOptions chorale; // of the autoencoder and of the generator
    double duelShare = 0.3; // duel-share: of the training; before it autoencoder and prior are taught
    std::int64_t criticWidth = 128; // critic-width
    std::int64_t criticBlocks = 3; // critic-blocks

    void read(JsonReader &reader);
};

// What one of the corpus's windows asks for, and where it stands.
struct Mood
{
    chorale::Conditions conditions;
    int key = 0; // semitones from C to what sounds
};

// What is known before two measures are written: the latents of those before [batch, 8, latent] (zeros where there are
// none), whether there are any [batch], and chorale::Conditions [batch, 7]; side by side.
torch::Tensor conditionOf(const torch::Tensor &before, const torch::Tensor &known, const torch::Tensor &conditions);

// Latents and the last two beats before them -> linear, places, what else is known -> beat blocks -> the mean and all
// beats -> score [batch].
class BarCritic : public torch::nn::Module
{
public:
    explicit BarCritic(const BarGanOptions &options);
    adversarial::Verdict forward(const torch::Tensor &latents, const torch::Tensor &condition);

private:
    std::int64_t m_latent;
    torch::nn::Linear m_in{ nullptr }, m_known{ nullptr }, m_out{ nullptr };
    torch::Tensor m_places; // [10, width]
    std::vector<std::shared_ptr<chorale::BeatBlock>> m_blocks;
};

class BarGan : public adversarial::Duel
{
public:
    BarGan(const BarGanOptions &options, std::shared_ptr<chorale::ChoraleVaeNet> chorale);
    torch::Tensor noise(std::int64_t count, at::Generator random) const override; // [count, 8, latent], normal
    // noise -> standardised latents [batch, 8, latent], by flow-steps steps of Euler's method
    torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &condition) override;
    adversarial::Verdict judge(const adversarial::Sight &sight) override;
    std::vector<torch::Tensor> generatorParameters() const override; // of the prior

    chorale::ChoraleVaeNet &chorale() const { return *m_chorale; }
    const BarGanOptions &options() const { return m_options; }

    // What 1,024 windows of the corpus ask for; stored with the weights.
    void setMoods(const std::vector<Mood> &moods);
    Mood mood(double share) const; // 0 <= share < 1

private:
    BarGanOptions m_options;
    std::shared_ptr<chorale::ChoraleVaeNet> m_chorale;
    std::shared_ptr<BarCritic> m_critic;
    torch::Tensor m_moods; // buffer [1024, 5]
};

} // namespace klangraum::bargan
