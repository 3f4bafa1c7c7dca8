#include "corpus/audiopiece.h"

#include "corpus/samplebytes.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum {

namespace {

std::uint64_t halved(std::uint64_t frames, int halvings)
{
    return (frames >> halvings) + ((frames & ((std::uint64_t{ 1 } << halvings) - 1)) != 0 ? 1 : 0);
}

} // namespace

std::uint64_t AudioPiece::frames(int halvings) const
{
    return halvings >= 0 && halvings < audioRates ? halved(samples.frames, halvings) : 0;
}

void AudioPiece::read(int halvings, std::uint64_t first, std::size_t count, float *out) const
{
    if (halvings < 0 || halvings >= audioRates)
        throw Error("piece " + file + ": the rate halved " + std::to_string(halvings) +
                    " times was asked for, expected 0 to " + std::to_string(audioRates - 1));
    const std::uint64_t there = frames(halvings);
    if (first > there || count > there - first)
        throw Error("piece " + file + ": frames " + std::to_string(first) + " to " + std::to_string(first + count) +
                    " were asked for, it has " + std::to_string(there) + " at this rate");
    std::uint64_t at = first;
    for (int h = 0; h < halvings; ++h)
        at += frames(h);
    constexpr std::size_t chunk = 4096;
    std::array<unsigned char, chunk * 2> bytes;
    for (std::size_t done = 0; done < count;) {
        const std::size_t now = std::min(chunk, count - done);
        samples.where->read(samples.offset + 2 * (at + done), now * 2, bytes.data());
        for (std::size_t i = 0; i < now; ++i)
            out[done + i] = sampleOf(bytes[2 * i], bytes[2 * i + 1]);
        done += now;
    }
}

double AudioPiece::framesPerBar(int sampleRate) const
{
    return quartersPerMinute > 0 ? 4.0 * 60.0 * sampleRate / quartersPerMinute : 0;
}

std::uint64_t audioBytes(std::uint64_t frames)
{
    std::uint64_t all = 0;
    for (int h = 0; h < audioRates; ++h)
        all += halved(frames, h);
    return 2 * all;
}

} // namespace klangraum
