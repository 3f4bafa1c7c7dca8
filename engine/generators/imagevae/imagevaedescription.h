// What model.json says of a trained `vae-image`: controls, map, and what the decoder needs, measured on its corpus.
#pragma once

#include "corpus/corpus.h"
#include "generators/imagevae/imagevaenet.h"

namespace klangraum {

// No threshold lets more than this share of the pixels be white.
inline constexpr double mostShare = 0.5;

// Share of white pixels of a window that the density slider asks for, relative to the corpus's own: 1/4 to 4. The
// share, not a threshold, because a latent plane of two dimensions has regions where the network is sure of next to
// nothing.
double densityFactor(double slider);

// Throws Error where the corpus gives no windows, or the latent space has fewer than two dimensions.
nlohmann::json describeImageVae(ImageVaeNet &net, const Corpus &corpus, torch::Device device);

} // namespace klangraum
