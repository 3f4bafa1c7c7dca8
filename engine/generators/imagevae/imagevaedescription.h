// What model.json says of a trained `vae-image`: controls, map, thresholds and metrics, measured on its corpus.
#pragma once

#include "corpus/corpus.h"
#include "generators/imagevae/imagevaenet.h"

namespace klangraum {

// Share of white pixels that the density slider asks for, relative to the corpus's own: 1/4 to 4.
double densityFactor(double slider);

// Throws Error where the corpus gives no windows, or the latent space has fewer than two dimensions.
nlohmann::json describeImageVae(ImageVaeNet &net, const Corpus &corpus, torch::Device device);

} // namespace klangraum
