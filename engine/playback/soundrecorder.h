// SoundRecorder: the last minutes of what was played, before loudness: "Keep" takes from it what cannot be played again
// from notes. A ring that the callback writes and any thread reads without either waiting: every sample is an atomic,
// and what was written over while it was read is left out.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace klangraum {

class SoundRecorder
{
public:
    explicit SoundRecorder(std::size_t frames);

    // Real-time safe; the callback's. Interleaved stereo.
    void write(const float *samples, std::uint32_t frames) noexcept;
    // What was recorded so far cannot be read any more (the device runs at another rate). Never beside write().
    void forget() noexcept { m_valid.store(recorded(), std::memory_order_release); }

    // Any thread. Frames recorded since the beginning: the index of the next.
    std::uint64_t recorded() const noexcept { return m_recorded.load(std::memory_order_acquire); }
    // Interleaved stereo of the frames [from, to); where the first ones are gone, the rest.
    std::vector<float> read(std::uint64_t from, std::uint64_t to) const;

private:
    std::uint64_t oldest() const noexcept;

    std::size_t m_frames;
    std::unique_ptr<std::atomic<float>[]> m_samples;
    std::atomic<std::uint64_t> m_recorded{ 0 };
    std::atomic<std::uint64_t> m_valid{ 0 };
};

} // namespace klangraum
