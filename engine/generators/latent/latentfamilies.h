// The families of auto-encoders: each is the base with defaults of its own.
#pragma once

#include "generators/family.h"
#include "generators/latent/latentnet.h"

#include <vector>

namespace klangraum {
class JsonReader;

// recurrent-vae, hierarchical-vae, vq-vae and cnn-vae as published; melody-space and chorale-space are the project's
// own.
std::vector<Family> latentFamilies();

namespace latent {

// The network of one of them with the recipe's [model]. Throws Error, for unknown keys too.
std::shared_ptr<LatentNet> makeLatentNet(const std::string &family, const nlohmann::json &model);
// The same where [model] says more than this; who reads the rest refuses what is unknown.
std::shared_ptr<LatentNet> readLatentNet(const std::string &family, JsonReader &model);

} // namespace latent
} // namespace klangraum
