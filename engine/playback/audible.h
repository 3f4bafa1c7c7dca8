// Audible: clips made ready to be listened to, one after the other, at a device's rate; silence follows their end.
#pragma once

#include "music/audioclip.h"
#include "playback/loop.h"

#include <memory>
#include <vector>

namespace klangraum {

struct Audible
{
    static constexpr double kQuartersPerMinute = 120; // a clip has no beat of its own here

    std::shared_ptr<const Loop> loop; // null: there was nothing to hear
    std::vector<Tick> begins; // of each clip
    Tick ticks = 0; // of all of them

    // Each clip is at its own rate, its channels averaged, and of each at most `seconds` are taken. Takes some
    // milliseconds a second of sound: not for the GUI's thread.
    static Audible of(const std::vector<AudioClip> &clips, double deviceRate, double seconds = 1e9);
};

} // namespace klangraum
