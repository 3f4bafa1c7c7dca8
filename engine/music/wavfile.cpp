#include "music/wavfile.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace klangraum {
namespace {

constexpr std::size_t bytesASample = 2;
constexpr std::size_t longestWav = 0xFFFF0000U; // bytes of samples

void put(std::string &bytes, std::uint32_t value, int count)
{
    for (int i = 0; i < count; ++i)
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
}

} // namespace

std::string wavFile(const AudioClip &clip)
{
    if (clip.channels < 1 || clip.channels > 64 || clip.sampleRate < 1)
        throw Error("a WAV file needs 1 to 64 channels and a rate, found " + std::to_string(clip.channels) + " and " +
                    std::to_string(clip.sampleRate));
    const std::size_t samples = clip.frames() * static_cast<std::size_t>(clip.channels);
    if (samples > longestWav / bytesASample)
        throw Error("a WAV file holds at most 4 GB, found " + std::to_string(samples) + " samples of two bytes");
    const auto size = static_cast<std::uint32_t>(samples * bytesASample);
    const auto channels = static_cast<std::uint32_t>(clip.channels);
    const auto rate = static_cast<std::uint32_t>(clip.sampleRate);
    std::string bytes = "RIFF";
    put(bytes, 36 + size, 4);
    bytes += "WAVEfmt ";
    put(bytes, 16, 4); // length of the format's block
    put(bytes, 1, 2); // PCM
    put(bytes, channels, 2);
    put(bytes, rate, 4);
    put(bytes, rate * channels * bytesASample, 4);
    put(bytes, channels * bytesASample, 2);
    put(bytes, 8 * bytesASample, 2);
    bytes += "data";
    put(bytes, size, 4);
    bytes.reserve(bytes.size() + size);
    for (std::size_t i = 0; i < samples; ++i) {
        const float value = std::isfinite(clip.samples[i]) ? std::clamp(clip.samples[i], -1.0F, 1.0F) : 0.0F;
        put(bytes, static_cast<std::uint32_t>(static_cast<std::int32_t>(std::lround(value * 32767.0F))), 2);
    }
    return bytes;
}

} // namespace klangraum
