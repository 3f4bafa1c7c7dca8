#include "generators/latent/convolutionnet.h"

#include "music/error.h"

#include <array>

namespace klangraum::latent {
namespace {

constexpr std::array<std::int64_t, 5> channels{ 1, 16, 32, 64, 128 };
constexpr double slope = 0.01; // of the leaky ReLU
constexpr double cut = 0.5; // of the normalised roll

} // namespace

ConvolutionNet::ConvolutionNet(const LatentOptions &options)
    : LatentNet(options)
{
    if (options.grammar.coding != Coding::Roll)
        throw Error("cnn-vae: [model]: notes = '" + std::string(nameOf(options.grammar.coding)) +
                    "', expected roll: the convolutions run over 88 keys");
    m_widths = { options.steps };
    m_heights = { keys };
    for (std::size_t i = 1; i < channels.size(); ++i) {
        m_down.push_back(register_module(
            "down" + std::to_string(i),
            torch::nn::Conv2d(torch::nn::Conv2dOptions(channels[i - 1], channels[i], 3).stride(2).padding(1))));
        m_widths.push_back((m_widths.back() + 1) / 2);
        m_heights.push_back((m_heights.back() + 1) / 2);
    }
    const std::int64_t flat = channels.back() * m_widths.back() * m_heights.back();
    m_mean = register_module("mean", torch::nn::Linear(flat, options.dimensions));
    m_deviation = register_module("deviation", torch::nn::Linear(flat, options.dimensions));
    m_start = register_module("start", torch::nn::Linear(options.dimensions, flat));
    for (std::size_t i = channels.size() - 1; i > 0; --i) {
        const std::int64_t moreSteps = m_widths[i - 1] - (2 * m_widths[i] - 1);
        const std::int64_t moreKeys = m_heights[i - 1] - (2 * m_heights[i] - 1);
        m_up.push_back(register_module(
            "up" + std::to_string(i),
            torch::nn::ConvTranspose2d(torch::nn::ConvTranspose2dOptions(channels[i], channels[i - 1], 3)
                                           .stride(2)
                                           .padding(1)
                                           .output_padding({ moreSteps, moreKeys }))));
    }
    const torch::NoGradGuard noGrad;
    for (auto &item : named_parameters()) // He and others, Delving Deep into Rectifiers, 2015
        if (item.key().find("weight") != std::string::npos && item.value().dim() > 1 &&
            item.key().find("prior") == std::string::npos)
            torch::nn::init::kaiming_normal_(item.value(), slope, torch::kFanIn, torch::kLeakyReLU);
}

Posterior ConvolutionNet::posterior(const torch::Tensor &x)
{
    torch::Tensor seen = x.to(torch::kFloat32).unsqueeze(1);
    for (auto &convolution : m_down)
        seen = torch::leaky_relu(convolution(seen), slope);
    seen = seen.flatten(1);
    return { m_mean(seen), deviationOf(m_deviation(seen)) };
}

torch::Tensor ConvolutionNet::rollOf(const torch::Tensor &z)
{
    torch::Tensor roll =
        torch::leaky_relu(m_start(z), slope).view({ z.size(0), channels.back(), m_widths.back(), m_heights.back() });
    for (std::size_t i = 0; i < m_up.size(); ++i) {
        roll = m_up[i](roll);
        if (i + 1 < m_up.size())
            roll = torch::leaky_relu(roll, slope);
    }
    return roll.transpose(1, 2); // [batch, steps, 1, keys]
}

torch::Tensor ConvolutionNet::logits(const torch::Tensor &z, const torch::Tensor &)
{
    return rollOf(z);
}

Drawn ConvolutionNet::draw(const torch::Tensor &z, double, std::optional<at::Generator>, bool probabilities)
{
    const torch::Tensor chance = torch::sigmoid(rollOf(z));
    const torch::Tensor loudest = std::get<0>(chance.flatten(1).max(1)).view({ -1, 1, 1, 1 });
    Drawn drawn;
    drawn.tokens = (chance / loudest.clamp_min(1e-6) > cut).to(torch::kInt64).squeeze(2);
    if (probabilities)
        drawn.probabilities = chance;
    return drawn;
}

} // namespace klangraum::latent
