#include "playback/loopvoice.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace klangraum {

namespace {

constexpr std::uint32_t kFramesAtOnce = 64; // frames between two looks at what is there
constexpr std::size_t kQuick = 8; // times faster out of silence

} // namespace

LoopVoice::LoopVoice(double sampleRate)
{
    setSampleRate(sampleRate);
}

void LoopVoice::setSampleRate(double sampleRate)
{
    clear();
    const auto frames = static_cast<std::size_t>(std::max(1.0, kFadeSeconds * sampleRate));
    m_gains.resize(frames + 1);
    for (std::size_t i = 0; i <= frames; ++i)
        m_gains[i] = kLevel *
            static_cast<float>(std::sin(std::numbers::pi / 2 * static_cast<double>(i) / static_cast<double>(frames)));
}

void LoopVoice::drop(Layer &layer) noexcept
{
    if (layer.loop)
        layer.loop->release();
    if (m_current == &layer)
        m_current = nullptr;
    if (m_fallback == &layer)
        m_fallback = nullptr;
    layer = Layer{};
}

void LoopVoice::clear() noexcept
{
    for (Layer &layer : m_layers)
        drop(layer);
    m_starving = false;
}

bool LoopVoice::silent() const noexcept
{
    return std::all_of(m_layers.begin(), m_layers.end(),
                       [](const Layer &layer) { return !layer.loop || (layer.fade == 0 && !layer.rising); });
}

// The quietest makes room where all are in use.
LoopVoice::Layer &LoopVoice::freeLayer() noexcept
{
    Layer *best = &m_layers.front();
    for (Layer &layer : m_layers) {
        if (!layer.loop)
            return layer;
        if (!layer.kept && (best->kept || layer.fade < best->fade))
            best = &layer;
    }
    drop(*best);
    return *best;
}

void LoopVoice::start(const Loop *loop, std::size_t frame) noexcept
{
    const bool fromSilence = silent();
    if (m_current && m_current->loop->whole()) {
        if (m_fallback)
            m_fallback->kept = false;
        m_fallback = m_current;
    } else if (m_current) {
        m_current->kept = false;
    }
    for (Layer &layer : m_layers) {
        layer.rising = false;
        layer.step = 1;
    }
    m_starving = false;
    Layer &fresh = freeLayer();
    loop->hold();
    fresh.loop = loop;
    fresh.frame = frame % loop->frames();
    fresh.step = fromSilence ? kQuick : 1;
    fresh.rising = true;
    fresh.kept = true;
    m_current = &fresh;
}

void LoopVoice::stop() noexcept
{
    for (Layer &layer : m_layers) {
        layer.rising = layer.kept = false;
        layer.step = 1;
    }
    m_current = m_fallback = nullptr;
    m_starving = false;
}

// The current loop must be there for this chunk and for a fade after it: it may always have to end.
void LoopVoice::watch(std::uint32_t frames) noexcept
{
    if (!m_current)
        return;
    const std::size_t fade = m_gains.size();
    if (m_current->loop->whole() && m_fallback) {
        m_fallback->kept = m_fallback->rising = false;
        m_fallback = nullptr;
    }
    if (!m_starving && !m_current->loop->covers(m_current->frame, frames + fade)) {
        m_starving = true;
        ++m_starvations;
        m_current->rising = false;
        if (m_fallback)
            m_fallback->rising = true;
    } else if (m_starving && m_current->loop->covers(m_current->frame, frames + 4 * fade)) {
        m_starving = false;
        m_current->rising = true;
        if (m_fallback)
            m_fallback->rising = false;
    }
}

void LoopVoice::renderLayer(Layer &layer, float *out, std::uint32_t frames) noexcept
{
    const Loop &loop = *layer.loop;
    const std::size_t top = m_gains.size() - 1;
    for (std::uint32_t i = 0; i < frames; ++i) {
        if (layer.fade == 0 && !layer.rising) {
            layer.frame = (layer.frame + frames - i) % loop.frames();
            break;
        }
        const float gain = m_gains[layer.fade];
        out[2 * i] += gain * loop.left(layer.frame);
        out[2 * i + 1] += gain * loop.right(layer.frame);
        layer.frame = layer.frame + 1 == loop.frames() ? 0 : layer.frame + 1;
        if (layer.rising)
            layer.fade = std::min(top, layer.fade + layer.step);
        else
            layer.fade -= std::min(layer.fade, layer.step);
    }
}

void LoopVoice::render(float *out, std::uint32_t frames) noexcept
{
    for (std::uint32_t done = 0; done < frames;) {
        const std::uint32_t count = std::min(kFramesAtOnce, frames - done);
        watch(count);
        for (Layer &layer : m_layers) {
            if (!layer.loop)
                continue;
            renderLayer(layer, out + 2 * static_cast<std::size_t>(done), count);
            if (layer.fade == 0 && !layer.rising && !layer.kept)
                drop(layer);
        }
        done += count;
    }
}

} // namespace klangraum
