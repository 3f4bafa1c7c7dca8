// AudioPiece: a piece of a corpus of sound. Mono, 16 bits inside, at the corpus's rate and band-limited at half of it,
// a quarter ... a 256th: nine rates, one for each level of a growing network, made once so that training resamples
// nothing. Cheap to copy: the samples are shared and stay in the corpus's file until they are read. Reading is
// thread-safe.
#pragma once

#include "corpus/split.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

inline constexpr int corpusSampleRate = 22050; // frames a second, of what is imported and composed
inline constexpr float framesASecond = static_cast<float>(corpusSampleRate);
inline constexpr int audioRates = 9; // halvings 0 ... 8

// Where bytes of samples lie: in memory or in a file. Thread-safe.
class SampleBytes
{
public:
    virtual ~SampleBytes() = default;
    virtual std::uint64_t size() const = 0;
    // The range must lie within size(). Throws Error where a file no longer holds it.
    virtual void read(std::uint64_t at, std::size_t bytes, void *out) const = 0;
};

// The samples of one piece at all rates, one after the other from the full rate on, little endian.
struct AudioSamples
{
    std::shared_ptr<const SampleBytes> where; // empty: no frames
    std::uint64_t offset = 0; // bytes
    std::uint64_t frames = 0; // at the full rate
    std::array<unsigned char, 16> digest{}; // XXH128 of all of them
};

// What a bar of four quarters sounds like, where it is known.
struct AudioBar
{
    float kick = 0; // strokes of the bass drum a quarter
    float density = 0; // strokes and notes of everything, a quarter
    float brightness = 0; // 0 dark ... 1 bright: frequency (root of the mean square) in octaves over 100 Hz, of 6.8
    float level = 0; // root of the mean square, of full scale
};

struct AudioPiece
{
    std::string title; // from the file's own text where it has one, else empty
    std::string file; // path relative to the imported source
    std::string style; // "techno", ...; empty where it is not known
    Split split = Split::Train;
    double quartersPerMinute = 0; // constant through the piece; 0: not known
    std::uint64_t firstBeat = 0; // frame of the first downbeat at the full rate, where the tempo is known
    std::vector<AudioBar> bars; // from the first downbeat on; empty where they are not known
    AudioSamples samples;

    // Frames at the full rate halved `halvings` times (0 ... 8), rounded up. Frame f of the full rate is at f /
    // 2^halvings.
    std::uint64_t frames(int halvings = 0) const;
    // `count` frames from `first` on, -1 ... 1, into `out`. Throws Error for a range outside the piece or a rate there
    // is not.
    void read(int halvings, std::uint64_t first, std::size_t count, float *out) const;
    // Frames of a bar of four quarters at the full rate; 0 where the tempo is not known.
    double framesPerBar(int sampleRate) const;
};

// Bytes that the samples of a piece of so many frames take at all rates together.
std::uint64_t audioBytes(std::uint64_t frames);

} // namespace klangraum
