// SoundPicture: what the screen draws of a loop: its outline and its spectrum, column by column on the grid of its
// beats. SoundPicturing makes it, as far as the loop is there. A plain value; one thread a SoundPicturing.
#pragma once

#include "music/logmel.h"
#include "playback/loop.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace klangraum {

struct SoundPicture
{
    static constexpr int kColumnsPerBeat = 32;
    static constexpr int kBands = 48; // from low to high
    static constexpr float kFloor = -72, kTop = -6; // decibels: level 0 and level 255

    std::size_t columns = 0;
    std::vector<std::uint8_t> there; // [column]: 1 where it has been made
    std::vector<float> low, high; // [column], -1..1
    std::vector<std::uint8_t> levels; // [column, band]

    bool whole() const;
};

class SoundPicturing
{
public:
    // Adds the columns that the loop has by now. True where any came; `picture` is made for the loop where it is empty.
    bool add(const Loop &loop, SoundPicture &picture);

private:
    double m_rate = 0;
    std::optional<LogMel> m_mel;
    std::vector<float> m_window, m_levels; // reused
};

// Which of 16 steps of a bar are struck in four bands (kick, snare and toms, cymbals, bass) over the whole of a
// picture, 0..1: what a style card draws. Empty where the picture is not whole or holds no bar of four.
std::vector<float> stepPattern(const SoundPicture &picture);

} // namespace klangraum
