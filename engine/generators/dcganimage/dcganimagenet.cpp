#include "generators/dcganimage/dcganimagenet.h"

#include "generators/adversarial/matrixconvolution.h"
#include "generators/keraslayers.h"

namespace klangraum::adversarial {
namespace {

constexpr double imageLeak = 0.2;
constexpr std::int64_t imageChannels = 64;
constexpr std::int64_t firstChannels = 32;
constexpr std::int64_t firstSide = 24;

torch::nn::ConvTranspose2d doubling(std::int64_t from)
{
    return torch::nn::ConvTranspose2d(torch::nn::ConvTranspose2dOptions(from, imageChannels, 4).stride(2).padding(1));
}

torch::nn::Conv2d halving(std::int64_t from)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(from, imageChannels, 3).stride(2).padding(1));
}

} // namespace

ImageGenerator::ImageGenerator(std::int64_t latent)
    : m_dense(register_module("dense", torch::nn::Linear(latent, firstChannels * firstSide * firstSide)))
    , m_up1(register_module("up1", doubling(firstChannels)))
    , m_up2(register_module("up2", doubling(imageChannels)))
    , m_out(register_module("out", torch::nn::Conv2d(torch::nn::Conv2dOptions(imageChannels, 1, 7).padding(3))))
{
    beginAsKeras(m_dense);
    beginAsKeras(m_up1);
    beginAsKeras(m_up2);
    beginAsKeras(m_out);
}

torch::Tensor ImageGenerator::forward(const torch::Tensor &noise)
{
    torch::Tensor x = torch::leaky_relu(m_dense(noise), imageLeak).view({ -1, firstChannels, firstSide, firstSide });
    x = torch::leaky_relu(m_up1(x), imageLeak);
    x = torch::leaky_relu(m_up2(x), imageLeak);
    return torch::tanh(intoOneChannel(m_out, x));
}

ImageCritic::ImageCritic(double dropout)
    : m_dropout(dropout)
    , m_conv1(register_module("conv1", halving(1)))
    , m_conv2(register_module("conv2", halving(imageChannels)))
    , m_out(register_module("out", torch::nn::Linear(imageChannels * firstSide * firstSide, 1)))
{
    beginAsKeras(m_conv1);
    beginAsKeras(m_conv2);
    beginAsKeras(m_out);
    layOut(m_conv1->weight);
    layOut(m_conv2->weight);
}

Verdict ImageCritic::forward(const torch::Tensor &images)
{
    const torch::Tensor first =
        torch::leaky_relu(m_conv1(images.contiguous(torch::MemoryFormat::ChannelsLast)), imageLeak);
    torch::Tensor x = torch::dropout(first, m_dropout, is_training());
    x = torch::dropout(torch::leaky_relu(m_conv2(x), imageLeak), m_dropout, is_training());
    return { m_out(x.flatten(1)).squeeze(1), first };
}

DcganImage::DcganImage(std::int64_t latent, double dropout)
    : m_latent(latent)
    , m_generator(register_module("generator", std::make_shared<ImageGenerator>(latent)))
    , m_critic(register_module("critic", std::make_shared<ImageCritic>(dropout)))
{
}

torch::Tensor DcganImage::noise(std::int64_t count, at::Generator random) const
{
    return 2 * torch::rand({ count, m_latent }, random) - 1;
}

torch::Tensor DcganImage::make(const torch::Tensor &noise, const torch::Tensor &)
{
    return m_generator->forward(noise);
}

Verdict DcganImage::judge(const Sight &sight)
{
    return m_critic->forward(sight.music);
}

} // namespace klangraum::adversarial
