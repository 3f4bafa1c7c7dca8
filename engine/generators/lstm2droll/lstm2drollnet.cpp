#include "generators/lstm2droll/lstm2drollnet.h"

#include "generators/jsonreader.h"

namespace klangraum::steps {

Lstm2dOptions Lstm2dOptions::fromJson(const nlohmann::json &model)
{
    JsonReader reader(model, "lstm2d-roll: [model]");
    Lstm2dOptions options;
    options.step.codec = { Coding::Roll, 4 };
    options.step.window = 32;
    options.step.hop = 1;
    options.step.read(reader);
    options.hidden = reader.integer("hidden", options.hidden, 1, 2048);
    options.narrow = reader.integer("narrow", options.narrow, 1, 512);
    options.dropout = reader.number("dropout", options.dropout, 0, 0.95);
    reader.refuseUnknown();
    return options;
}

Lstm2dRollNet::Lstm2dRollNet(const Lstm2dOptions &options)
    : StepNet(options.step)
    , m_dropout(options.dropout)
{
    const auto both = [](std::int64_t inputs, std::int64_t hidden) {
        return torch::nn::LSTM(torch::nn::LSTMOptions(inputs, hidden).batch_first(true).bidirectional(true));
    };
    m_time = register_module("time", both(pianoKeys, options.hidden));
    m_pitch = register_module("pitch", both(options.step.window, options.narrow));
    m_out = register_module("out", torch::nn::Linear(2 * options.hidden + pianoKeys * 2 * options.narrow, pianoKeys));
}

torch::Tensor Lstm2dRollNet::foretell(const torch::Tensor &x, StepState *)
{
    const torch::Tensor last = std::get<0>(std::get<1>(m_time(x))); // [2, batch, hidden]: each way's end
    const torch::Tensor time = torch::cat({ last[0], last[1] }, 1);
    const torch::Tensor pitch = std::get<0>(m_pitch(x.transpose(1, 2))).flatten(1);
    return m_out(torch::dropout(torch::cat({ time, pitch }, 1), m_dropout, is_training())).unsqueeze(1);
}

} // namespace klangraum::steps
