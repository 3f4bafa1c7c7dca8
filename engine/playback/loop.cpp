#include "playback/loop.h"

#include <algorithm>

namespace klangraum {

Loop::Loop(std::uint64_t id, double sampleRate, std::size_t frames, int beats, int channels)
    : m_id(id)
    , m_sampleRate(sampleRate)
    , m_frames(std::max<std::size_t>(1, frames))
    , m_beats(std::max(1, beats))
    , m_channels(std::clamp(channels, 1, 2))
    , m_samples(m_frames * static_cast<std::size_t>(m_channels))
{
}

void Loop::write(std::size_t frame, std::span<const float> samples)
{
    const auto channels = static_cast<std::size_t>(m_channels);
    std::size_t at = frame % m_frames * channels;
    while (!samples.empty()) {
        const std::size_t count = std::min(samples.size(), m_samples.size() - at);
        std::copy_n(samples.begin(), count, m_samples.begin() + static_cast<std::ptrdiff_t>(at));
        samples = samples.subspan(count);
        at = 0;
    }
}

bool Loop::covers(std::size_t frame, std::size_t count) const noexcept
{
    const std::size_t there = ready();
    if (there >= m_frames)
        return true;
    const std::size_t offset = (frame + m_frames - m_from) % m_frames;
    return offset + count <= there;
}

} // namespace klangraum
