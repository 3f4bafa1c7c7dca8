// Where samples of a corpus lie, and how they get there: bytes in memory, a stretch of a file, and the spool that an
// import or the composer writes to. Internal to corpus/ and its tests.
#pragma once

#include "corpus/audiopiece.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>

namespace klangraum {

// 16 bits, little endian, of -1 ... 1: full scale is 32767 both ways.
inline float sampleOf(unsigned char low, unsigned char high)
{
    const auto bits = static_cast<std::int16_t>(static_cast<std::uint16_t>(low | (high << 8)));
    return static_cast<float>(bits) * (1.0f / 32767.0f);
}

std::shared_ptr<const SampleBytes> sampleBytesOf(std::string bytes);

// An open file: it stays readable when another takes its name. Closed with the last copy.
class SampleFile : public SampleBytes
{
public:
    // Throws Error where it cannot be opened or is no regular file.
    explicit SampleFile(const std::filesystem::path &file);
    SampleFile(int descriptor, std::filesystem::path file);
    ~SampleFile() override;
    SampleFile(const SampleFile &) = delete;
    SampleFile &operator=(const SampleFile &) = delete;

    std::uint64_t size() const override;
    void read(std::uint64_t at, std::size_t bytes, void *out) const override;

private:
    std::filesystem::path m_file;
    int m_descriptor;
};

// Takes pieces at the full rate, makes the lower rates and keeps all of them: in memory, or in a file without a name
// in a folder, which goes with the last piece that reads from it. add() may be called from several threads.
class SampleSpool
{
public:
    explicit SampleSpool(const std::filesystem::path &folder = {}); // empty: in memory. Throws Error.

    // Mono at the corpus's rate, -1 ... 1 (beyond is clipped; NaN must not stand in it). Throws DiskFull or Error.
    AudioSamples add(std::span<const float> frames);

private:
    std::filesystem::path m_folder;
    std::mutex m_mutex;
    std::shared_ptr<const SampleFile> m_file;
    int m_descriptor = -1; // of m_file
    std::uint64_t m_end = 0;
};

// XXH128 of the bytes of one piece, read piece by piece. Throws Error as read() does.
std::array<unsigned char, 16> sampleDigest(const AudioSamples &samples);

} // namespace klangraum
