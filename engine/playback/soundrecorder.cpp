#include "playback/soundrecorder.h"

#include <algorithm>

namespace klangraum {

namespace {

constexpr std::uint64_t kBlock = 16384; // frames: more than a callback writes before it says so

} // namespace

SoundRecorder::SoundRecorder(std::size_t frames)
    : m_frames(frames + kBlock)
    , m_samples(std::make_unique<std::atomic<float>[]>(2 * m_frames))
{
}

void SoundRecorder::write(const float *samples, std::uint32_t frames) noexcept
{
    const std::uint64_t begin = m_recorded.load(std::memory_order_relaxed);
    std::size_t at = static_cast<std::size_t>(begin % m_frames);
    for (std::uint32_t i = 0; i < frames; ++i) {
        m_samples[2 * at].store(samples[2 * i], std::memory_order_relaxed);
        m_samples[2 * at + 1].store(samples[2 * i + 1], std::memory_order_relaxed);
        at = at + 1 == m_frames ? 0 : at + 1;
    }
    m_recorded.store(begin + frames, std::memory_order_release);
}

std::uint64_t SoundRecorder::oldest() const noexcept
{
    const std::uint64_t written = recorded() + kBlock;
    const std::uint64_t kept = written > m_frames ? written - m_frames : 0;
    return std::max(kept, m_valid.load(std::memory_order_acquire));
}

std::vector<float> SoundRecorder::read(std::uint64_t from, std::uint64_t to) const
{
    to = std::min(to, recorded());
    from = std::max(from, oldest());
    std::vector<float> samples;
    if (from >= to)
        return samples;
    samples.resize(2 * static_cast<std::size_t>(to - from));
    for (std::uint64_t frame = from; frame < to; ++frame) {
        const auto at = static_cast<std::size_t>(frame % m_frames);
        const auto out = 2 * static_cast<std::size_t>(frame - from);
        samples[out] = m_samples[2 * at].load(std::memory_order_relaxed);
        samples[out + 1] = m_samples[2 * at + 1].load(std::memory_order_relaxed);
    }
    std::atomic_thread_fence(std::memory_order_acquire);
    const auto gone = 2 * static_cast<std::size_t>(std::min(std::max(from, oldest()), to) - from);
    samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(gone));
    return samples;
}

} // namespace klangraum
