// Preparing a loaded network for making one window at a time.
#pragma once

#include <torch/torch.h>

namespace klangraum {

// Evaluation mode, and on the CPU every PlayedLinear laid out, every other linear layer's weight turned input by
// output: for a few rows at a time OpenBLAS then reads it in place instead of packing it (measured: half the time, a
// fifth for a single row). Values and shapes stay as they are.
void prepareForInference(torch::nn::Module &net);

} // namespace klangraum
