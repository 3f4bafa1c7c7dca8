#include "playback/loopfill.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace klangraum {

namespace {

std::size_t framesAt(double deviceRate, std::size_t frames, int sampleRate)
{
    return std::max<std::size_t>(
        1, static_cast<std::size_t>(std::llround(static_cast<double>(frames) * deviceRate / sampleRate)));
}

} // namespace

LoopFill::LoopFill(std::uint64_t id, std::size_t frames, int sampleRate, int beats, double deviceRate)
    : m_sampleRate(sampleRate)
    , m_native(frames)
    , m_resampler(frames, framesAt(deviceRate, frames, sampleRate))
    , m_loop(std::make_shared<Loop>(id, deviceRate, framesAt(deviceRate, frames, sampleRate), beats))
{
}

void LoopFill::add(std::size_t start, std::span<const float> samples)
{
    const std::size_t expected = m_count == 0 ? start : (m_start + m_count) % m_native.size();
    if (start != expected || start >= m_native.size() || samples.size() > m_native.size() - start ||
        samples.size() > m_native.size() - m_count)
        throw Error("a part of a loop of " + std::to_string(m_native.size()) + " frames begins at " +
                    std::to_string(start) + " and has " + std::to_string(samples.size()) + ": expected to begin at " +
                    std::to_string(expected) + " and to end with the loop at the latest");
    if (std::any_of(samples.begin(), samples.end(), [](float sample) { return !std::isfinite(sample); }))
        throw Error("the network's sound holds samples that are no numbers: are its weights damaged?");
    if (m_count == 0) {
        m_start = start;
        m_first = static_cast<std::size_t>(
            std::ceil(static_cast<double>(start + m_resampler.reach()) / m_resampler.position(1)));
        m_loop->begin(m_first);
    }
    std::copy(samples.begin(), samples.end(), m_native.begin() + static_cast<std::ptrdiff_t>(start));
    m_count += samples.size();
    publish();
}

// Every output frame whose inputs are all there.
void LoopFill::publish()
{
    std::size_t ready = m_loop->frames();
    if (!whole()) {
        const std::size_t reach = m_resampler.reach();
        const double end = static_cast<double>(m_start + m_count) - static_cast<double>(reach + 1);
        const double last = std::floor(end / m_resampler.position(1));
        ready = last < static_cast<double>(m_first) ? 0 : std::min(ready, static_cast<std::size_t>(last) - m_first + 1);
    }
    if (ready <= m_ready)
        return;
    m_fresh.resize(ready - m_ready);
    for (std::size_t i = 0; i < m_fresh.size(); ++i)
        m_fresh[i] = m_resampler.at(m_native, m_first + m_ready + i);
    m_loop->write(m_first + m_ready, m_fresh);
    m_ready = ready;
    m_loop->publish(ready);
}

LoopFill LoopFill::at(double deviceRate, std::uint64_t id) const
{
    LoopFill other(id, m_native.size(), m_sampleRate, m_loop->beats(), deviceRate);
    // In pieces that do not run over the loop's end.
    const std::size_t before = std::min(m_count, m_native.size() - m_start);
    if (before > 0)
        other.add(m_start, std::span(m_native).subspan(m_start, before));
    if (m_count > before)
        other.add(0, std::span(m_native).first(m_count - before));
    return other;
}

} // namespace klangraum
