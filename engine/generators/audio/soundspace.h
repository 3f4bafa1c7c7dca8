// The latent space of a network of sound as it is kept beside the weights: where the corpus lies, its map, and the
// directions that faders move along.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace klangraum::audio {

inline constexpr std::int64_t mostPlaces = 400; // loops of the corpus on the map
inline constexpr std::int64_t mostDirections = 8;

class SoundSpace : public torch::nn::Module
{
public:
    // `facts`: further numbers of each anchor (the style), mixed as the anchors are.
    SoundSpace(std::int64_t dimensions, std::int64_t facts);

    // Moves mean and spread towards those of a batch [batch, dimensions], a step of the training.
    void follow(const torch::Tensor &z);
    std::int64_t anchorCount() const;

    // What the map has at a place (-1..1): the latents of the nearest anchors, each by its share, as far from the
    // middle as they are, and their facts. Where there is no map the middle.
    struct Place
    {
        torch::Tensor z, facts; // [1, dimensions], [1, facts]
    };
    Place at(double x, double y) const;
    // A place drawn by the seed: between two anchors, or of the normal distribution where there is no map.
    Place drawn(std::uint64_t seed) const;

    torch::Tensor mean, scale; // [dimensions]
    torch::Tensor anchors, anchorFacts, places; // [mostPlaces, dimensions], [mostPlaces, facts], [mostPlaces, 2]
    torch::Tensor count; // [1]
    torch::Tensor directions; // [mostDirections, dimensions]: one unit moves as far as a deviation of the corpus
};

} // namespace klangraum::audio
