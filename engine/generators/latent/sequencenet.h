// The auto-encoder of sequences: a bidirectional LSTM over patches of steps reads, a SequenceDecoder writes.
#pragma once

#include "generators/latent/sequencedecoder.h"

namespace klangraum::latent {

class SequenceNet : public LatentNet
{
public:
    explicit SequenceNet(const LatentOptions &options);
    Posterior posterior(const torch::Tensor &x) override;
    torch::Tensor logits(const torch::Tensor &z, const torch::Tensor &x) override;
    Drawn draw(const torch::Tensor &z, double temperature, std::optional<at::Generator> random,
               bool probabilities) override;

private:
    torch::nn::Embedding m_token{ nullptr };
    torch::nn::Linear m_patch{ nullptr }; // of more than one step
    torch::nn::LSTM m_lstm{ nullptr };
    torch::nn::Linear m_mean{ nullptr }, m_deviation{ nullptr };
    std::shared_ptr<SequenceDecoder> m_decoder;
};

} // namespace klangraum::latent
