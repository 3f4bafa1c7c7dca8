// Half the sample rate, band-limited: what every rate of an audio corpus below the full one is made by. Our own filter
// and not soxr's, because a GPU server that composes a corpus has no audio libraries, and must get the same one.
#pragma once

#include <span>
#include <vector>

namespace klangraum {

// ceil(n / 2) frames; frame i stands at frame 2 i of the input (no delay), silence is taken before and after. Linear
// phase, flat within 0.01 dB up to 0.85 of the new Nyquist frequency, at least 80 dB down from the Nyquist frequency
// on.
std::vector<float> halveRate(std::span<const float> frames);

} // namespace klangraum
