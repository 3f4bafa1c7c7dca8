// A clip laid out in frames: how loud it is in bands of the mel scale, which pitch classes sound, how strongly
// something begins. All measures of sound start here. Deterministic; different clips may be laid out on different
// threads.
#pragma once

#include "music/audioclip.h"

#include <array>
#include <cstddef>
#include <vector>

namespace klangraum {

inline constexpr std::size_t melBands =
    32; // triangles on 2595 log10(1 + f / 700) (O'Shaughnessy 1987), 40 Hz to the top
inline constexpr double soundHop = 0.01; // seconds between two frames
inline constexpr float quietest = -100; // decibels; nothing is lower

struct SoundFrames
{
    double framesPerSecond = 0; // about 100: a hop is a whole number of samples
    std::vector<std::array<float, melBands>> mel; // power of a band in decibels, of a full-scale sine's
    std::vector<std::array<float, 12>> chroma; // share of each pitch class in the power from 55 Hz to 3.5 kHz; C first
    std::vector<float> onset; // mean over the bands of what each rose since two frames before, decibels; never below 0
    std::vector<float> level; // root mean square of 20 ms around the frame, decibels of full scale

    // Channels are averaged. Hann windows of about 46 ms (a power of two of samples) are centred on their frames.
    // Throws Error for rates below 8000, no channels, less than a tenth of a second, or samples that are no numbers.
    static SoundFrames of(const AudioClip &clip);
};

} // namespace klangraum
