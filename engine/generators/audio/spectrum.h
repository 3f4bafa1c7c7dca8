// Spectra of sound for losses, critics and features: magnitudes of short-time Fourier transforms, mel bands, a
// distance. All shapes start with the batch; sound is [batch, frames], mono, -1..1. Differentiable.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace klangraum::audio {

// [batch, frames] to [batch, windows, size / 2 + 1]: Hann windows of `size` frames every `hop` frames, none over the
// ends; scaled so that a sine of amplitude 1 has about 1.
torch::Tensor magnitudes(const torch::Tensor &sound, std::int64_t size, std::int64_t hop);

// [size / 2 + 1, bands]: triangles, evenly spaced on the mel scale (O'Shaughnessy 1987, 2595 log10(1 + f / 700)).
torch::Tensor melFilters(std::int64_t bands, std::int64_t size, int sampleRate, double lowest, double highest);

// Spectral convergence plus the mean difference of logarithms, averaged over windows of 1024 and 256 frames (Yamamoto,
// Song, Kim, Parallel WaveGAN, 2020, equations 3 to 6). What lies below -60 dB counts as equal. A scalar.
torch::Tensor spectralDistance(const torch::Tensor &made, const torch::Tensor &real);

} // namespace klangraum::audio
