// The [model] table of the recipe `chorale-vae`. Plain values.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>

namespace klangraum {

class JsonReader;

struct ChoraleVaeOptions
{
    std::int64_t latent = 16; // latent: dimensions a beat (eight beats a window)
    std::int64_t width = 192; // width: of encoder and decoder
    std::int64_t embedding = 24; // embedding: of a pitch
    std::int64_t flowWidth = 160; // flow-width: of the prior
    std::int64_t flowBlocks = 5; // flow-blocks
    std::int64_t flowSteps = 5; // flow-steps: Euler steps when sampling
    double klWeight = 0.6; // kl-weight
    double warmUp = 0.02; // warm-up: share of the training over which the KL weight rises
    double autoencoderShare = 0.25; // autoencoder-share of the training; the rest trains the prior
    double targetNoise = 0.5; // target-noise: share of the posterior's deviation in what the prior learns

    // Throws Error for unknown keys and wrong values.
    static ChoraleVaeOptions fromJson(const nlohmann::json &model);
    void read(JsonReader &reader); // the same, leaving other keys to others
    nlohmann::json toJson() const;
};

} // namespace klangraum
