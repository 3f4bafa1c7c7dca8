#include "generators/wganattention/wganattentionnet.h"

#include "generators/framemodel.h"
#include "generators/jsonreader.h"

namespace klangraum::adversarial {

void WganAttentionOptions::read(JsonReader &reader)
{
    latent = reader.integer("latent", latent, 1, 4096);
    hidden = reader.integer("hidden", hidden, 1, 4096);
    layers = reader.integer("layers", layers, 1, 16);
    heads = reader.integer("heads", heads, 1, 64);
    criticLayers = reader.integer("critic-layers", criticLayers, 1, 16);
    criticHeads = reader.integer("critic-heads", criticHeads, 1, 64);
    for (const std::int64_t each : { heads, criticHeads })
        if (hidden % each != 0)
            throw Error(reader.where() + ": hidden = " + std::to_string(hidden) + " is not divided by " +
                        std::to_string(each) + " heads");
}

LstmWithAttention::LstmWithAttention(std::int64_t inputs, std::int64_t hidden, std::int64_t layers, std::int64_t heads,
                                     std::int64_t outputs)
    : m_lstm(register_module(
          "lstm", torch::nn::LSTM(torch::nn::LSTMOptions(inputs, hidden).num_layers(layers).batch_first(true))))
    , m_attention(register_module("attention", torch::nn::MultiheadAttention(hidden, heads)))
    , m_out(register_module("out", torch::nn::Linear(hidden, outputs)))
{
}

torch::Tensor LstmWithAttention::forward(const torch::Tensor &x, torch::Tensor *read)
{
    const torch::Tensor h = std::get<0>(m_lstm(x));
    if (read)
        *read = h;
    const torch::Tensor steps = h.transpose(0, 1); // [steps, batch, hidden], as the attention wants it
    const torch::Tensor attended = std::get<0>(m_attention(steps, steps, steps));
    return m_out((steps + attended).transpose(0, 1));
}

WganAttention::WganAttention(const WganAttentionOptions &options)
    : m_options(options)
    , m_generator(register_module("generator",
                                  std::make_shared<LstmWithAttention>(options.latent, options.hidden, options.layers,
                                                                      options.heads, pianoKeys)))
    , m_critic(register_module(
          "critic",
          std::make_shared<LstmWithAttention>(pianoKeys, options.hidden, options.criticLayers, options.criticHeads, 1)))
{
}

torch::Tensor WganAttention::noise(std::int64_t count, at::Generator random) const
{
    return torch::randn({ count, m_options.steps, m_options.latent }, random);
}

torch::Tensor WganAttention::make(const torch::Tensor &noise, const torch::Tensor &)
{
    return torch::sigmoid(m_generator->forward(noise));
}

Verdict WganAttention::judge(const Sight &sight)
{
    Verdict verdict;
    verdict.score = m_critic->forward(sight.music, &verdict.features).mean(torch::IntArrayRef({ 1, 2 }));
    return verdict;
}

} // namespace klangraum::adversarial
