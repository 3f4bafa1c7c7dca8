// AudioStream: what an audio family plays on the stage: a loop that closes at its bar line, computed part by part from
// the playhead on, so that a gesture is heard before the whole is ready. No torch in this header.
//
// Thread rule: as Generator. Same model, seed and steering: the same loop, in whatever order its parts were computed.
#pragma once

#include "generators/control.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace klangraum {

// The frame after the last is the first.
struct AudioLoop
{
    int sampleRate = 22050; // frames a second
    std::size_t frames = 0;
    int beats = 16; // whole bars; the loop lasts beats * 60 / quartersPerMinute seconds, to the frame
    int beatsPerBar = 4;
    double quartersPerMinute = 120;
};

struct AudioPart
{
    std::size_t start = 0; // frame of the loop; a part does not run over the loop's end
    std::vector<float> samples; // mono, -1..1
    double milliseconds = 0; // wall time of the network for it
};

class AudioStream
{
public:
    virtual ~AudioStream() = default;
    // Begins to compute the loop under `steering`; what was under way is dropped. `fromBeat`: where the playhead will
    // be.
    virtual AudioLoop begin(const Steering &steering, double fromBeat) = 0;
    // The next part, from the playhead on and around; empty when the loop is whole.
    virtual std::optional<AudioPart> next() = 0;
};

} // namespace klangraum
