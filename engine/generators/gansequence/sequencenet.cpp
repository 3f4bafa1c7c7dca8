#include "generators/gansequence/sequencenet.h"

#include "generators/jsonreader.h"
#include "generators/keraslayers.h"

#include <array>

namespace klangraum::adversarial {
namespace {

constexpr double wordLeak = 0.2;
constexpr double normMomentum = 0.2; // Keras's 0.8
constexpr std::array<std::int64_t, 3> denseWidths{ 256, 512, 1024 };
constexpr std::int64_t denseCritic = 512;
constexpr std::int64_t narrowCritic = 256;
constexpr std::int64_t lastCritic = 100;
constexpr std::int64_t kernelDepth = 5; // of minibatch discrimination

} // namespace

void SequenceOptions::read(JsonReader &reader)
{
    steps = reader.integer("steps", steps, 2, 4096);
    hop = reader.integer("hop", hop, 1, 4096);
    latent = reader.integer("latent", latent, 1, 8192);
    hidden = reader.integer("hidden", hidden, 1, 4096);
    dropout = reader.number("dropout", dropout, 0, 0.95);
    layerNoise = reader.number("layer-noise", layerNoise, 0, 10);
    kernels = reader.integer("minibatch-kernels", kernels, 0, 1024);
}

SequenceGenerator::SequenceGenerator(const SequenceOptions &options)
    : m_layerNoise(options.layerNoise)
{
    std::int64_t from = options.latent;
    for (const std::int64_t width : denseWidths) {
        const std::string name = std::to_string(m_norm.size());
        m_dense.push_back(register_module("dense" + name, torch::nn::Linear(from, width)));
        m_norm.push_back(register_module(
            "norm" + name, torch::nn::BatchNorm1d(torch::nn::BatchNorm1dOptions(width).momentum(normMomentum))));
        from = width;
    }
    m_dense.push_back(register_module("out", torch::nn::Linear(from, options.steps)));
    for (torch::nn::Linear &layer : m_dense)
        beginAsKeras(layer);
}

torch::Tensor SequenceGenerator::forward(const torch::Tensor &noise)
{
    torch::Tensor x = noise;
    for (std::size_t i = 0; i < m_norm.size(); ++i)
        x = m_norm[i](torch::leaky_relu(noisy(m_dense[i](x), m_layerNoise, is_training()), wordLeak));
    return noisy(torch::tanh(m_dense.back()(x)), m_layerNoise, is_training()).unsqueeze(2);
}

SequenceCritic::SequenceCritic(const SequenceOptions &options)
    : m_dropout(options.dropout)
    , m_layerNoise(options.layerNoise)
{
    m_lstm = register_module("lstm", torch::nn::LSTM(torch::nn::LSTMOptions(1, options.hidden).batch_first(true)));
    m_both = register_module(
        "both",
        torch::nn::LSTM(torch::nn::LSTMOptions(options.hidden, options.hidden).batch_first(true).bidirectional(true)));
    m_dense1 = register_module("dense1", torch::nn::Linear(2 * options.hidden, denseCritic));
    m_dense2 = register_module("dense2", torch::nn::Linear(denseCritic, narrowCritic));
    if (options.kernels > 0)
        m_minibatch = register_module(
            "minibatch", std::make_shared<MinibatchDiscrimination>(narrowCritic, options.kernels, kernelDepth));
    else
        m_dense3 = register_module("dense3", torch::nn::Linear(narrowCritic, lastCritic));
    m_out = register_module("out", torch::nn::Linear(m_minibatch ? narrowCritic + options.kernels : lastCritic, 1));
    for (torch::nn::Linear *layer : { &m_dense1, &m_dense2, &m_out })
        beginAsKeras(*layer);
}

Verdict SequenceCritic::forward(const torch::Tensor &row)
{
    const auto after = [this](const torch::Tensor &x) {
        return torch::leaky_relu(noisy(x, m_layerNoise, is_training()), wordLeak);
    };
    const torch::Tensor first = noisy(std::get<0>(m_lstm(row)), m_layerNoise, is_training());
    const torch::Tensor ends = std::get<0>(std::get<1>(m_both(first))); // [2, batch, hidden]
    torch::Tensor x = noisy(torch::cat({ ends[0], ends[1] }, 1), m_layerNoise, is_training());
    x = after(m_dense2(after(m_dense1(x))));
    x = m_minibatch ? m_minibatch->forward(x) : torch::leaky_relu(m_dense3(x), wordLeak);
    return { m_out(torch::dropout(x, m_dropout, is_training())).squeeze(1), first };
}

SequenceGan::SequenceGan(const SequenceOptions &options)
    : m_latent(options.latent)
    , m_generator(register_module("generator", std::make_shared<SequenceGenerator>(options)))
    , m_critic(register_module("critic", std::make_shared<SequenceCritic>(options)))
    , m_vocabulary(register_module("vocabulary", std::make_shared<StoredVocabulary>()))
{
}

torch::Tensor SequenceGan::noise(std::int64_t count, at::Generator random) const
{
    return torch::randn({ count, m_latent }, random);
}

} // namespace klangraum::adversarial
