#include "generators/steps/lstmnet.h"

#include "generators/jsonreader.h"

namespace klangraum::steps {

LstmOptions LstmOptions::fromJson(const nlohmann::json &model, const std::string &family, LstmOptions defaults)
{
    JsonReader reader(model, family + ": [model]");
    LstmOptions options = std::move(defaults);
    options.step.read(reader);
    options.hidden = reader.integer("hidden", options.hidden, 1, 4096);
    options.layers = reader.integer("layers", options.layers, 1, 8);
    options.dropout = reader.number("dropout", options.dropout, 0, 0.95);
    reader.refuseUnknown();
    return options;
}

LstmNet::LstmNet(const LstmOptions &options)
    : StepNet(options.step)
    , m_dropout(options.dropout)
{
    const std::int64_t classes = options.step.codec.classes();
    m_lstm = register_module("lstm",
                             torch::nn::LSTM(torch::nn::LSTMOptions(classes, options.hidden)
                                                 .num_layers(options.layers)
                                                 .dropout(options.layers > 1 ? options.dropout : 0)
                                                 .batch_first(true)));
    m_out = register_module("out", torch::nn::Linear(options.hidden, classes));
}

torch::Tensor LstmNet::foretell(const torch::Tensor &x, StepState *state)
{
    return m_out(torch::dropout(runLstm(m_lstm, x, state), m_dropout, is_training()));
}

torch::Tensor runLstm(torch::nn::LSTM &lstm, const torch::Tensor &x, StepState *state, std::size_t at)
{
    std::tuple<torch::Tensor, std::tuple<torch::Tensor, torch::Tensor>> result;
    if (state && state->size() > at + 1 && (*state)[at].defined())
        result = lstm(x, std::make_tuple((*state)[at], (*state)[at + 1]));
    else
        result = lstm(x);
    if (state) {
        state->resize(std::max(state->size(), at + 2));
        std::tie((*state)[at], (*state)[at + 1]) = std::get<1>(result);
    }
    return std::get<0>(result);
}

} // namespace klangraum::steps
