// `cnn-vae` as published (Herreros and others, Deep Vibes): convolutions 16-32-64-128 over 88 keys by 80 steps, and
// back; the roll that comes out is divided by its largest cell and cut at a half.
#pragma once

#include "generators/latent/latentnet.h"

namespace klangraum::latent {

class ConvolutionNet : public LatentNet
{
public:
    explicit ConvolutionNet(const LatentOptions &options); // throws Error for music that is no roll
    Posterior posterior(const torch::Tensor &x) override;
    torch::Tensor logits(const torch::Tensor &z, const torch::Tensor &x) override;
    Drawn draw(const torch::Tensor &z, double temperature, std::optional<at::Generator> random,
               bool probabilities) override;

private:
    torch::Tensor rollOf(const torch::Tensor &z); // logits [batch, steps, 1, 88]

    std::vector<torch::nn::Conv2d> m_down;
    std::vector<torch::nn::ConvTranspose2d> m_up;
    std::vector<std::int64_t> m_widths, m_heights; // steps and keys before each convolution, and after the last
    torch::nn::Linear m_mean{ nullptr }, m_deviation{ nullptr }, m_start{ nullptr };
};

} // namespace klangraum::latent
