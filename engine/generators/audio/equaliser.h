// Filters that give sound the mean spectrum of other sound. On the CPU, in no hurry: models are equalised once, when
// they are packaged.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace klangraum::audio {

// Mean power of each of `size` / 2 + 1 bins over Hann windows of `size` frames and over the batch: sound [batch,
// frames].
torch::Tensor meanPower(const torch::Tensor &sound, std::int64_t size);

// [taps]: the minimum-phase filter that takes the mean power `from` to `to` (both of meanPower(), of one size),
// smoothed over a third of an octave; no gain beyond `most` decibels either way. Minimum phase by the folded cepstrum
// (Oppenheim, Schafer, Discrete-Time Signal Processing, chapter 13).
torch::Tensor equaliser(const torch::Tensor &from, const torch::Tensor &to, std::int64_t taps, double most);

// sounds [n, frames] through a filter [taps]: [n, frames], what rings on after them cut off.
torch::Tensor filtered(const torch::Tensor &sounds, const torch::Tensor &filter);

} // namespace klangraum::audio
