// What a flow's transformer does between its linear layers. Where gradients are wanted, or on a GPU, as torch does it;
// else in one pass over plain arrays: for the few rows of one piece torch's calls cost more than what they compute.
#pragma once

#include <torch/torch.h>

namespace klangraum::latent {

// x [batch, parts, width], scale and shift [batch, 1, width] -> each row normalised to mean 0 and deviation 1, times
// (1 + scale), plus shift.
torch::Tensor modulated(const torch::Tensor &x, const torch::Tensor &scale, const torch::Tensor &shift);
// x + gate * y; x and y [batch, parts, width], gate [batch, 1, width].
torch::Tensor gated(const torch::Tensor &x, const torch::Tensor &gate, const torch::Tensor &y);
// Queries, keys and values side by side [batch, parts, 3 x width] -> what each part hears of all [batch, parts, width]
// (Vaswani and others, Attention Is All You Need, 2017, equation 1).
torch::Tensor heard(const torch::Tensor &all, std::int64_t heads);

} // namespace klangraum::latent
