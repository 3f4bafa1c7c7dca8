// Directions with meaning in a latent space.
#pragma once

#include <torch/torch.h>

namespace klangraum::latent {

// means [n, d], attributes [n, k], both double and on the CPU, to [k, d]: of all ways to raise one attribute and none
// of the others (least squares, Hastie, Tibshirani, Friedman, 2009, equation 3.44, ridge) the one along which the
// points themselves vary most, one deviation of the attribute long. Attributes count by their ranks.
torch::Tensor directionsOf(const torch::Tensor &means, const torch::Tensor &attributes);

} // namespace klangraum::latent
