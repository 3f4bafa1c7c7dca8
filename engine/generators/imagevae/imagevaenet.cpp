#include "generators/imagevae/imagevaenet.h"

#include "generators/jsonreader.h"
#include "generators/keraslayers.h"

namespace klangraum {
namespace {

constexpr std::int64_t channels = 64;
constexpr std::int64_t pictureSide = 48; // of the picture after the stride of 2
constexpr std::int64_t flat = pictureSide * pictureSide * channels; // 147456

torch::nn::Conv2d convolution(std::int64_t in, std::int64_t out, std::int64_t stride)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, 3).stride(stride).padding(1));
}

} // namespace

ImageVaeOptions ImageVaeOptions::fromJson(const nlohmann::json &model)
{
    JsonReader reader(model, "[model] of family vae-image");
    ImageVaeOptions options;
    options.latent = reader.integer("latent", options.latent, 1, 1024);
    options.dense = reader.integer("dense", options.dense, 1, 4096);
    options.klWeight = reader.number("kl-weight", options.klWeight, 0, 1000);
    reader.refuseUnknown();
    return options;
}

nlohmann::json ImageVaeOptions::toJson() const
{
    return { { "latent", latent }, { "dense", dense }, { "kl-weight", klWeight } };
}

ImageVaeNet::ImageVaeNet(const ImageVaeOptions &options)
    : m_options(options)
    , m_conv1(register_module("conv1", convolution(1, 32, 1)))
    , m_conv2(register_module("conv2", convolution(32, channels, 2)))
    , m_conv3(register_module("conv3", convolution(channels, channels, 1)))
    , m_conv4(register_module("conv4", convolution(channels, channels, 1)))
    , m_dense(register_module("dense", torch::nn::Linear(flat, options.dense)))
    , m_mean(register_module("mean", torch::nn::Linear(options.dense, options.latent)))
    , m_logVariance(register_module("log-variance", torch::nn::Linear(options.dense, options.latent)))
    , m_decoderDense(register_module("decoder-dense", torch::nn::Linear(options.latent, flat)))
    , m_deconv(register_module(
          "deconv",
          torch::nn::ConvTranspose2d(
              torch::nn::ConvTranspose2dOptions(channels, 1, 3).stride(2).padding(1).output_padding(1))))
{
    const torch::NoGradGuard noGrad;
    for (auto *layer : { &m_conv1, &m_conv2, &m_conv3, &m_conv4 }) {
        beginAsKeras(*layer);
        layOut((*layer)->weight);
    }
    for (auto *layer : { &m_dense, &m_mean, &m_logVariance, &m_decoderDense })
        beginAsKeras(*layer);
    beginAsKeras(m_deconv); // plain order: to one channel it is three times as fast as channels-last
}

Posterior ImageVaeNet::encode(const torch::Tensor &images)
{
    torch::Tensor x = torch::relu(m_conv1(images.contiguous(torch::MemoryFormat::ChannelsLast))); // [batch, 32, 96, 96]
    x = torch::relu(m_conv2(x)); // [batch, 64, 48, 48]
    x = torch::relu(m_conv3(x));
    x = torch::relu(m_conv4(x));
    x = x.permute({ 0, 2, 3, 1 }).flatten(1); // [batch, 147456], rows, columns, channels as in Keras
    x = torch::relu(m_dense(x)); // [batch, 32]
    return { m_mean(x), m_logVariance(x) };
}

torch::Tensor ImageVaeNet::decode(const torch::Tensor &z)
{
    const torch::Tensor x = torch::relu(m_decoderDense(z)); // [batch, 147456]
    return m_deconv(x.view({ -1, channels, pictureSide, pictureSide })); // [batch, 1, 96, 96]
}

torch::Tensor reconstructionLoss(const torch::Tensor &logits, const torch::Tensor &images)
{
    return torch::binary_cross_entropy_with_logits(logits, images);
}

torch::Tensor divergence(const Posterior &posterior)
{
    return (posterior.logVariance.exp() + posterior.mean.square() - posterior.logVariance - 1).sum(1).mean();
}

} // namespace klangraum
