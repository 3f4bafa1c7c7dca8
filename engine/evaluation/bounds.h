// Bounds of a corpus: the range and the density beyond which a sample is not like it.
#pragma once

#include "corpus/voicegrid.h"
#include "music/score.h"

#include <cstdint>
#include <vector>

namespace klangraum {

// What one window holds, for the bounds.
struct WindowExtent
{
    std::int64_t notes = 0;
    int lowest = 0; // MIDI; meaningless without notes
    int highest = 0;
    double density = 0; // onsets a quarter, all voices
};

WindowExtent extentOf(const Score &window);
WindowExtent extentOf(const VoiceGrid &window);

// How a set of samples stands to the bounds. A sample may be both outside the range and too dense.
struct BoundsReport
{
    std::int64_t samples = 0;
    std::int64_t empty = 0;
    std::int64_t outsideRange = 0;
    std::int64_t tooDense = 0;
    std::int64_t outside = 0; // outside the range or too dense
};

struct CorpusBounds
{
    int lowest = 127; // MIDI
    int highest = 0;
    double densest = 0; // onsets a quarter that 99 in 100 windows do not exceed

    // From the windows of a training split. Throws Error without a note.
    static CorpusBounds fit(const std::vector<WindowExtent> &windows);
    bool inRange(const WindowExtent &window) const;
    bool isTooDense(const WindowExtent &window) const { return window.density > densest; }
    BoundsReport check(const std::vector<WindowExtent> &samples) const;
};

} // namespace klangraum
