// Reverb: a small room around the synthesizer. Eight delay lines that feed each other through a Householder matrix
// (a feedback delay network after Jot and Chaigne, Digital delay networks for designing artificial reverberators, AES
// 1991), each with a low pass. FluidSynth's own is off: since 2.3 it runs through OpenMP, which allocates in every
// block.
//
// Real-time safe but for the constructor; one thread. The result does not depend on how blocks are cut.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace klangraum {

class Reverb
{
public:
    explicit Reverb(double sampleRate = 48000.0);

    // Adds the room to interleaved stereo.
    void process(float *samples, std::uint32_t frames) noexcept;

private:
    static constexpr std::size_t kLines = 8;
    struct Line
    {
        std::vector<float> delay;
        std::size_t at = 0;
        float feedback = 0; // so that every line dies away at the same rate
        float low = 0; // the low pass's memory
    };
    std::array<Line, kLines> m_lines;
};

} // namespace klangraum
