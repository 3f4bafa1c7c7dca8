// What model.json says of growing-wgan.
#pragma once

#include "corpus/corpus.h"
#include "generators/growingwgan/growingnet.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace klangraum::growing {

// Fills the directions of the network's space besides: the principal ones of the first layer (Shen and Zhou,
// Closed-Form Factorization of Latent Semantics in GANs, 2021), named where they change what a name stands for.
nlohmann::json describeGrowing(const std::shared_ptr<GrowingNet> &net, const Corpus &corpus);

} // namespace klangraum::growing
