// Directions with meaning in a latent space.
#pragma once

#include <torch/torch.h>

namespace klangraum::latent {

// means [n, d], attributes [n, k], both double and on the CPU, to [k, d]: of all ways to raise one attribute and none
// of the others (least squares, Hastie, Tibshirani, Friedman, 2009, equation 3.44, ridge) the one along which the
// points themselves vary most, one deviation of the attribute long. Attributes count by their ranks.
torch::Tensor directionsOf(const torch::Tensor &means, const torch::Tensor &attributes);

// The same from pairs of points on opposite sides of a place, whose difference is theirs alone: steps [n, d] from one
// to the other, changes [n, k] of the attributes. `spread` [k]: one deviation of each attribute, which is how long the
// directions are, at most five times what the pairs themselves show.
torch::Tensor directionsOfPairs(const torch::Tensor &steps, const torch::Tensor &changes, const torch::Tensor &spread);

} // namespace klangraum::latent
