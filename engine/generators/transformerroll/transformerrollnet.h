// The network of `transformer-roll` (Vaswani and others, Attention Is All You Need, 2017, decoder only):
//   x [batch, steps, 88] + sines and cosines of the place
//   -> blocks x (masked self-attention of `heads` heads, feed-forward), each added and normalised
//   -> linear -> [batch, steps, 88]
// The width is that of the keys, as published. The state carries keys and values of every block; where `window` steps
// are full, the older half is let go and the newer half read once more at the beginning of the places.
#pragma once

#include "generators/steps/stepnet.h"

namespace klangraum::steps {

struct TransformerOptions
{
    StepOptions step;
    std::int64_t blocks = 6;
    std::int64_t heads = 8;
    std::int64_t feedForward = 512; // feed-forward
    double dropout = 0.1;

    static TransformerOptions fromJson(const nlohmann::json &model);
};

class TransformerRollNet : public StepNet
{
public:
    explicit TransformerRollNet(const TransformerOptions &options);
    torch::Tensor foretell(const torch::Tensor &x, StepState *state) override;
    torch::Tensor attention() const override { return m_attention; }

private:
    struct Block
    {
        torch::nn::Linear project{ nullptr }, merge{ nullptr }, wide{ nullptr }, narrow{ nullptr };
        torch::nn::LayerNorm first{ nullptr }, second{ nullptr };
    };
    torch::Tensor pass(const torch::Tensor &x, StepState *state);

    TransformerOptions m_options;
    std::vector<Block> m_blocks;
    torch::nn::Linear m_out{ nullptr };
    torch::Tensor m_places; // [window, 88]
    torch::Tensor m_attention;
};

} // namespace klangraum::steps
