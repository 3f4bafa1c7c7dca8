#include "generators/midinet/midinetnet.h"

#include "generators/adversarial/matrixconvolution.h"
#include "generators/framemodel.h"
#include "generators/jsonreader.h"

#include <array>

namespace klangraum::adversarial {
namespace {

constexpr double barLeak = 0.2;
constexpr std::int64_t barDense = 1024;
constexpr std::array<std::int64_t, 4> upChannels{ 256, 512, 512, 1 };
constexpr std::array<std::int64_t, 4> downChannels{ 512, 512, 256, 256 };
constexpr std::int64_t shortened = 8; // three strides of 2

} // namespace

void MidiNetOptions::read(JsonReader &reader)
{
    latent = reader.integer("latent", latent, 1, 4096);
    dense = reader.integer("dense", dense, 1, 8192);
    dropout = reader.number("dropout", dropout, 0, 0.95);
    criticPrevious = reader.flag("critic-previous", criticPrevious);
    if (steps % shortened != 0)
        throw Error(reader.where() + ": steps = " + std::to_string(steps) + ", expected a multiple of 8");
}

MidiNetGenerator::MidiNetGenerator(const MidiNetOptions &options)
    : m_first(options.steps / shortened)
    , m_dense1(register_module("dense1", torch::nn::Linear(options.latent, barDense)))
    , m_dense2(register_module("dense2", torch::nn::Linear(barDense, upChannels[0] * m_first)))
    , m_norm1(register_module("norm1", torch::nn::BatchNorm1d(barDense)))
    , m_norm2(register_module("norm2", torch::nn::BatchNorm1d(upChannels[0] * m_first)))
{
    std::int64_t from = upChannels[0];
    for (std::size_t i = 0; i < upChannels.size(); ++i) {
        const std::string name = std::to_string(i);
        const bool last = i + 1 == upChannels.size();
        // What comes from below, and what the conditioner has at this length.
        auto shape = torch::nn::ConvTranspose2dOptions(from + downChannels[3 - i], upChannels[i], { 2, 1 });
        m_up.push_back(register_module(
            "up" + name,
            torch::nn::ConvTranspose2d(last ? shape.kernel_size({ 1, pianoKeys }) : shape.stride({ 2, 1 }))));
        if (!last)
            m_upNorm.push_back(register_module("up-norm" + name, torch::nn::BatchNorm2d(upChannels[i])));
        from = upChannels[i];
    }
    from = 1;
    for (std::size_t i = 0; i < downChannels.size(); ++i) {
        const std::string name = std::to_string(i);
        auto shape = torch::nn::Conv2dOptions(from, downChannels[i], { 2, 1 });
        m_down.push_back(register_module(
            "down" + name, torch::nn::Conv2d(i == 0 ? shape.kernel_size({ 1, pianoKeys }) : shape.stride({ 2, 1 }))));
        m_downNorm.push_back(register_module("down-norm" + name, torch::nn::BatchNorm2d(downChannels[i])));
        from = downChannels[i];
    }
}

torch::Tensor MidiNetGenerator::forward(const torch::Tensor &noise, const torch::Tensor &before)
{
    std::array<torch::Tensor, 4> known; // [batch, 64, 512], [batch, 32, 512], [batch, 16, 256], [batch, 8, 256]
    torch::Tensor h = before;
    for (std::size_t i = 0; i < known.size(); ++i)
        known[i] = h = torch::leaky_relu(normalised(m_downNorm[i], alongSteps(m_down[i], h)), barLeak);
    torch::Tensor x = torch::relu(m_norm1(m_dense1(noise)));
    x = torch::relu(m_norm2(m_dense2(x))).view({ -1, m_first, upChannels[0] });
    for (std::size_t i = 0; i < m_up.size(); ++i) {
        x = spreadSteps(m_up[i], torch::cat({ x, known[3 - i] }, 2));
        x = i < m_upNorm.size() ? torch::relu(normalised(m_upNorm[i], x)) : torch::sigmoid(x);
    }
    return x;
}

MidiNetCritic::MidiNetCritic(const MidiNetOptions &options)
    : m_dropout(options.dropout)
{
    const std::int64_t steps = options.criticPrevious ? 2 * options.steps : options.steps;
    const std::int64_t left = (steps / 2 - 4) / 2 + 1;
    m_conv1 =
        register_module("conv1", torch::nn::Conv2d(torch::nn::Conv2dOptions(1, 32, { 2, pianoKeys }).stride({ 2, 1 })));
    m_norm1 = register_module("norm1", torch::nn::BatchNorm2d(32));
    m_conv2 = register_module("conv2", torch::nn::Conv2d(torch::nn::Conv2dOptions(32, 64, { 4, 1 }).stride({ 2, 1 })));
    m_norm2 = register_module("norm2", torch::nn::BatchNorm2d(64));
    m_dense = register_module("dense", torch::nn::Linear(64 * left, options.dense));
    m_norm3 = register_module("norm3", torch::nn::BatchNorm1d(options.dense));
    m_out = register_module("out", torch::nn::Linear(options.dense, 1));
}

Verdict MidiNetCritic::forward(const torch::Tensor &roll)
{
    const auto dropped = [this](const torch::Tensor &x) { return torch::dropout(x, m_dropout, is_training()); };
    const torch::Tensor first = alongSteps(m_conv1, roll);
    torch::Tensor x = dropped(torch::leaky_relu(normalised(m_norm1, first), barLeak));
    x = dropped(torch::leaky_relu(normalised(m_norm2, alongSteps(m_conv2, x)), barLeak));
    x = torch::leaky_relu(m_norm3(m_dense(x.flatten(1))), barLeak);
    return { m_out(x).squeeze(1), first };
}

MidiNet::MidiNet(const MidiNetOptions &options)
    : m_options(options)
    , m_generator(register_module("generator", std::make_shared<MidiNetGenerator>(options)))
    , m_critic(register_module("critic", std::make_shared<MidiNetCritic>(options)))
{
}

torch::Tensor MidiNet::noise(std::int64_t count, at::Generator random) const
{
    return torch::randn({ count, m_options.latent }, random);
}

torch::Tensor MidiNet::make(const torch::Tensor &noise, const torch::Tensor &condition)
{
    return m_generator->forward(noise, condition);
}

Verdict MidiNet::judge(const Sight &sight)
{
    return m_critic->forward(m_options.criticPrevious ? torch::cat({ sight.condition, sight.music }, 1) : sight.music);
}

} // namespace klangraum::adversarial
