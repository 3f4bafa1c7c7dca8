// What happens to tracks on their way to the mix: ducking, echo, room, and the loudness and edges of the whole.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace klangraum {

// Gains of a track that gives way to strokes at these frames: `depth` down at once, back within `seconds`.
std::vector<float> duckingGains(std::size_t frames, const std::vector<std::size_t> &strokes, float depth,
                                float seconds);

// Adds `sound` from `at` on, times `gain`; what reaches beyond is cut.
void mixSound(std::span<float> track, std::size_t at, std::span<const float> sound, float gain);

// The echo of `input` added to `out`: every `delay` frames, each `feedback` as loud and darker.
void addEcho(std::span<const float> input, std::span<float> out, std::size_t delay, float feedback, float level);

// A small room (Schroeder 1962: four combs, two all-passes).
void addRoom(std::span<const float> input, std::span<float> out, float seconds, float level);

// Takes off what is below 25 Hz, then brings the root mean square near `level`, with a soft limit below full scale.
void master(std::span<float> mix, float level);

} // namespace klangraum
