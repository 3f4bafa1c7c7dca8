#include "corpus/electronic/drumsynth.h"

#include "corpus/audiopiece.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace klangraum {

namespace {

constexpr float turn = 2 * std::numbers::pi_v<float>;

std::size_t framesOf(float seconds)
{
    return static_cast<std::size_t>(seconds * framesASecond);
}

float between(Random &random, float low, float high)
{
    return low + static_cast<float>(random.unit()) * (high - low);
}

// White noise, -1 ... 1 (Marsaglia 2003, xorshift): far quicker than a good generator, and only heard.
struct Noise
{
    std::uint32_t state;
    explicit Noise(Random &random)
        : state(static_cast<std::uint32_t>(random.between(1, 0x7ffffffe)))
    {
    }
    float next()
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return static_cast<float>(static_cast<std::int32_t>(state)) * 0x1p-31f;
    }
};

// Both outputs of a state-variable filter at one frequency (Zavalishin 2012).
struct Band
{
    float first = 0;
    float second = 0;
    float g = 0.1f;
    float damping = 1;
    float a1 = 0;
    Band(float hertz, float damp) { set(hertz, damp); }
    void set(float hertz, float damp)
    {
        g = std::tan(turn / 2 * std::min(hertz, 0.45f * framesASecond) / framesASecond);
        damping = damp;
        a1 = 1 / (1 + g * (g + damping));
    }
    float band(float in)
    {
        step(in);
        return m_band * damping;
    }
    float high(float in)
    {
        step(in);
        return in - damping * m_band - m_low;
    }

private:
    void step(float in)
    {
        const float v3 = in - second;
        m_band = a1 * first + g * a1 * v3;
        m_low = second + g * m_band;
        first = 2 * m_band - first;
        second = 2 * m_low - second;
    }
    float m_band = 0;
    float m_low = 0;
};

Sound finished(Sound sound)
{
    const std::size_t fade = std::min<std::size_t>(sound.size(), 200);
    for (std::size_t i = 0; i < fade; ++i)
        sound[sound.size() - 1 - i] *= static_cast<float>(i) / static_cast<float>(fade);
    normalisePeak(sound);
    return sound;
}

} // namespace

void normalisePeak(Sound &sound)
{
    float peak = 0;
    for (const float frame : sound)
        peak = std::max(peak, std::fabs(frame));
    if (peak > 0)
        for (float &frame : sound)
            frame /= peak;
}

Sound shortened(const Sound &sound, float seconds)
{
    Sound cut(sound.begin(), sound.begin() + static_cast<std::ptrdiff_t>(std::min(sound.size(), framesOf(seconds))));
    const std::size_t fade = cut.size() / 5;
    for (std::size_t i = 0; i < fade; ++i)
        cut[cut.size() - 1 - i] *= static_cast<float>(i) / static_cast<float>(fade);
    return cut;
}

Sound repitched(const Sound &sound, double ratio)
{
    if (sound.size() < 4 || ratio <= 0)
        return sound;
    Sound moved(static_cast<std::size_t>(static_cast<double>(sound.size() - 3) / ratio));
    for (std::size_t i = 0; i < moved.size(); ++i) {
        const double place = static_cast<double>(i) * ratio + 1;
        const auto at = std::min(static_cast<std::size_t>(place), sound.size() - 3);
        const auto x = static_cast<float>(place - static_cast<double>(at));
        const float a = sound[at - 1];
        const float b = sound[at];
        const float c = sound[at + 1];
        const float d = sound[at + 2];
        moved[i] = b + 0.5f * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)));
    }
    return moved;
}

Sound synthKick(Random &random, float seconds)
{
    Sound sound(framesOf(seconds));
    const float low = between(random, 45, 58);
    const float high = between(random, 160, 320);
    const float fall = between(random, 0.018f, 0.035f);
    const float decay = seconds * between(random, 0.28f, 0.4f);
    const float click = between(random, 0.1f, 0.5f);
    const float drive = between(random, 1.0f, 2.2f);
    Noise noise(random);
    float phase = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float t = static_cast<float>(i) / framesASecond;
        phase += (low + high * std::exp(-t / fall)) / framesASecond;
        const float body = std::sin(turn * phase) * std::exp(-t / decay);
        sound[i] = std::tanh(drive * body) + click * noise.next() * std::exp(-t / 0.003f);
    }
    return finished(std::move(sound));
}

