// LoopFill: makes a Loop at the device's rate from the parts of a network's, as they come. One thread (the engine's);
// the loop itself may play meanwhile.
#pragma once

#include "playback/loop.h"
#include "playback/loopresampler.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace klangraum {

class LoopFill
{
public:
    // `frames` at `sampleRate`, mono, `beats` quarters; to be played at `deviceRate`.
    LoopFill(std::uint64_t id, std::size_t frames, int sampleRate, int beats, double deviceRate);

    // The next part: begins where the last one ended (the frame after the last is the first), the first one anywhere.
    // Publishes what it completes. Throws Error: a part that does not fit, a sample that is no number.
    void add(std::size_t start, std::span<const float> samples);
    bool whole() const { return m_count == m_native.size(); }
    const std::shared_ptr<Loop> &loop() const { return m_loop; }
    // The same for a device of another rate, with all that is there.
    LoopFill at(double deviceRate, std::uint64_t id) const;

private:
    void publish();

    int m_sampleRate;
    std::vector<float> m_native;
    std::size_t m_start = 0; // of the first part
    std::size_t m_count = 0; // frames that are there, from m_start on
    LoopResampler m_resampler;
    std::shared_ptr<Loop> m_loop;
    std::size_t m_first = 0; // of the loop's frames that are ready; counted on beyond its end
    std::size_t m_ready = 0;
    std::vector<float> m_fresh; // reused
};

} // namespace klangraum
