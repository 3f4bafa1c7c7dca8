// What a family of sound implements beneath its generator and its stream: a point of its latent space made into a loop,
// whole or part by part.
#pragma once

#include "generators/audio/soundspace.h"
#include "generators/audiostream.h"

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace klangraum::audio {

// Beside the latent; families that are not conditioned pass over it.
struct SoundWish
{
    std::vector<double> styles; // shares, a sum of 1
    double quartersPerMinute = 120;
};

// One loop, of which any part can be had. What parts share is computed once.
class SoundLoop
{
public:
    virtual ~SoundLoop() = default;
    virtual const AudioLoop &loop() const = 0;
    // `count` frames from `first` on, within the loop: [count], on the CPU, -1..1. From just the inputs that they
    // depend on; in whatever parts the loop is made, the same within 1e-5.
    virtual torch::Tensor part(std::int64_t first, std::int64_t count) = 0;
};

class SoundModel
{
public:
    virtual ~SoundModel() = default;
    virtual SoundSpace &space() = 0;
    // A point of the latent space, drawn by the seed.
    virtual SoundSpace::Place drawn(std::uint64_t seed) { return space().drawn(seed); }
    // z [1, dimensions], on the model's device
    virtual std::unique_ptr<SoundLoop> prepare(const torch::Tensor &z, const SoundWish &wish) = 0;
    // Frames of a part for a stream: the first ones are small, so that they are ready soon.
    virtual std::int64_t partFrames() const = 0;
};

} // namespace klangraum::audio
