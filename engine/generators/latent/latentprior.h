// What a trained latent space is sampled from: a flow over vectors, or an LSTM over codes.
#pragma once

#include "generators/latent/latentoptions.h"

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
    // x [batch, parts, width], time [batch, width] -> x
    torch::Tensor forward(const torch::Tensor &x, const torch::Tensor &time);

private:
    std::int64_t m_heads;
    torch::nn::Linear m_shifts{ nullptr }, m_attend{ nullptr }, m_attended{ nullptr }, m_wide{ nullptr },
        m_narrow{ nullptr };
};

// The way from noise to latent vectors, learned by flow matching (Lipman and others, Flow Matching for Generative
// Modeling, 2022). Every part of a vector attends to all the others: what they share, a key, a pulse, is theirs at
// once.
class FlowPrior : public torch::nn::Module
{
public:
    explicit FlowPrior(const LatentOptions &options);
    // z [batch, dimensions] at time [batch] 0 (noise) to 1 -> dz/dt [batch, dimensions]
    torch::Tensor velocity(const torch::Tensor &z, const torch::Tensor &time);
    // Squared error of the velocity, a mean over dimensions (equation 23). z as velocity() takes it.
    torch::Tensor loss(const torch::Tensor &z, at::Generator random);
    // noise [batch, dimensions] -> z, by Heun's method. Deterministic.
    torch::Tensor flow(const torch::Tensor &noise);

private:
    std::int64_t m_parts = 1;
    torch::nn::Linear m_in{ nullptr }, m_time{ nullptr }, m_time2{ nullptr }, m_out{ nullptr };
    std::vector<std::shared_ptr<FlowBlock>> m_blocks;
    torch::Tensor m_place; // [parts, width]
};

// Codes one after the other, segment by segment, in each the coarsest level first.
class CodePrior : public torch::nn::Module
{
public:
    explicit CodePrior(const LatentOptions &options);
    // codes [batch, segments, levels] int64 -> mean nats a code (cross-entropy)
    torch::Tensor loss(const torch::Tensor &codes);
    // [batch, segments, levels]
    torch::Tensor draw(std::int64_t batch, double temperature, at::Generator random);

private:
    std::int64_t m_segments, m_levels, m_codes, m_window;
    torch::nn::Embedding m_code{ nullptr };
    torch::nn::LSTM m_lstm{ nullptr };
    torch::nn::Linear m_out{ nullptr };
};

} // namespace klangraum::latent
