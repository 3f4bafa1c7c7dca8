// Convolutions of the published networks that are one matrix product for a whole batch. PyTorch 1.13 computes them
// piece by piece, tap by tap or into a single channel at a fraction of the speed. The parameters are those of its own
// modules, and so is what comes out, up to rounding.
#pragma once

#include <torch/torch.h>

namespace klangraum::adversarial {

// x [batch, steps, channels], and a kernel [k, 1] over them; or x [batch, steps, keys], and a kernel [k, keys] over the
// one channel of a roll. No padding. -> [batch, (steps - k) / stride + 1, channels out]
torch::Tensor alongSteps(const torch::nn::Conv2d &convolution, const torch::Tensor &x);

// The mirror: x [batch, steps, channels], a kernel [k, 1] with the stride k, or [1, keys] into one channel.
// -> [batch, steps * k, channels out], or [batch, steps, keys]
torch::Tensor spreadSteps(const torch::nn::ConvTranspose2d &convolution, const torch::Tensor &x);

// Batch normalisation of the channels of x [batch, steps, channels].
torch::Tensor normalised(torch::nn::BatchNorm2d &norm, const torch::Tensor &x);

// x [batch, channels, height, width], best laid out channels last; an odd square kernel that keeps the size, into one
// channel. -> [batch, 1, height, width]
torch::Tensor intoOneChannel(const torch::nn::Conv2d &convolution, const torch::Tensor &x);

} // namespace klangraum::adversarial
