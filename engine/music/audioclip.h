// AudioClip: float samples, interleaved, at a stated rate. A plain value.
#pragma once

#include <cstddef>
#include <vector>

namespace klangraum {

struct AudioClip
{
    int sampleRate = 48000; // frames a second
    int channels = 2;
    std::vector<float> samples; // interleaved, -1..1

    std::size_t frames() const { return channels > 0 ? samples.size() / static_cast<std::size_t>(channels) : 0; }
    double seconds() const { return sampleRate > 0 ? static_cast<double>(frames()) / sampleRate : 0.0; }
};

} // namespace klangraum
