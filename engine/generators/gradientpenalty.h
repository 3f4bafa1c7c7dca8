// The gradient penalty of Wasserstein critics, whatever they judge.
#pragma once

#include <torch/torch.h>

#include <functional>

namespace klangraum {

// Mean of (|gradient of the score| - 1)^2 at real + mix (generated - real): Gulrajani and others, Improved Training of
// Wasserstein GANs, 2017, equation 3. real, generated: [batch, ...]; mix [batch], uniform in 0..1; judge: [batch, ...]
// to scores [batch]. A scalar with a gradient of its own, also where gradients are off around it.
inline torch::Tensor gradientPenalty(const std::function<torch::Tensor(const torch::Tensor &)> &judge,
                                     const torch::Tensor &real, const torch::Tensor &generated,
                                     const torch::Tensor &mix)
{
    const torch::AutoGradMode on(true);
    std::vector<std::int64_t> shape(static_cast<std::size_t>(real.dim()), 1);
    shape[0] = real.size(0);
    const torch::Tensor between = (real + mix.view(shape) * (generated - real)).detach().requires_grad_(true);
    const torch::Tensor slope = torch::autograd::grad({ judge(between).sum() }, { between }, {}, true, true).front();
    return (slope.flatten(1).square().sum(1).add(1e-12).sqrt() - 1).square().mean();
}

} // namespace klangraum
