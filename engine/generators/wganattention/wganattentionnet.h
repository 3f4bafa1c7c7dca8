// The networks of `wgan-attention`: Lee, Yu and Huang, Generative Modeling of Bach-Style Symbolic Music (Stanford),
// section 5.7: LSTMs and multi-head attention on both sides. Noise at every step, as in Yu, Srivastava and Canales
// 2021, whom they follow.
#pragma once

#include "generators/adversarial/duel.h"

namespace klangraum {
class JsonReader;
}

namespace klangraum::adversarial {

struct WganAttentionOptions
{
    std::int64_t steps = 32;
    std::int64_t latent = 64; // numbers a step
    std::int64_t hidden = 1024;
    std::int64_t layers = 4; // of the generator's LSTM
    std::int64_t heads = 8;
    std::int64_t criticLayers = 2; // critic-layers
    std::int64_t criticHeads = 4; // critic-heads

    void read(JsonReader &reader);
};

// x [batch, steps, inputs] -> LSTM (layers x hidden) -> h; h + attention of every step over all -> linear ->
// [batch, steps, outputs]
class LstmWithAttention : public torch::nn::Module
{
public:
    LstmWithAttention(std::int64_t inputs, std::int64_t hidden, std::int64_t layers, std::int64_t heads,
                      std::int64_t outputs);
    torch::Tensor forward(const torch::Tensor &x, torch::Tensor *read = nullptr); // `read`: h

private:
    torch::nn::LSTM m_lstm{ nullptr };
    torch::nn::MultiheadAttention m_attention{ nullptr };
    torch::nn::Linear m_out{ nullptr };
};

class WganAttention : public Duel
{
public:
    explicit WganAttention(const WganAttentionOptions &options);
    torch::Tensor noise(std::int64_t count, at::Generator random) const override; // [count, steps, latent], normal
    torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &condition) override; // [batch, steps, 88]
    Verdict judge(const Sight &sight) override; // the mean over the steps

private:
    WganAttentionOptions m_options;
    std::shared_ptr<LstmWithAttention> m_generator, m_critic;
};

} // namespace klangraum::adversarial
