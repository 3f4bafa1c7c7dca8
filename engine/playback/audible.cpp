#include "playback/audible.h"

#include "playback/loopresampler.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double fadeSeconds = 0.01; // at the edges of a clip, so that none clicks

std::vector<float> mono(const AudioClip &clip, double seconds)
{
    const auto channels = static_cast<std::size_t>(clip.channels);
    const auto most = static_cast<std::size_t>(std::min(seconds * clip.sampleRate, 1e12));
    std::vector<float> samples(std::min(clip.frames(), most));
    for (std::size_t i = 0; i < samples.size(); ++i)
        for (std::size_t c = 0; c < channels; ++c)
            samples[i] += clip.samples[i * channels + c] / static_cast<float>(channels);
    return samples;
}

void append(std::vector<float> &all, const std::vector<float> &samples, double sampleRate, double deviceRate)
{
    const auto frames = static_cast<std::size_t>(
        std::max(1.0, std::round(static_cast<double>(samples.size()) * deviceRate / sampleRate)));
    const LoopResampler resampler(samples.size(), frames);
    const double fade = std::max(1.0, std::min(fadeSeconds * deviceRate, static_cast<double>(frames) / 2));
    for (std::size_t i = 0; i < frames; ++i) {
        const auto edge = static_cast<double>(std::min(i, frames - 1 - i));
        all.push_back(resampler.at(samples, i) * static_cast<float>(std::min(1.0, edge / fade)));
    }
}

} // namespace

Audible Audible::of(const std::vector<AudioClip> &clips, double deviceRate, double seconds)
{
    const double framesABeat = 60 * deviceRate / kQuartersPerMinute;
    const auto ticksAt = [&](std::size_t frames) {
        return static_cast<Tick>(static_cast<double>(frames) / framesABeat * kTicksPerQuarter);
    };
    Audible audible;
    std::vector<float> all;
    for (const AudioClip &clip : clips) {
        audible.begins.push_back(ticksAt(all.size()));
        const std::vector<float> samples = mono(clip, seconds);
        if (!samples.empty() && clip.sampleRate > 0)
            append(all, samples, clip.sampleRate, deviceRate);
    }
    if (all.empty())
        return audible;
    audible.ticks = std::max<Tick>(1, ticksAt(all.size()));
    const auto beats = static_cast<int>(std::ceil(static_cast<double>(all.size()) / framesABeat)) + 1;
    const auto frames = static_cast<std::size_t>(std::llround(beats * framesABeat));
    auto loop = std::make_shared<Loop>(1, deviceRate, frames, beats);
    loop->write(0, all);
    loop->publish(loop->frames());
    audible.loop = std::move(loop);
    return audible;
}

} // namespace klangraum
