// LSTMs as they are played: for a single piece torch's calls cost more than what they compute.
#pragma once

#include <torch/torch.h>

namespace klangraum {

// One step of one row of a layer, once its gates are added up. gates [4 x size] in torch's order (input, forget, cell,
// output); hidden and cell [size] go on.
void lstmCell(const float *gates, float *hidden, float *cell, std::int64_t size);

// x [batch, steps, features] -> what a single layer, one way or both ways, says at every step [batch, steps, hidden or
// 2 x hidden]; it begins with zeros. Where gradients are wanted, or on a GPU, as torch does it.
torch::Tensor lstmOutputs(torch::nn::LSTM &lstm, const torch::Tensor &x);

} // namespace klangraum
