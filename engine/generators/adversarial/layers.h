// Layers that several duels share.
#pragma once

#include <torch/torch.h>

namespace klangraum::adversarial {

// Gaussian noise of this deviation, while training only (Keras's GaussianNoise).
torch::Tensor noisy(const torch::Tensor &x, double deviation, bool training);

// Minibatch discrimination: how near each piece of a batch lies to the others, in `kernels` learned views of `depth`
// numbers; joined to what is known of the piece. Salimans and others, Improved techniques for training GANs, 2016,
// section 3.2.
class MinibatchDiscrimination : public torch::nn::Module
{
public:
    MinibatchDiscrimination(std::int64_t inputs, std::int64_t kernels, std::int64_t depth);
    torch::Tensor forward(const torch::Tensor &x); // [batch, inputs] -> [batch, inputs + kernels]

private:
    std::int64_t m_kernels, m_depth;
    torch::nn::Linear m_views{ nullptr };
};

} // namespace klangraum::adversarial
