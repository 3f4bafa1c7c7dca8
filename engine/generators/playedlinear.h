// A linear layer that is fast for the few rows of one piece: OpenBLAS first copies the weights for every product, which
// takes longer than the product.
#pragma once

#include "generators/audio/rowconvolution.h"

#include <torch/torch.h>

#include <optional>

namespace klangraum {

class PlayedLinearImpl : public torch::nn::LinearImpl
{
public:
    using torch::nn::LinearImpl::LinearImpl;
    // x [..., in] -> [..., out]
    torch::Tensor forward(const torch::Tensor &x);
    // Lays the weights out for few rows at a time, as they are now: for a network that no longer learns, on the CPU.
    void layOut();

private:
    std::optional<audio::RowConvolution> m_rows;
};
TORCH_MODULE(PlayedLinear);

} // namespace klangraum
