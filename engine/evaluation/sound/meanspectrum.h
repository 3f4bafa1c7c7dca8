// What of a set of clips sounds how loudly, over all their time: the mean power in bands of a sixth of an octave. At
// any rate, so that the lowest levels of a growing network can be looked at too.
#pragma once

#include "music/audioclip.h"

#include <vector>

namespace klangraum {

struct MeanSpectrum
{
    static constexpr double lowest = 20; // Hz, the lower edge of the first band
    static constexpr int bandsAnOctave = 6;

    std::vector<double> hertz; // middles of the bands, ascending, all below half the lowest rate of the clips
    std::vector<double> decibels; // mean power of a band, of a full-scale sine's; at least -120
};

// Channels are averaged; Hann windows of about 0.2 s (a power of two of samples, shorter for a shorter clip) overlap by
// half (Welch 1967). A band that is narrower than the distance of two lines takes the line nearest to its middle. Clips
// too short for a window of 16 samples are passed over; no bands where none is left or half the rate is below 20 Hz.
MeanSpectrum meanSpectrum(const std::vector<AudioClip> &clips);

} // namespace klangraum
