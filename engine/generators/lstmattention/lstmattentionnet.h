// The network of `lstm-attention`:
//   x [batch, steps, 4 * 89] -> LSTM (2 x hidden) -> h; attention of each step over h of itself and the window before
//   it (Luong and others 2015, scaled) -> h, attended -> four heads: linear, relu, dropout 0.5, linear -> 89 each
#pragma once

#include "generators/steps/lstmnet.h"

namespace klangraum::steps {

class LstmAttentionNet : public StepNet
{
public:
    explicit LstmAttentionNet(const LstmOptions &options);
    torch::Tensor foretell(const torch::Tensor &x,
                           StepState *state) override; // state: the LSTM's, then h of the window
    torch::Tensor attention() const override { return m_attention; }

private:
    torch::nn::LSTM m_lstm{ nullptr };
    std::vector<torch::nn::Linear> m_wide, m_narrow; // by voice
    torch::Tensor m_attention;
};

} // namespace klangraum::steps
