// What model.json says of a trained auto-encoder, measured with the weights as they are. Fills the net's Space: the map
// of the corpus and the directions, which are stored with the weights.
#pragma once

#include "corpus/corpus.h"
#include "generators/latent/latentnet.h"

#include <nlohmann/json.hpp>

namespace klangraum::latent {

nlohmann::json describeLatent(const std::string &family, LatentNet &net, const Corpus &corpus);

} // namespace klangraum::latent
