#include "generators/lstmattention/lstmattentionnet.h"

#include <cmath>
#include <limits>

namespace klangraum::steps {
namespace {

constexpr double headDropout = 0.5;

} // namespace

LstmAttentionNet::LstmAttentionNet(const LstmOptions &options)
    : StepNet(options.step)
{
    const std::int64_t classes = options.step.codec.classes();
    m_lstm = register_module("lstm",
                             torch::nn::LSTM(torch::nn::LSTMOptions(classes, options.hidden)
                                                 .num_layers(options.layers)
                                                 .dropout(options.layers > 1 ? options.dropout : 0)
                                                 .batch_first(true)));
    for (int voice = 0; voice < voiceCount; ++voice) {
        m_wide.push_back(
            register_module("wide" + std::to_string(voice), torch::nn::Linear(2 * options.hidden, options.hidden)));
        m_narrow.push_back(
            register_module("narrow" + std::to_string(voice), torch::nn::Linear(options.hidden, keyClasses)));
    }
}

torch::Tensor LstmAttentionNet::foretell(const torch::Tensor &x, StepState *state)
{
    constexpr std::size_t pastAt = 2; // in the state
    const std::int64_t window = m_stepOptions.window;
    const torch::Tensor h = runLstm(m_lstm, x, state);
    torch::Tensor keys = h;
    if (state && state->size() > pastAt)
        keys = torch::cat({ (*state)[pastAt], h }, 1);
    const std::int64_t past = keys.size(1) - h.size(1);
    // Step i of x is step past + i of keys: it looks at itself and window - 1 before it.
    const torch::Tensor place = torch::arange(h.size(1), torch::kInt64).unsqueeze(1) + past;
    const torch::Tensor other = torch::arange(keys.size(1), torch::kInt64).unsqueeze(0);
    const torch::Tensor hidden = ((other > place) | (other <= place - window)).to(x.device());
    const torch::Tensor scores = torch::matmul(h, keys.transpose(1, 2)) / std::sqrt(static_cast<double>(h.size(2)));
    const torch::Tensor weights =
        torch::softmax(scores.masked_fill(hidden, -std::numeric_limits<float>::infinity()), 2);
    m_attention = weights[0][-1].detach();
    if (state) {
        state->resize(pastAt + 1);
        const std::int64_t kept = std::min(window - 1, keys.size(1));
        (*state)[pastAt] = keys.narrow(1, keys.size(1) - kept, kept);
    }
    const torch::Tensor all = torch::cat({ h, torch::matmul(weights, keys) }, 2);
    std::vector<torch::Tensor> heads;
    for (std::size_t voice = 0; voice < m_wide.size(); ++voice)
        heads.push_back(m_narrow[voice](torch::dropout(torch::relu(m_wide[voice](all)), headDropout, is_training())));
    return torch::cat(heads, 2);
}

} // namespace klangraum::steps
