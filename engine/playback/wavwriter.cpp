#include "playback/wavwriter.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <sndfile.h>

namespace klangraum {

namespace {

constexpr std::uint64_t kLargestWav = 0xFFFF0000u; // bytes of samples that a 32-bit RIFF size can count
constexpr std::size_t kChunk = 8192; // samples converted at once

} // namespace

WavWriter::WavWriter(const std::filesystem::path &path, int sampleRate, int channels, int bitsPerSample,
                     std::uint64_t expectedFrames)
    : m_path(path)
    , m_file(path)
    , m_channels(channels)
    , m_bits(bitsPerSample)
    , m_flac(path.extension() == ".flac")
    , m_buffer(kChunk)
    , m_random(1)
{
    if (bitsPerSample != 16 && bitsPerSample != 24)
        throw Error(path.string() + ": a file of 16 or 24 bits was expected, found " + std::to_string(bitsPerSample));
    const auto frameBytes = static_cast<std::uint64_t>(channels) * static_cast<std::uint64_t>(bitsPerSample / 8);
    SF_INFO info{};
    info.samplerate = sampleRate;
    info.channels = channels;
    const int wav = expectedFrames > kLargestWav / frameBytes ? SF_FORMAT_RF64 : SF_FORMAT_WAV;
    info.format = (m_flac ? SF_FORMAT_FLAC : wav) | (bitsPerSample == 16 ? SF_FORMAT_PCM_16 : SF_FORMAT_PCM_24);
    m_sound = sf_open_fd(m_file.descriptor(), SFM_WRITE, &info, SF_FALSE);
    if (!m_sound)
        throw Error(path.string() + ": cannot be written as " + (m_flac ? "FLAC" : "WAV") + ": " +
                    sf_strerror(nullptr));
}

WavWriter::~WavWriter()
{
    close();
}

int WavWriter::close()
{
    const int failed = m_sound ? sf_close(static_cast<SNDFILE *>(m_sound)) : 0;
    m_sound = nullptr;
    return failed;
}

// Samples as 32-bit integers whose upper 16 or 24 bits are the file's; libsndfile drops the rest.
void WavWriter::write(std::span<const float> samples)
{
    auto *sound = static_cast<SNDFILE *>(m_sound);
    const double full = m_bits == 16 ? 32767.0 : 8388607.0;
    const int shift = 32 - m_bits;
    constexpr double kUnit = 1.0 / 2147483646.0; // of minstd_rand
    for (std::size_t done = 0; done < samples.size();) {
        const std::size_t count = std::min(kChunk, samples.size() - done);
        for (std::size_t i = 0; i < count; ++i) {
            double value = static_cast<double>(samples[done + i]) * full;
            if (m_bits == 16 && value != 0.0) // two uniform numbers make triangular dither; silence stays silent
                value += (static_cast<double>(m_random()) - static_cast<double>(m_random())) * kUnit;
            value = std::isfinite(value) ? std::clamp(std::round(value), -full, full) : 0.0;
            m_buffer[i] =
                static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::int32_t>(value)) << shift);
        }
        if (sf_write_int(sound, m_buffer.data(), static_cast<sf_count_t>(count)) != static_cast<sf_count_t>(count)) {
            const std::string why = sf_strerror(sound);
            throw Error(m_path.string() + ": cannot be written (" + why + "): is the disk full?");
        }
        done += count;
    }
}

void WavWriter::commit()
{
    auto *sound = static_cast<SNDFILE *>(m_sound);
    if (!m_flac) // whose header is written when it is closed
        sf_command(sound, SFC_UPDATE_HEADER_NOW, nullptr, 0);
    sf_write_sync(sound);
    const int failed = sf_error(sound);
    const std::string why = failed ? sf_strerror(sound) : "";
    if (close() != 0 || failed)
        throw Error(m_path.string() + ": cannot be written (" + why + "): is the disk full?");
    m_file.commit();
}

void writeWav(const AudioClip &clip, const std::filesystem::path &path, int bitsPerSample)
{
    WavWriter writer(path, clip.sampleRate, clip.channels, bitsPerSample, clip.frames());
    writer.write(clip.samples);
    writer.commit();
}

} // namespace klangraum
