#include "training/rollpicture.h"

#include "music/error.h"

#include <algorithm>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wunused-function"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STBI_WRITE_NO_STDIO
#include <stb/stb_image_write.h>
#pragma GCC diagnostic pop

namespace klangraum {
namespace {

constexpr int cellWidth = 160; // pixels a score
constexpr int rowHeight = 2; // pixels a pitch
constexpr int leastPitches = 24;
constexpr std::uint8_t border = 64;
constexpr std::uint8_t brightest = 255, darkest = 128; // first and last voice

} // namespace

Picture rollPicture(const std::vector<Score> &scores, int most, int columns)
{
    const int count = std::min(most, static_cast<int>(scores.size()));
    if (count < 1 || columns < 1)
        throw Error("no samples to draw a picture of");
    int low = 127, high = 0;
    for (int i = 0; i < count; ++i)
        for (const Note &note : scores[static_cast<std::size_t>(i)].notes) {
            low = std::min(low, note.pitch);
            high = std::max(high, note.pitch);
        }
    if (low > high)
        low = high = 60;
    const int spare = std::max(0, leastPitches - (high - low + 1));
    low = std::max(0, low - spare / 2);
    high = std::min(127, std::max(high, low + leastPitches - 1));
    const int pitches = high - low + 1;
    const int cellHeight = pitches * rowHeight + 1;
    Picture picture;
    picture.width = std::min(columns, count) * (cellWidth + 1);
    picture.height = (count + columns - 1) / columns * cellHeight;
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(picture.width * picture.height), 0);
    const auto fill = [&](int x, int y, int width, int height, std::uint8_t shade) {
        for (int row = y; row < y + height; ++row)
            std::fill_n(pixels.begin() + row * picture.width + x, width, shade);
    };
    for (int i = 0; i < count; ++i) {
        const Score &score = scores[static_cast<std::size_t>(i)];
        const int left = i % columns * (cellWidth + 1);
        const int top = i / columns * cellHeight;
        fill(left + cellWidth, top, 1, cellHeight, border);
        fill(left, top + cellHeight - 1, cellWidth, 1, border);
        const double scale = cellWidth / static_cast<double>(std::max<Tick>(1, score.length));
        const int voices = std::max(1, static_cast<int>(score.voices.size()) - 1);
        for (const Note &note : score.notes) {
            const int from = std::clamp(static_cast<int>(static_cast<double>(note.start) * scale), 0, cellWidth - 1);
            const int to = std::clamp(static_cast<int>(static_cast<double>(note.end()) * scale), from + 1, cellWidth);
            const int shade = brightest - (brightest - darkest) * std::min(note.voice, voices) / voices;
            fill(left + from, top + (high - note.pitch) * rowHeight, std::max(1, to - from - 1), rowHeight,
                 static_cast<std::uint8_t>(shade));
        }
    }
    const auto take = [](void *context, void *data, int size) {
        static_cast<std::string *>(context)->append(static_cast<const char *>(data), static_cast<std::size_t>(size));
    };
    if (stbi_write_png_to_func(take, &picture.png, picture.width, picture.height, 1, pixels.data(), picture.width) == 0)
        throw Error("the picture of the samples could not be made: not enough memory");
    return picture;
}

} // namespace klangraum
