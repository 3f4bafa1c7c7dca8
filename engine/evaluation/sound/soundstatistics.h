// What a clip sounds like in a few dozen numbers, by four ways of listening; sets of them are compared by their Fréchet
// distance (evaluation/sound/frechet.h).
#pragma once

#include "evaluation/sound/soundframes.h"

#include <string>
#include <vector>

namespace klangraum {

struct SoundStatistic
{
    std::string name; // "log-mel", "mfcc", "chroma", "onsets"
    std::string definition; // one line
    std::vector<double> (*compute)(const SoundFrames &frames);
};

// At most 64 numbers each; the same number for every clip.
const std::vector<SoundStatistic> &soundStatistics();

} // namespace klangraum
