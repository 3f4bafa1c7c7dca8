#include "generators/adversarial/layers.h"

namespace klangraum::adversarial {

torch::Tensor noisy(const torch::Tensor &x, double deviation, bool training)
{
    return training && deviation > 0 ? x + deviation * torch::randn_like(x) : x;
}

MinibatchDiscrimination::MinibatchDiscrimination(std::int64_t inputs, std::int64_t kernels, std::int64_t depth)
    : m_kernels(kernels)
    , m_depth(depth)
    , m_views(
          register_module("views", torch::nn::Linear(torch::nn::LinearOptions(inputs, kernels * depth).bias(false))))
{
}

torch::Tensor MinibatchDiscrimination::forward(const torch::Tensor &x)
{
    const torch::Tensor views = m_views(x).view({ -1, m_kernels, m_depth });
    const torch::Tensor apart = (views.unsqueeze(0) - views.unsqueeze(1)).abs().sum(3); // [batch, batch, kernels]
    return torch::cat({ x, torch::exp(-apart).sum(1) - 1 }, 1); // without itself
}

} // namespace klangraum::adversarial
