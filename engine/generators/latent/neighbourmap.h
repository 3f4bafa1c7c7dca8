// A map of high-dimensional points on which neighbours stay neighbours, and the way back from any of its places.
#pragma once

#include <torch/torch.h>

namespace klangraum::latent {

// points [n, d] to places [n, 2] within -1..1: t-SNE (van der Maaten and Hinton, Visualizing Data using t-SNE, 2008)
// begun at the two principal components, so that the same points give the same map. Any n, also 0, 1 and 2.
torch::Tensor neighbourMap(const torch::Tensor &points);

// The two principal components, scaled to -1..1: what the map is compared with.
torch::Tensor componentMap(const torch::Tensor &points);

// Venna and Kaski, Neighborhood Preservation in Nonlinear Projection Methods, 2001: 1 where the k nearest on the map
// are among the k nearest in the space; 0 where n is too small to say.
double trustworthiness(const torch::Tensor &points, const torch::Tensor &places, std::int64_t k = 12);

// The shares [n] of the points that a place (x, y) is made of: its nearest ones, by the inverse of their distance; at a
// point itself that point alone. `places` must not be empty.
torch::Tensor barycentre(const torch::Tensor &places, double x, double y);

} // namespace klangraum::latent
