// From a latent vector to steps. `flat`: one LSTM that the vector starts. `hierarchical`: a conductor LSTM makes an
// embedding a segment, a decoder LSTM the steps of each (Roberts and others, MusicVAE, 2018); segments do not read each
// other, so that all are written at once. `frames`: a segment in one go, from its embedding.
#pragma once

#include "generators/latent/latentnet.h"
#include "generators/playedlinear.h"

namespace klangraum::latent {

class SequenceDecoder : public torch::nn::Module
{
public:
    explicit SequenceDecoder(const LatentOptions &options);
    // z [batch, dimensions], tokens [batch, steps, width] -> [batch, steps, max(heads, 1), classes]
    torch::Tensor logits(const torch::Tensor &z, const torch::Tensor &tokens);
    // The same step by step; `choose` takes logits [rows, max(heads, 1), classes] to tokens.
    using Choose = std::function<torch::Tensor(const torch::Tensor &)>;
    Drawn draw(const torch::Tensor &z, const Choose &choose, bool probabilities);

private:
    torch::Tensor embeddings(const torch::Tensor &z); // [batch, segments, c]; flat: [batch, 1, dimensions]
    torch::Tensor framesOf(const torch::Tensor &embeddings); // [batch, steps, ...]
    torch::Tensor inputs(const torch::Tensor &tokens); // [rows, steps, heads * embedding]

    LatentOptions m_options;
    std::int64_t m_rows; // segments that are written beside each other
    std::int64_t m_steps; // of each
    torch::nn::Embedding m_token{ nullptr }; // each head its own, and one more: nothing known
    torch::nn::LSTM m_conductor{ nullptr }, m_lstm{ nullptr };
    PlayedLinear m_start{ nullptr }, m_frame{ nullptr }, m_out{ nullptr };
};

} // namespace klangraum::latent
