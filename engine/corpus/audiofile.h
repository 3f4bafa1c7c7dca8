// Sound files (WAV, FLAC, OGG, MP3) as one channel at the corpus's rate: libsndfile reads, soxr resamples. A build
// without audio libraries (KLANGRAUM_AUDIO off) says so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace klangraum {

struct AudioFile
{
    std::string title; // from the file's own text where it has one, else empty
    std::vector<float> frames; // mono, the mean of all channels, at corpusSampleRate; finite
};

struct AudioFileLimits
{
    double mostSeconds = 2 * 3600.0; // of one file
    std::uint64_t largestFile = 8ULL << 30; // bytes
};

bool audioFilesCanBeRead();

// Throws Error naming the file: no sound file, damaged, cut short (where the format knows its length: WAV and FLAC; an
// MP3 or OGG is taken as far as it goes), samples that are no numbers, too long, no frames.
AudioFile readAudioFile(const std::filesystem::path &file, const AudioFileLimits &limits = {});

} // namespace klangraum
