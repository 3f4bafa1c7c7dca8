// LoopVoice: plays loops in the audio callback and cross-fades from one to the next. What is not there yet is never
// played: where a loop's parts do not come in time, the last whole loop goes on in its place until they do.
//
// Fades are of equal power and kFadeSeconds long; out of silence a loop begins faster, so that its first hit stays one.
// A loop is held (Loop::hold) while it may still sound. Thread rule: the callback's; all but the constructor and
// setSampleRate() is real-time safe.
#pragma once

#include "playback/loop.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace klangraum {

class LoopVoice
{
public:
    static constexpr double kFadeSeconds = 0.025;
    static constexpr float kLevel = 0.5f; // a network's loop uses all the range that there is, notes do not

    explicit LoopVoice(double sampleRate);
    ~LoopVoice() { clear(); }
    LoopVoice(const LoopVoice &) = delete;
    LoopVoice &operator=(const LoopVoice &) = delete;

    void setSampleRate(double sampleRate); // silent afterwards
    // Fades over to `loop` from its frame `frame` on. The loop lives until it is no longer held.
    void start(const Loop *loop, std::size_t frame) noexcept;
    void stop() noexcept; // fades out
    void clear() noexcept; // at once
    bool silent() const noexcept;
    // How often a loop's parts did not come in time.
    std::uint64_t starved() const noexcept { return m_starvations; }

    // Adds to `out`, interleaved stereo.
    void render(float *out, std::uint32_t frames) noexcept;

private:
    struct Layer
    {
        const Loop *loop = nullptr;
        std::size_t frame = 0; // next to be played
        std::size_t fade = 0; // index of m_gains
        std::size_t step = 1; // of fade a frame
        bool rising = false;
        bool kept = false; // goes on silently when it has faded
        std::uint64_t serial = 0;
    };
    static constexpr std::size_t kLayers = 6;

    Layer &freeLayer() noexcept;
    void drop(Layer &layer) noexcept;
    void watch(std::uint32_t frames) noexcept;
    void renderLayer(Layer &layer, float *out, std::uint32_t frames) noexcept;

    std::vector<float> m_gains; // sine from 0 to kLevel
    std::array<Layer, kLayers> m_layers{};
    Layer *m_current = nullptr;
    Layer *m_fallback = nullptr; // the last whole loop, while the current one is not
    bool m_starving = false;
    std::uint64_t m_starvations = 0;
    std::uint64_t m_serial = 0;
};

} // namespace klangraum
