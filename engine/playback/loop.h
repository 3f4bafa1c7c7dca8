// Loop: sound that repeats without a seam, at the device's rate, and that may be played before it is whole. Frames
// appear in one piece, from from() on and around; the frame after the last is the first.
//
// Thread rule: one thread writes, then publish()es; any thread may read the frames that covers() says are there, while
// more are written. Everything marked so is real-time safe. hold() and release() count the callback's uses: a loop
// that is held must not be freed.
#pragma once

#include "playback/transport.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace klangraum {

class Loop
{
public:
    // `frames` of `channels` (1 or 2) interleaved samples, `beats` quarters long.
    Loop(std::uint64_t id, double sampleRate, std::size_t frames, int beats, int channels = 1);

    std::uint64_t id() const noexcept { return m_id; } // not 0
    double sampleRate() const noexcept { return m_sampleRate; } // frames a second
    std::size_t frames() const noexcept { return m_frames; }
    int channels() const noexcept { return m_channels; }
    int beats() const noexcept { return m_beats; }
    Tick ticks() const noexcept { return static_cast<Tick>(m_beats) * kTicksPerQuarter; }
    double quartersPerMinute() const noexcept { return m_beats * 60.0 * m_sampleRate / static_cast<double>(m_frames); }

    // The writer's. begin(): before the loop is shared; the first frame that will be ready.
    void begin(std::size_t from) { m_from = from % m_frames; }
    void write(std::size_t frame, std::span<const float> samples); // whole frames, around the end
    void publish(std::size_t ready) noexcept { m_ready.store(ready, std::memory_order_release); } // from from() on

    // Real-time safe, any thread.
    std::size_t from() const noexcept { return m_from; }
    std::size_t ready() const noexcept { return m_ready.load(std::memory_order_acquire); }
    bool whole() const noexcept { return ready() >= m_frames; }
    // Whether `count` frames are there from `frame` on.
    bool covers(std::size_t frame, std::size_t count) const noexcept;
    // Only of frames that are there. A mono loop's is in both ears.
    float left(std::size_t frame) const noexcept { return m_samples[frame * static_cast<std::size_t>(m_channels)]; }
    float right(std::size_t frame) const noexcept
    {
        return m_samples[(frame + 1) * static_cast<std::size_t>(m_channels) - 1];
    }

    void hold() const noexcept { m_held.fetch_add(1, std::memory_order_acq_rel); }
    void release() const noexcept { m_held.fetch_sub(1, std::memory_order_acq_rel); }
    bool held() const noexcept { return m_held.load(std::memory_order_acquire) > 0; }

private:
    std::uint64_t m_id;
    double m_sampleRate;
    std::size_t m_frames;
    int m_beats;
    int m_channels;
    std::size_t m_from = 0;
    std::vector<float> m_samples;
    std::atomic<std::size_t> m_ready{ 0 };
    mutable std::atomic<int> m_held{ 0 };
};

} // namespace klangraum
