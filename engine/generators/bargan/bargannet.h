// The networks of `bar-gan`, the project's own. Notes are hard for a duel: no gradient passes through the choice of
// one, and a discriminator soon tells what never lies between two notes. So this duel is over the latent vectors of
// chorale-space's auto-encoder, and its generator begins as the prior over them that flow matching has taught, with
// fewer steps from noise to a vector. The duel then teaches it what they cost (adversarial post-training: Lin and
// others, Diffusion Adversarial Post-Training for One-Step Video Generation, 2025).
#pragma once

#include "generators/adversarial/duel.h"
#include "generators/latent/latentnet.h"

namespace klangraum {
class JsonReader;
}

namespace klangraum::bargan {

struct BarGanOptions
{
    double duelShare = 0.3; // duel-share: of the training; before it auto-encoder and prior are taught
    // match-teacher: weight of the squared distance to what the prior, as it was, makes of the same noise in more steps
    // and with its own guidance (Sauer and others, Adversarial Diffusion Distillation, 2023); 0: there is no teacher
    double matchTeacher = 0;
    std::int64_t teacherSteps = 6; // teacher-steps
    double teacherGuidance = 2.2; // teacher-guidance
    std::int64_t criticHead = 64; // critic-head: numbers that the discriminator keeps of each part

    void read(JsonReader &reader);
};

// A flow's own transformer with another head, as it would look at music at the end of its way: what it has learned of
// vectors is where the discriminator begins.
class BarCritic : public torch::nn::Module
{
public:
    BarCritic(const latent::LatentOptions &latent, const BarGanOptions &options);
    // z [batch, dimensions] standardised, labels [batch] int64 or undefined
    adversarial::Verdict forward(const torch::Tensor &z, const torch::Tensor &labels);
    latent::FlowPrior &flow() { return *m_flow; }

private:
    std::shared_ptr<latent::FlowPrior> m_flow;
    torch::nn::Linear m_head{ nullptr }, m_out{ nullptr };
};

class BarGan : public adversarial::Duel
{
public:
    BarGan(std::shared_ptr<latent::LatentNet> net, const BarGanOptions &options);
    torch::Tensor noise(std::int64_t count, at::Generator random) const override; // [count, dimensions]
    // noise -> standardised latent vectors, by FlowPrior::flow(); condition: labels [batch] int64 or undefined
    torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &condition) override;
    adversarial::Verdict judge(const adversarial::Sight &sight) override;
    std::vector<torch::Tensor> generatorParameters() const override; // of the prior

    // Once, before the first update of a duel: discriminator and teacher take over what the prior has learned.
    void begin();

    const std::shared_ptr<latent::LatentNet> &net() const { return m_net; }
    const BarGanOptions &options() const { return m_options; }
    // Mean squared distance of `made` to what the teacher makes of the noise; must have one.
    torch::Tensor distanceToTeacher(const torch::Tensor &made, const torch::Tensor &noise,
                                    const torch::Tensor &condition);
    torch::Tensor standardised(const torch::Tensor &z) const;
    torch::Tensor unstandardised(const torch::Tensor &z) const;

private:
    BarGanOptions m_options;
    std::shared_ptr<latent::LatentNet> m_net;
    std::shared_ptr<BarCritic> m_critic;
    std::shared_ptr<latent::FlowPrior> m_teacher; // may be null
    torch::Tensor m_begun; // buffer [1]: 1 once the critic is what the prior was
    torch::Tensor m_taught; // buffer [1], of the teacher the same; none without one
};

} // namespace klangraum::bargan
