// What a trained latent space is sampled from: a flow over vectors, or an LSTM over codes.
#pragma once

#include "generators/latent/latentoptions.h"
#include "generators/playedlinear.h"

#include <torch/torch.h>

#include <memory>
#include <vector>

namespace klangraum::latent {

// A transformer's block whose normalisations are shifted, scaled and gated by the time; it begins as the identity
// (Peebles and Xie, Scalable Diffusion Models with Transformers, 2023: adaLN-Zero).
class FlowBlock : public torch::nn::Module
{
public:
    FlowBlock(std::int64_t width, std::int64_t heads);
    // time [batch, width] -> [batch, 1, 6 x width]: what forward() shifts, scales and gates by
    torch::Tensor shifts(const torch::Tensor &time);
    // x [batch, parts, width] -> x
    torch::Tensor forward(const torch::Tensor &x, const torch::Tensor &shifts);

private:
    std::int64_t m_heads;
    PlayedLinear m_shifts{ nullptr }, m_attend{ nullptr }, m_attended{ nullptr }, m_wide{ nullptr },
        m_narrow{ nullptr };
};

// The way from noise to latent vectors, learned by flow matching (Lipman and others, Flow Matching for Generative
// Modeling, 2022). Every part of a vector attends to all the others: what they share, a key, a pulse, is theirs at
// once.
class FlowPrior : public torch::nn::Module
{
public:
    explicit FlowPrior(const LatentOptions &options);
    // z [batch, dimensions] at time [batch] 0 (noise) to 1, labels [batch] int64 (LatentOptions::labels), -1: not
    // told; undefined where a flow is told nothing -> dz/dt [batch, dimensions]
    torch::Tensor velocity(const torch::Tensor &z, const torch::Tensor &time, const torch::Tensor &labels);
    // What its blocks make of the parts of a vector, normalised [batch, parts, width]; arguments as of velocity().
    torch::Tensor features(const torch::Tensor &z, const torch::Tensor &time, const torch::Tensor &labels);
    // Squared error of the velocity, a mean over dimensions (equation 23). z and labels as velocity() takes them.
    torch::Tensor loss(const torch::Tensor &z, const torch::Tensor &labels, at::Generator random);
    // noise [batch, dimensions] -> z, by the Adams-Bashforth method of two steps, its first one Heun's: one velocity a
    // step, and one more. Deterministic. With prior-guidance the velocity goes on from the one that is told nothing
    // past the one that is told (Ho and Salimans, Classifier-Free Diffusion Guidance, 2022, equation 6).
    torch::Tensor flow(const torch::Tensor &noise, const torch::Tensor &labels);

    // How many windows of the training split have each label, [labels]; undefined where a flow is told nothing, zero
    // before it is measured.
    torch::Tensor labelCounts;
    // [count] int64, as often as the corpus has them; undefined where a flow is told nothing.
    torch::Tensor drawLabels(std::int64_t count, at::Generator random) const;

private:
    // What the blocks are told of time and label [batch, width].
    torch::Tensor told(const torch::Tensor &time, const torch::Tensor &labels);
    // features() under what each block's shifts() say, and the velocity of it.
    torch::Tensor featuresUnder(const torch::Tensor &z, const std::vector<torch::Tensor> &shifts);
    torch::Tensor velocityUnder(const torch::Tensor &z, const std::vector<torch::Tensor> &shifts);
    std::vector<torch::Tensor> shiftsOf(const torch::Tensor &told); // of each block

    std::int64_t m_parts = 1;
    std::int64_t m_steps;
    double m_guidance;
    std::int64_t m_scales; // kinds of them in a label
    torch::nn::Embedding m_scale{ nullptr }, m_density{ nullptr };
    PlayedLinear m_in{ nullptr }, m_time{ nullptr }, m_time2{ nullptr }, m_out{ nullptr };
    std::vector<std::shared_ptr<FlowBlock>> m_blocks;
    torch::Tensor m_place; // [parts, width]
};

// Codes one after the other, segment by segment, in each the coarsest level first.
class CodePrior : public torch::nn::Module
{
public:
    explicit CodePrior(const LatentOptions &options);
    // codes [batch, segments, levels] int64 -> mean nats a code (cross-entropy), of the first prior-levels
    torch::Tensor loss(const torch::Tensor &codes);
    // [batch, segments, prior-levels]
    torch::Tensor draw(std::int64_t batch, double temperature, at::Generator random);

private:
    std::int64_t m_segments, m_levels, m_codes, m_window;
    double m_dropout;
    torch::nn::Embedding m_code{ nullptr };
    torch::nn::LSTM m_lstm{ nullptr };
    torch::nn::Linear m_out{ nullptr };
};

} // namespace klangraum::latent
