// Where a training step's time goes beside the arithmetic.
#pragma once

#include <torch/torch.h>

namespace klangraum {

// A training step frees and asks for the same large blocks again and again. glibc gives each back to the system, which
// then has to clear every page anew; from here on it keeps them. For programs that train, once.
void keepFreedMemory();

// Gradients are dropped, not filled with zeros: the next backward pass writes instead of adding.
void clearGradients(const torch::nn::Module &module);

} // namespace klangraum
