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
    m_read = register_module("read",
                             std::make_shared<Lstm2d>(pianoKeys, options.step.window, options.hidden, options.narrow));
    m_out = register_module("out", torch::nn::Linear(2 * options.hidden + pianoKeys * 2 * options.narrow, pianoKeys));
}

torch::Tensor Lstm2dRollNet::foretell(const torch::Tensor &x, StepState *)
{
    const Read2d read = m_read->forward(x);
    const std::int64_t hidden = read.time.size(2) / 2;
    // Each way's end: of the last step forwards, of the first backwards.
    const torch::Tensor time = torch::cat(
        { read.time.select(1, -1).narrow(1, 0, hidden), read.time.select(1, 0).narrow(1, hidden, hidden) }, 1);
    const torch::Tensor pitch = read.pitch.flatten(1);
    return m_out(torch::dropout(torch::cat({ time, pitch }, 1), m_dropout, is_training())).unsqueeze(1);
}

} // namespace klangraum::steps
