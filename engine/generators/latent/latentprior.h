// What a trained latent space is sampled from: a flow over vectors, or an LSTM over codes.
#pragma once

#include "generators/choralevae/choralenet.h"
#include "generators/latent/latentoptions.h"

#include <torch/torch.h>

#include <memory>
#include <vector>

namespace klangraum::latent {

// The way from noise to latent vectors, learned by flow matching (Lipman and others, Flow Matching for Generative
// Modeling, 2022): neighbouring parts see each other, all see their mean.
class FlowPrior : public torch::nn::Module
{
public:
    explicit FlowPrior(const LatentOptions &options);
    // z [batch, dimensions] at time [batch] 0 (noise) to 1 -> dz/dt [batch, dimensions]
    torch::Tensor velocity(const torch::Tensor &z, const torch::Tensor &time);
    // Squared error of the velocity, a mean over dimensions (equation 23). z as velocity() takes it.
    torch::Tensor loss(const torch::Tensor &z, at::Generator random);
    // noise [batch, dimensions] -> z, by Euler's method. Deterministic.
    torch::Tensor flow(const torch::Tensor &noise);

private:
    std::int64_t m_parts = 1;
    torch::nn::Linear m_in{ nullptr }, m_time{ nullptr }, m_out{ nullptr };
    std::vector<std::shared_ptr<chorale::BeatBlock>> m_blocks;
    std::vector<torch::nn::Linear> m_whole;
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
