#include "music/imageencoding.h"

#include "music/error.h"

#include <algorithm>
#include <string>

namespace klangraum {

namespace {

constexpr Tick mostImages = 1 << 16;
constexpr int decodedVelocity = 80;

bool inRange(const Note &note)
{
    return note.pitch >= 1 && note.pitch <= NoteImage::highestPitch;
}

} // namespace

std::vector<NoteImage> encodeImages(const Score &score)
{
    const Score grid = score.withTicksPerQuarter(NoteImage::columnsPerQuarter);
    Tick end = 0;
    for (const Note &note : grid.notes)
        if (inRange(note))
            end = std::max(end, note.end());
    const Tick count = (end + NoteImage::size - 1) / NoteImage::size;
    if (count > mostImages)
        throw Error("image encoding: expected a piece of at most " + std::to_string(mostImages) + " windows, found " +
                    std::to_string(count) + "; the piece is too long");
    std::vector<NoteImage> images(static_cast<std::size_t>(count));
    std::array<Tick, 128> filled{}; // of every pitch: notes are sorted, each pixel is written once
    for (const Note &note : grid.notes) {
        if (!inRange(note))
            continue;
        Tick &column = filled[static_cast<std::size_t>(note.pitch)];
        for (column = std::max(column, note.start); column < note.end(); ++column)
            images[static_cast<std::size_t>(column / NoteImage::size)].at(
                NoteImage::row(note.pitch), static_cast<int>(column % NoteImage::size)) = 1;
    }
    return images;
}

Score decodeImages(std::span<const NoteImage> images, double quartersPerMinute)
{
    Score score;
    score.ticksPerQuarter = NoteImage::columnsPerQuarter;
    score.voices.push_back({ "Piano", 0, false });
    score.tempi.push_back({ 0, quartersPerMinute });
    score.length = static_cast<Tick>(images.size()) * NoteImage::size;
    for (int row = 0; row < NoteImage::size; ++row) {
        bool sounding = false;
        for (Tick column = 0; column < score.length; ++column) {
            const NoteImage &image = images[static_cast<std::size_t>(column / NoteImage::size)];
            const bool sounds = image.at(row, static_cast<int>(column % NoteImage::size)) != 0;
            if (sounds && !sounding)
                score.notes.push_back({ column, 1, NoteImage::highestPitch - row, decodedVelocity, 0 });
            else if (sounds)
                ++score.notes.back().duration;
            sounding = sounds;
        }
    }
    score.normalise();
    return score;
}

NoteImage thresholdedImage(std::span<const float> values, float threshold)
{
    NoteImage image;
    if (values.size() != image.pixels.size())
        throw Error("image encoding: expected " + std::to_string(image.pixels.size()) + " pixels, found " +
                    std::to_string(values.size()));
    std::transform(values.begin(), values.end(), image.pixels.begin(),
                   [threshold](float value) { return static_cast<std::uint8_t>(value > threshold); });
    return image;
}

} // namespace klangraum
