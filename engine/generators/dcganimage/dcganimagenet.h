// The networks of `dcgan-image`, layer by layer as the thesis lists them: C. Papadopoulos, "Music generation with
// Neural Networks", Technical University of Crete, 2022, section 3.2.2. Initial weights as Keras has them.
#pragma once

#include "generators/adversarial/duel.h"

namespace klangraum::adversarial {

// noise [batch, 100] -> dense 18432 -> [batch, 32, 24, 24] -> transposed convolution 4x4, stride 2 -> [batch, 64, 48,
// 48]
//   -> the same -> [batch, 64, 96, 96] -> convolution 7x7, tanh -> [batch, 1, 96, 96]; leaky ReLU 0.2 between.
// 1,963,201 parameters.
class ImageGenerator : public torch::nn::Module
{
public:
    explicit ImageGenerator(std::int64_t latent);
    torch::Tensor forward(const torch::Tensor &noise);

private:
    torch::nn::Linear m_dense{ nullptr };
    torch::nn::ConvTranspose2d m_up1{ nullptr }, m_up2{ nullptr };
    torch::nn::Conv2d m_out{ nullptr };
};

// images [batch, 1, 96, 96] -> convolution 3x3, stride 2 -> [batch, 64, 48, 48] -> the same -> [batch, 64, 24, 24]
//   -> flat [batch, 36864] -> dense -> logit [batch]; leaky ReLU 0.2 and dropout after each. 74,433 parameters.
class ImageCritic : public torch::nn::Module
{
public:
    explicit ImageCritic(double dropout);
    Verdict forward(const torch::Tensor &images);

private:
    double m_dropout;
    torch::nn::Conv2d m_conv1{ nullptr }, m_conv2{ nullptr };
    torch::nn::Linear m_out{ nullptr };
};

class DcganImage : public Duel
{
public:
    DcganImage(std::int64_t latent, double dropout);
    torch::Tensor noise(std::int64_t count, at::Generator random) const override; // [count, latent], uniform -1..1
    torch::Tensor make(const torch::Tensor &noise, const torch::Tensor &condition) override;
    Verdict judge(const Sight &sight) override;

private:
    std::int64_t m_latent;
    std::shared_ptr<ImageGenerator> m_generator;
    std::shared_ptr<ImageCritic> m_critic;
};

} // namespace klangraum::adversarial
