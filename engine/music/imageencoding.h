// Encoding (a), *image*: music as black and white pictures, as a thesis of the Technical University of Crete has it
// (Papadopoulos, Music generation with Neural Networks, 2022, section 3.1.3).
//
// 96 x 96 pixels: column = a twelfth of a quarter (8 quarters, two 4/4 measures), row = 96 - pitch for pitches 1 to 96.
// All tracks are merged, notes only, no velocities; a song is cut into windows that do not overlap, the last one is
// filled up with silence. Repeated notes without a gap become one.
//
// Time. The thesis works on messages: it drops all that are not notes, adds their delta times to what is kept, and
// rounds every delta to twelfths by itself. Here the reader has summed the deltas of *all* messages into ticks before
// anything is dropped, so the other messages' time is kept by construction, and onsets and ends are rounded from their
// absolute ticks: equal to the thesis where a file's ticks fall on twelfths, and without its drift where they do not.
// A note shorter than half a column still gets one (the thesis loses it).
#pragma once

#include "music/score.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace klangraum {

struct NoteImage
{
    static constexpr int size = 96; // rows and columns
    static constexpr int columnsPerQuarter = 12;
    static constexpr int highestPitch = 96; // row 0; row 95 is pitch 1

    std::array<std::uint8_t, size * size> pixels{}; // [row, column], 0 or 1

    static int row(int pitch) { return highestPitch - pitch; }
    std::uint8_t &at(int row, int column) { return pixels[static_cast<std::size_t>(row * size + column)]; }
    std::uint8_t at(int row, int column) const { return pixels[static_cast<std::size_t>(row * size + column)]; }
    bool operator==(const NoteImage &) const = default;
};

// As many images as it takes to hold the last note; none for a score without notes in the range. Silence inside the
// piece keeps its images. Throws Error for a piece over 2^16 images (four days at 120 a minute).
std::vector<NoteImage> encodeImages(const Score &score);

// One voice, 12 ticks a quarter, 4/4 at `quartersPerMinute`, length 96 ticks an image. A run of white pixels is a
// note, also across the border of two images.
Score decodeImages(std::span<const NoteImage> images, double quartersPerMinute = 120.0);

// A network's output [96, 96], row-major, made black and white: white where above `threshold`.
// Throws Error unless there are 96 * 96 values.
NoteImage thresholdedImage(std::span<const float> values, float threshold = 0.5f);

} // namespace klangraum
