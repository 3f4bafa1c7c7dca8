// The plain recurrent network of steps: an LSTM and a linear layer. lstm-note, lstm-melody and lstm-roll are this, with
// different codings and sizes.
#pragma once

#include "generators/steps/stepnet.h"

namespace klangraum::steps {

struct LstmOptions
{
    StepOptions step;
    std::int64_t hidden = 256;
    std::int64_t layers = 1;
    double dropout = 0.2; // between layers and before the last

    // `defaults` are the family's own. Throws Error for unknown keys and wrong values.
    static LstmOptions fromJson(const nlohmann::json &model, const std::string &family, LstmOptions defaults);
};

// x [batch, steps, classes] -> LSTM (layers x hidden) -> linear -> [batch, steps, classes]
class LstmNet : public StepNet
{
public:
    explicit LstmNet(const LstmOptions &options);
    torch::Tensor foretell(const torch::Tensor &x, StepState *state) override;

private:
    double m_dropout = 0;
    torch::nn::LSTM m_lstm{ nullptr };
    torch::nn::Linear m_out{ nullptr };
};

// One LSTM's step with the state that it carries, two tensors of `state` from `at` on: x [batch, steps, n] ->
// [batch, steps, hidden].
torch::Tensor runLstm(torch::nn::LSTM &lstm, const torch::Tensor &x, StepState *state, std::size_t at = 0);

} // namespace klangraum::steps
