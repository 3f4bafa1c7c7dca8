// Ways through a trained latent space: places of the map, sliders, and the sphere between two points. All vectors are
// [1, dimensions] on the net's device. Deterministic; one thread at a time.
#pragma once

#include "generators/generator.h"
#include "generators/latent/latentnet.h"
#include "generators/morph.h"

#include <array>
#include <cstdint>
#include <optional>

namespace klangraum::latent {

inline constexpr double sliderReach = 3; // deviations of an attribute, from the middle of a slider to its end

// What a visitor has set.
struct Wish
{
    std::optional<std::array<double, 2>> place; // of the map, where it was touched
    double surprise = 0.5;
    std::array<double, attributeCount> attributes{ 0.5, 0.5, 0.5, 0.5, 0.5 }; // attributes.h, in its order
    bool withinBar = false; // journeys and morphs
    std::optional<Morph> morph;
};

// What the map has there: the latents of the nearest anchors, each by its share, as far from the middle as they are.
torch::Tensor atPlace(const LatentNet &net, double x, double y);
// Where a vector lies on the map, and the nearest anchor; the map must have one.
struct Found
{
    double x = 0;
    double y = 0;
    std::int64_t anchor = 0;
};
Found onMap(const LatentNet &net, const torch::Tensor &z);

// Moved along the directions; a slider in the middle moves nothing.
torch::Tensor shifted(const LatentNet &net, const torch::Tensor &z, const Wish &wish);
// share 0: a, 1: b; between them on the sphere around the corpus's middle (Shoemake 1985), the norm going over evenly.
torch::Tensor between(const LatentNet &net, const torch::Tensor &a, const torch::Tensor &b, double share);
// Window `index` of a journey. Within the bar: each part of the latent vector as far on the way as its place in time.
torch::Tensor onJourney(const LatentNet &net, const torch::Tensor &a, const torch::Tensor &b, int windows, int index,
                        bool withinBar);
// The same for a morph between two places of the map: of the window that begins `windows` windows from now.
torch::Tensor onMorph(const LatentNet &net, const Morph &morph, double windows, bool withinBar);
// How window `index` strays from its place: towards a point of the prior, the farther the greater the surprise.
torch::Tensor strayed(LatentNet &net, const torch::Tensor &z, std::uint64_t seed, std::uint64_t index, double surprise);
// The same towards a vector that is known already.
torch::Tensor strayedTo(const LatentNet &net, const torch::Tensor &z, const torch::Tensor &other, double surprise);
// A vector of the prior, by the seed.
torch::Tensor fromPrior(LatentNet &net, std::uint64_t seed, std::uint64_t index, double temperature = 1);
// The same as codes [1, segments, prior-levels]; the net must have a codebook.
torch::Tensor codesFromPrior(LatentNet &net, std::uint64_t seed, std::uint64_t index, double temperature);

} // namespace klangraum::latent
