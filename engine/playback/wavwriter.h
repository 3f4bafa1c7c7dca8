// WavWriter: 16- or 24-bit PCM files through libsndfile, atomically: FLAC where the name ends in .flac, else WAV. One
// thread an object.
#pragma once

#include "music/atomicfile.h"
#include "music/audioclip.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <span>
#include <vector>

namespace klangraum {

class WavWriter
{
public:
    // bitsPerSample 16 (triangular dither, always the same) or 24. `expectedFrames` beyond what a WAV header can count
    // (4 GB) makes it an RF64. Throws Error.
    WavWriter(const std::filesystem::path &path, int sampleRate, int channels, int bitsPerSample = 16,
              std::uint64_t expectedFrames = 0);
    ~WavWriter();
    WavWriter(const WavWriter &) = delete;
    WavWriter &operator=(const WavWriter &) = delete;

    // Interleaved, -1..1, whole frames; beyond is clipped. Throws Error (disk full).
    void write(std::span<const float> samples);
    void commit(); // the file appears; without it nothing does. Throws Error.

private:
    int close(); // libsndfile's error, 0: none

    std::filesystem::path m_path;
    AtomicFile m_file;
    int m_channels;
    int m_bits;
    bool m_flac;
    void *m_sound = nullptr; // SNDFILE
    std::vector<std::int32_t> m_buffer;
    std::minstd_rand m_random;
};

// Throws Error.
void writeWav(const AudioClip &clip, const std::filesystem::path &path, int bitsPerSample = 16);

} // namespace klangraum
