#include "generators/lstm2dgan/lstm2dgannet.h"

#include "generators/framemodel.h"
#include "generators/jsonreader.h"

namespace klangraum::adversarial {

void Lstm2dGanOptions::read(JsonReader &reader)
{
    latent = reader.integer("latent", latent, 1, 4096);
    hidden = reader.integer("hidden", hidden, 1, 2048);
    narrow = reader.integer("narrow", narrow, 1, 2048);
    criticHidden = reader.integer("critic-hidden", criticHidden, 1, 2048);
    dropout = reader.number("dropout", dropout, 0, 0.95);
}

Lstm2dGenerator::Lstm2dGenerator(const Lstm2dGanOptions &options)
    : m_steps(options.steps)
    , m_dropout(options.dropout)
    , m_sketch(register_module("sketch", torch::nn::Linear(options.latent, options.steps * pianoKeys)))
    , m_ofTime(register_module("of-time", torch::nn::Linear(2 * options.hidden, pianoKeys)))
    , m_ofPitch(register_module("of-pitch", torch::nn::Linear(2 * options.narrow, options.steps)))
    , m_read(
          register_module("read", std::make_shared<Lstm2d>(pianoKeys, options.steps, options.hidden, options.narrow)))
{
}

torch::Tensor Lstm2dGenerator::forward(const torch::Tensor &noise)
{
    const auto dropped = [this](const torch::Tensor &x) { return torch::dropout(x, m_dropout, is_training()); };
    const Read2d read = m_read->forward(m_sketch(noise).view({ -1, m_steps, pianoKeys }));
    const torch::Tensor time = m_ofTime(dropped(read.time)); // [batch, 80, 88]
    const torch::Tensor pitch = m_ofPitch(dropped(read.pitch)); // [batch, 88, 80]
    return torch::sigmoid(time + pitch.transpose(1, 2));
}

RollCritic::RollCritic(std::int64_t hidden, double dropout)
    : m_dropout(dropout)
    , m_lstm(register_module("lstm", torch::nn::LSTM(torch::nn::LSTMOptions(pianoKeys, hidden).batch_first(true))))
    , m_out(register_module("out", torch::nn::Linear(hidden, 1)))
{
}

Verdict RollCritic::forward(const torch::Tensor &roll)
{
    const torch::Tensor steps = std::get<0>(m_lstm(roll));
    return { m_out(torch::dropout(steps.select(1, -1), m_dropout, is_training())).squeeze(1), steps };
}

Lstm2dGan::Lstm2dGan(const Lstm2dGanOptions &options)
    : m_latent(options.latent)
    , m_generator(register_module("generator", std::make_shared<Lstm2dGenerator>(options)))
    , m_critic(register_module("critic", std::make_shared<RollCritic>(options.criticHidden, options.dropout)))
{
}

torch::Tensor Lstm2dGan::noise(std::int64_t count, at::Generator random) const
{
    return torch::randn({ count, m_latent }, random);
}

} // namespace klangraum::adversarial
