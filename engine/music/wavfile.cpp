#include "music/wavfile.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace klangraum {
namespace {

constexpr std::size_t bytesASample = 2;
constexpr std::size_t headerBytes = 44;
constexpr std::size_t longestWav = 0xFFFF0000U; // bytes of samples

void put(std::string &bytes, std::uint32_t value, int count)
{
    for (int i = 0; i < count; ++i)
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
}

std::uint32_t get(const std::string &bytes, std::size_t at, int count)
{
    std::uint32_t value = 0;
    for (int i = 0; i < count; ++i)
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]))
            << (8 * i);
    return value;
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

AudioClip readWavFile(const std::string &bytes, const std::string &where)
{
    if (bytes.size() < headerBytes || !bytes.starts_with("RIFF") || bytes.compare(8, 8, "WAVEfmt ") != 0 ||
        get(bytes, 20, 2) != 1 || get(bytes, 34, 2) != 8 * bytesASample || bytes.compare(36, 4, "data") != 0)
        throw Error(where + ": expected a WAV file of 16-bit PCM as Klangraum writes it, found something else");
    AudioClip clip;
    clip.channels = static_cast<int>(get(bytes, 22, 2));
    clip.sampleRate = static_cast<int>(get(bytes, 24, 4));
    const std::size_t size = get(bytes, 40, 4);
    if (clip.channels < 1 || clip.sampleRate < 1 || size > bytes.size() - headerBytes)
        throw Error(where + ": damaged or cut short: " + std::to_string(size) + " bytes of sound promised, " +
                    std::to_string(bytes.size() - headerBytes) + " found");
    clip.samples.resize(size / bytesASample);
    for (std::size_t i = 0; i < clip.samples.size(); ++i)
        clip.samples[i] = static_cast<float>(static_cast<std::int16_t>(get(bytes, headerBytes + 2 * i, 2))) / 32767.0F;
    return clip;
}

} // namespace klangraum
