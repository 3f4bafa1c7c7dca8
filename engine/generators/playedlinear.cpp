#include "generators/playedlinear.h"

namespace klangraum {
namespace {

constexpr std::int64_t mostRows = 96; // beyond it OpenBLAS's copies are worth their while

} // namespace

torch::Tensor PlayedLinearImpl::forward(const torch::Tensor &x)
{
    const std::int64_t rows = x.numel() / options.in_features();
    if (!m_rows || rows > mostRows || rows == 0 || torch::GradMode::is_enabled())
        return torch::nn::LinearImpl::forward(x);
    std::vector<std::int64_t> sizes = x.sizes().vec();
    sizes.back() = options.out_features();
    return (*m_rows)(x.reshape({ rows, options.in_features() }), 0, rows).view(sizes);
}

void PlayedLinearImpl::layOut()
{
    m_rows.emplace(weight.detach().unsqueeze(2), options.bias() ? bias.detach() : torch::zeros({ weight.size(0) }),
                   false);
}

} // namespace klangraum
