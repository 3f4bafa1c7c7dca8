#include "generators/growingwgan/growingnet.h"

#include <algorithm>
#include <cmath>

namespace klangraum::growing {
namespace {

constexpr double slopeBelow = 0.2; // of the leaky ReLU
constexpr double smallSquare = 1e-8;

std::int64_t sizeOf(const torch::nn::Module &module)
{
    std::int64_t size = 0;
    for (const torch::Tensor &parameter : module.parameters())
        size += parameter.numel();
    return size;
}

torch::Tensor doubled(const torch::Tensor &x)
{
    return x.repeat_interleave(2, 2);
}

torch::Tensor halved(const torch::Tensor &x)
{
    return torch::avg_pool1d(x, 2);
}

torch::Tensor leaky(const torch::Tensor &x)
{
    return torch::leaky_relu(x, slopeBelow);
}

std::string named(const char *what, std::int64_t level)
{
    return what + std::to_string(level);
}

} // namespace

EqualConvolutionImpl::EqualConvolutionImpl(std::int64_t in, std::int64_t out, std::int64_t kernel)
    : weight(register_parameter("weight", torch::randn({ out, in, kernel })))
    , bias(register_parameter("bias", torch::zeros({ out })))
    , m_scale(std::sqrt(2.0 / static_cast<double>(kernel * in)))
{
}

torch::Tensor EqualConvolutionImpl::forward(const torch::Tensor &x) const
{
    return torch::conv1d(x, scaled(), bias, 1, weight.size(2) / 2);
}

torch::Tensor pixelNorm(const torch::Tensor &input)
{
    const torch::Tensor x = input.to(torch::kFloat32); // in mixed precision, too
    return x * torch::rsqrt(x.square().mean(1, true) + smallSquare);
}

torch::Tensor activated(const torch::Tensor &x)
{
    return pixelNorm(leaky(x));
}

GrowingGeneratorImpl::GrowingGeneratorImpl(const GrowingOptions &options)
    : dense(register_module("dense", EqualConvolution(options.latent, options.maps * options.frames, 1)))
    , m_options(options)
{
    std::int64_t in = options.maps;
    for (std::int64_t level = 1; level <= options.levels(); ++level) {
        const std::int64_t out = options.channels[static_cast<std::size_t>(level - 1)];
        first.push_back(register_module(named("first", level), EqualConvolution(in, out, options.kernel)));
        second.push_back(register_module(named("second", level), EqualConvolution(out, out, options.kernel)));
        sound.push_back(register_module(named("sound", level), EqualConvolution(out, 1, 1)));
        in = out;
    }
}

torch::Tensor GrowingGeneratorImpl::start(const torch::Tensor &z) const
{
    return dense->forward(z.unsqueeze(2)).view({ z.size(0), m_options.frames, m_options.maps }).transpose(1, 2);
}

torch::Tensor GrowingGeneratorImpl::forward(const torch::Tensor &z, const Stage &stage) const
{
    torch::Tensor x = start(z);
    torch::Tensor before;
    for (std::int64_t level = 1; level <= stage.level; ++level) {
        const auto index = static_cast<std::size_t>(level - 1);
        if (level > 1) {
            before = x;
            x = doubled(x);
        }
        x = activated(second[index]->forward(activated(first[index]->forward(x))));
    }
    const auto index = static_cast<std::size_t>(stage.level - 1);
    torch::Tensor made = torch::tanh(sound[index]->forward(x));
    if (stage.level > 1 && stage.alpha < 1)
        made = stage.alpha * made + (1 - stage.alpha) * doubled(torch::tanh(sound[index - 1]->forward(before)));
    return made.squeeze(1);
}

std::int64_t GrowingGeneratorImpl::parametersAt(std::int64_t level) const
{
    std::int64_t count = sizeOf(*dense) + sizeOf(*sound[static_cast<std::size_t>(level - 1)]);
    for (std::size_t i = 0; i < static_cast<std::size_t>(level); ++i)
        count += sizeOf(*first[i]) + sizeOf(*second[i]);
    return count;
}

GrowingCriticImpl::GrowingCriticImpl(const GrowingOptions &options)
    : m_options(options)
    , m_dense(register_module("dense", EqualConvolution(options.channels.front() * options.frames, 1, 1)))
{
    for (std::int64_t level = 1; level <= options.levels(); ++level) {
        const std::int64_t in = options.channels[static_cast<std::size_t>(level - 1)];
        const std::int64_t out = level > 1 ? options.channels[static_cast<std::size_t>(level - 2)] : in;
        m_sound.push_back(register_module(named("sound", level), EqualConvolution(1, in, 1)));
        m_first.push_back(
            register_module(named("first", level), EqualConvolution(level > 1 ? in : in + 1, in, options.kernel)));
        m_second.push_back(register_module(named("second", level), EqualConvolution(in, out, options.kernel)));
    }
}

// One more channel: how much the items of a group differ, the mean over channels and frames (Karras and others 2018,
// section 3). x [batch, channels, frames]; groups are taken in order, the last one may be smaller.
torch::Tensor GrowingCriticImpl::deviations(const torch::Tensor &x) const
{
    std::vector<torch::Tensor> shown;
    for (std::int64_t begin = 0; begin < x.size(0); begin += m_options.group) {
        const torch::Tensor group = x.narrow(0, begin, std::min(m_options.group, x.size(0) - begin));
        const torch::Tensor deviation = (group.var(0, false) + smallSquare).sqrt().mean();
        shown.push_back(deviation.expand({ group.size(0), 1, x.size(2) }));
    }
    return torch::cat({ x, torch::cat(shown) }, 1);
}

torch::Tensor GrowingCriticImpl::forward(const torch::Tensor &sound, const Stage &stage) const
{
    const torch::Tensor input = sound.unsqueeze(1);
    const auto newest = static_cast<std::size_t>(stage.level - 1);
    torch::Tensor x = leaky(m_sound[newest]->forward(input));
    for (std::int64_t level = stage.level; level > 1; --level) {
        const auto index = static_cast<std::size_t>(level - 1);
        x = halved(leaky(m_second[index]->forward(leaky(m_first[index]->forward(x)))));
        if (level == stage.level && stage.alpha < 1)
            x = stage.alpha * x + (1 - stage.alpha) * leaky(m_sound[index - 1]->forward(halved(input)));
    }
    x = leaky(m_second[0]->forward(leaky(m_first[0]->forward(deviations(x)))));
    return m_dense->forward(x.flatten(1).unsqueeze(2)).flatten().to(torch::kFloat32); // in mixed precision, too
}

std::int64_t GrowingCriticImpl::parametersAt(std::int64_t level) const
{
    std::int64_t count = sizeOf(*m_dense) + sizeOf(*m_sound[static_cast<std::size_t>(level - 1)]);
    for (std::size_t i = 0; i < static_cast<std::size_t>(level); ++i)
        count += sizeOf(*m_first[i]) + sizeOf(*m_second[i]);
    return count;
}

GrowingNet::GrowingNet(const GrowingOptions &options)
    : generator(register_module("generator", GrowingGenerator(options)))
    , critic(register_module("critic", GrowingCritic(options)))
    , space(register_module("space", std::make_shared<audio::SoundSpace>(options.latent, 0)))
    , m_options(options)
    , m_stage(register_buffer("stage", torch::tensor({ 1.0F, 1.0F })))
{
}

Stage GrowingNet::stage() const
{
    const torch::Tensor stage = m_stage.to(torch::kCPU, torch::kFloat64);
    return { std::clamp<std::int64_t>(static_cast<std::int64_t>(stage[0].item<double>()), 1, m_options.levels()),
             std::clamp(stage[1].item<double>(), 0.0, 1.0) };
}

void GrowingNet::setStage(const Stage &stage)
{
    const torch::NoGradGuard noGrad;
    m_stage.copy_(torch::tensor({ static_cast<double>(stage.level), stage.alpha }, torch::kFloat64));
}

} // namespace klangraum::growing
