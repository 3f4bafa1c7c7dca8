// LoopResampler: a loop at another rate, band-limited, and still a loop: the frame after the last is the first for the
// filter, too, and any stretch can be had once its inputs are there. (Resampling libraries take a stream from its
// beginning; neither a phase to begin with nor a circle can be asked of them.)
//
// A Kaiser-windowed sinc of kHalf zero crossings on either side (J. O. Smith, "Digital Audio Resampling"), tabulated.
// Immutable after construction.
#pragma once

#include <cstddef>
#include <vector>

namespace klangraum {

class LoopResampler
{
public:
    // From `from` frames to `to` frames, both a whole turn of the loop. Equal: frames are copied.
    LoopResampler(std::size_t from, std::size_t to);

    // Input frames on either side of a moment that its output depends on.
    std::size_t reach() const { return m_reach; }
    // Where output frame `frame` lies, input frames.
    double position(std::size_t frame) const { return static_cast<double>(frame) * m_step; }
    // Output frame `frame` of the whole loop `input`, `from` mono samples; only those in reach are read.
    float at(const std::vector<float> &input, std::size_t frame) const;

private:
    static constexpr int kHalf = 24;

    std::size_t m_from, m_to;
    double m_step; // input frames an output frame
    std::size_t m_reach = 0;
    std::size_t m_taps = 0;
    std::vector<float> m_table; // [phase, tap]
};

} // namespace klangraum