Sound synthSnare(Random &random, float seconds)
{
    Sound sound(framesOf(seconds));
    const float tone = between(random, 165, 230);
    const float skin = between(random, 0.3f, 0.7f);
    const float decay = seconds * between(random, 0.22f, 0.35f);
    Band band(between(random, 1200, 2200), 1.2f);
    Noise noise(random);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float t = static_cast<float>(i) / framesASecond;
        const float skins = std::sin(turn * tone * t) + 0.6f * std::sin(turn * tone * 1.59f * t);
        sound[i] = skin * skins * std::exp(-t / 0.05f) + band.high(noise.next()) * std::exp(-t / decay);
    }
    return finished(std::move(sound));
}

Sound synthClap(Random &random)
{
    Sound sound(framesOf(0.28f));
    Band band(between(random, 1000, 1700), 0.7f);
    const float gap = between(random, 0.008f, 0.012f);
    Noise noise(random);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float t = static_cast<float>(i) / framesASecond;
        float level = 0.6f * std::exp(-t / 0.07f);
        for (int burst = 0; burst < 3; ++burst) {
            if (const float since = t - static_cast<float>(burst) * gap; since >= 0)
                level = std::max(level, std::exp(-since / 0.006f));
        }
        sound[i] = band.band(noise.next()) * level;
    }
    return finished(std::move(sound));
}

Sound synthHat(Random &random, float seconds)
{
    constexpr std::array<float, 6> ratios{ 1.0f, 1.342f, 1.2312f, 1.6532f, 1.9523f, 2.1523f }; // as in the 808
    Sound sound(framesOf(seconds));
    const float base = between(random, 1700, 2400);
    const float metal = between(random, 0.1f, 0.45f);
    const float decay = seconds * between(random, 0.2f, 0.32f);
    Band first(between(random, 5000, 7000), 1.0f);
    Band second(5000, 1.2f);
    Noise noise(random);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float t = static_cast<float>(i) / framesASecond;
        float sum = 0;
        for (const float ratio : ratios) {
            const float phase = base * ratio * t;
            sum += phase - std::floor(phase) < 0.5f ? 1.0f : -1.0f;
        }
        const float source = metal * sum / 3 + (1 - metal) * noise.next();
        sound[i] = second.high(first.high(source)) * std::exp(-t / decay);
    }
    return finished(std::move(sound));
}

Sound synthTick(Random &random)
{
    Sound sound(framesOf(0.09f));
    const float tone = between(random, 500, 2600);
    const float decay = between(random, 0.006f, 0.022f);
    const float fall = between(random, 0.0f, 0.8f);
    Noise noise(random);
    float phase = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float t = static_cast<float>(i) / framesASecond;
        phase += tone * (1 + fall * std::exp(-t / 0.004f)) / framesASecond;
        sound[i] = (std::sin(turn * phase) + 0.2f * noise.next()) * std::exp(-t / decay);
    }
    return finished(std::move(sound));
}

Sound synthTom(Random &random, float seconds)
{
    Sound sound(framesOf(seconds));
    const float tone = between(random, 85, 190);
    const float decay = seconds * between(random, 0.2f, 0.35f);
    float phase = 0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float t = static_cast<float>(i) / framesASecond;
        phase += tone * (1 + 0.6f * std::exp(-t / 0.03f)) / framesASecond;
        sound[i] = std::sin(turn * phase) * std::exp(-t / decay);
    }
    return finished(std::move(sound));
}

Sound synthRiser(Random &random, float seconds)
{
    Sound sound(framesOf(seconds));
    Band band(300, 0.4f);
    Noise noise(random);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const float part = static_cast<float>(i) / static_cast<float>(sound.size());
        if (i % 32 == 0)
            band.set(300 * std::exp2(4.7f * part), 0.4f);
        sound[i] = band.band(noise.next()) * part * part;
    }
    return finished(std::move(sound));
}

} // namespace klangraum
