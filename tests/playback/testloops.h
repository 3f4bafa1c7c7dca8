// Loops that the playback tests share: a small drum loop that closes at its bar line, and what to measure of a sound.
#pragma once

#include "playback/loop.h"
#include "playback/playercore.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <random>
#include <vector>

namespace klangraum::test {

// A kick on every beat and a low tone that goes around whole times: continuous at every frame, the seam too.
// `colour` moves the tone. Between -0.8 and 0.8.
inline std::vector<float> drumLoop(std::size_t frames, int beats, int colour = 0)
{
    std::vector<float> samples(frames);
    const double beat = static_cast<double>(frames) / beats;
    for (std::size_t i = 0; i < frames; ++i) {
        const double turn = static_cast<double>(i) / static_cast<double>(frames);
        const double within = std::fmod(static_cast<double>(i), beat) / beat;
        const double kick = std::sin(2 * std::numbers::pi * 20 * within) * std::exp(-6 * within) * (1 - within);
        const double tone = std::sin(2 * std::numbers::pi * (8 * beats + 3 * colour) * turn);
        samples[i] = static_cast<float>(0.5 * kick + 0.25 * tone);
    }
    return samples;
}

inline std::shared_ptr<Loop> wholeLoop(std::uint64_t id, const std::vector<float> &samples, int beats,
                                       double rate = 48000)
{
    auto loop = std::make_shared<Loop>(id, rate, samples.size(), beats);
    loop->write(0, samples);
    loop->publish(samples.size());
    return loop;
}

inline std::unique_ptr<Plan> loopPlan(std::shared_ptr<const Loop> loop, std::uint64_t serial, Tick grid = 480)
{
    auto plan = std::make_unique<Plan>();
    plan->loop = std::move(loop);
    plan->serial = serial;
    plan->gridTicks = grid;
    plan->end = kForever;
    return plan;
}

// Plays at full gain without an instrument: what comes out is the loops alone (below the soft ceiling).
class LoopStage
{
public:
    explicit LoopStage(double rate = 48000)
        : core(std::make_unique<SilentInstrument>(), rate, 1.0)
    {
    }
    // Left ears of so many frames.
    std::vector<float> run(std::size_t frames, std::uint32_t block = 256)
    {
        std::vector<float> out, buffer(2 * static_cast<std::size_t>(block));
        while (out.size() < frames) {
            const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(block, frames - out.size()));
            core.render(buffer.data(), count, false);
            core.drainHeard(heard);
            for (std::uint32_t i = 0; i < count; ++i)
                out.push_back(buffer[2 * i]);
        }
        return out;
    }
    PlayerCore core;
    std::vector<HeardEvent> heard;
};

inline double largestJump(const std::vector<float> &samples)
{
    double largest = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        largest = std::max(largest, static_cast<double>(std::abs(samples[i] - samples[i - 1])));
    return largest;
}

} // namespace klangraum::test
