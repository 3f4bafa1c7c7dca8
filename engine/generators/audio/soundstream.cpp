#include "generators/audio/soundstream.h"

#include "generators/steering.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace klangraum::audio {

SoundStream::SoundStream(SoundGenerator &generator, std::uint64_t seed)
    : m_generator(generator)
    , m_seed(seed)
{
}

AudioLoop SoundStream::begin(const Steering &steering, double fromBeat)
{
    const c10::InferenceMode inference;
    checkSteering(m_generator.description(), steering);
    m_loop = m_generator.prepare(steering, m_seed);
    const AudioLoop &loop = m_loop->loop();
    const double beat = std::isfinite(fromBeat) ? std::fmod(std::max(0.0, fromBeat), loop.beats) : 0;
    m_from = std::min(static_cast<std::int64_t>(beat / loop.beats * static_cast<double>(loop.frames)),
                      static_cast<std::int64_t>(loop.frames) - 1);
    m_done = 0;
    return loop;
}

std::optional<AudioPart> SoundStream::next()
{
    const auto frames = m_loop ? static_cast<std::int64_t>(m_loop->loop().frames) : 0;
    if (m_done >= frames)
        return std::nullopt;
    const c10::InferenceMode inference;
    const auto begin = std::chrono::steady_clock::now();
    const std::int64_t start = (m_from + m_done) % frames;
    const std::int64_t count = std::min({ m_generator.model().partFrames(), frames - m_done, frames - start });
    const torch::Tensor sound = m_loop->part(start, count).contiguous();
    AudioPart part;
    part.start = static_cast<std::size_t>(start);
    part.samples.assign(sound.data_ptr<float>(), sound.data_ptr<float>() + count);
    m_done += count;
    part.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return part;
}

} // namespace klangraum::audio
