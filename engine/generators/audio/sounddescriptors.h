// What a loop of sound is like, in numbers that faders are named after.
#pragma once

#include <torch/torch.h>

#include <array>

namespace klangraum::audio {

inline constexpr std::array<const char *, 4> descriptorNames{ "kick", "brightness", "density", "bass" };
using Descriptors = std::array<double, descriptorNames.size()>;

// sound [frames], on the CPU, the frame after the last is the first. kick: how much the octaves below 110 Hz rise, in
// decibels a second; brightness: centre of the spectrum in octaves over 100 Hz; density: how much all bands rise, in
// decibels a second and band; bass: decibels of 40 to 250 Hz against the whole. Silence has 0 throughout.
Descriptors describeSound(const torch::Tensor &sound, int sampleRate);

} // namespace klangraum::audio
