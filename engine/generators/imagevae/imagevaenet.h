// The network of `vae-image`, layer by layer as the thesis lists it (section 3.2.1): C. Papadopoulos, "Music generation
// with Neural Networks", Technical University of Crete, 2022. The thesis gives every layer but two numbers: the width
// of the encoder's dense layer and the weight of the KL. Its list of layers is that of the well-known Keras example of
// a convolutional VAE (F. Chollet, Deep Learning with Python, 2017, section 8.4.3), so both are taken from there: a
// width of 32, and 5e-4 times the mean over the latent dimensions. Initial weights as Keras has them: Glorot uniform,
// biases 0.
#pragma once

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <cstdint>
#include <string>

namespace klangraum {

struct ImageVaeOptions
{
    std::int64_t latent = 2; // latent: dimensions
    std::int64_t dense = 32; // dense: width of the encoder's dense layer
    double klWeight = 2.5e-4; // kl-weight: of equation 6 (5e-4 times its mean over two dimensions)

    // The recipe's [model] table; throws Error for unknown keys and wrong values.
    static ImageVaeOptions fromJson(const nlohmann::json &model);
    nlohmann::json toJson() const;
};

struct Posterior
{
    torch::Tensor mean; // [batch, latent]
    torch::Tensor logVariance; // [batch, latent]
};

class ImageVaeNet : public torch::nn::Module
{
public:
    explicit ImageVaeNet(const ImageVaeOptions &options);

    // images [batch, 1, 96, 96], 0 or 1
    //   -> conv 32 -> [batch, 32, 96, 96] -> conv 64, stride 2 -> [batch, 64, 48, 48] -> conv 64 -> conv 64
    //   -> flat [batch, 147456] -> dense [batch, 32] -> mean, log-variance [batch, latent]
    Posterior encode(const torch::Tensor &images);
    // z [batch, latent] -> dense [batch, 147456] -> [batch, 64, 48, 48] -> transposed conv, stride 2
    //   -> logits [batch, 1, 96, 96]; probabilities are their sigmoid (equation 8)
    torch::Tensor decode(const torch::Tensor &z);

    const ImageVaeOptions &options() const { return m_options; }

private:
    ImageVaeOptions m_options;
    torch::nn::Conv2d m_conv1{ nullptr }, m_conv2{ nullptr }, m_conv3{ nullptr }, m_conv4{ nullptr };
    torch::nn::Linear m_dense{ nullptr }, m_mean{ nullptr }, m_logVariance{ nullptr };
    torch::nn::Linear m_decoderDense{ nullptr };
    torch::nn::ConvTranspose2d m_deconv{ nullptr };
};

// Mean over the pixels of the binary cross-entropy (equation 9).
torch::Tensor reconstructionLoss(const torch::Tensor &logits, const torch::Tensor &images);
// Sum over the dimensions of sigma^2 + mu^2 - log(sigma^2) - 1 (equation 6), mean over the batch: twice the KL
// divergence from the standard normal, in nats.
torch::Tensor divergence(const Posterior &posterior);

} // namespace klangraum
