#include "corpus/electronic/voice.h"

#include "corpus/audiopiece.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace klangraum {

namespace {

constexpr std::size_t control = 16; // frames between two settings of filter and envelope
constexpr float slideSeconds = 0.06f;
constexpr std::size_t mostOscillators = 6;

// What a jump of a wave needs to be band-limited (Välimäki and Huovilainen 2007, "polyBLEP").
inline float blep(float phase, float step)
{
    if (phase < step) {
        const float t = phase / step;
        return t + t - t * t - 1;
    }
    if (phase > 1 - step) {
        const float t = (phase - 1) / step;
        return t * t + t + t + 1;
    }
    return 0;
}

// sin(2 pi phase) for phase in 0 ... 1, to 0.001: a parabola, corrected.
inline float sine(float phase)
{
    const float x = 2 * phase - 1; // -1 ... 1 is -pi ... pi, turned by half
    const float y = 4 * x * (1 - std::fabs(x));
    return -(0.775f * y + 0.225f * y * std::fabs(y));
}

inline float waveAt(Wave wave, float phase, float step)
{
    if (wave == Wave::Sine)
        return sine(phase);
    if (wave == Wave::Saw)
        return 2 * phase - 1 - blep(phase, step);
    const float half = phase < 0.5f ? phase + 0.5f : phase - 0.5f;
    return (phase < 0.5f ? 1.0f : -1.0f) + blep(phase, step) - blep(half, step);
}

// The state-variable filter with trapezoidal integration (Zavalishin 2012, chapter 4), low-pass output.
struct LowPass
{
    float first = 0;
    float second = 0;
    float a1 = 0;
    float a2 = 0;
    float a3 = 0;

    void set(float hertz, float damping)
    {
        const float g =
            std::tan(std::numbers::pi_v<float> * std::clamp(hertz, 20.0f, 0.45f * framesASecond) / framesASecond);
        a1 = 1 / (1 + g * (g + damping));
        a2 = g * a1;
        a3 = g * a2;
    }
    float next(float in)
    {
        const float v3 = in - second;
        const float v1 = a1 * first + a2 * v3;
        const float v2 = second + a2 * first + a3 * v3;
        first = 2 * v1 - first;
        second = 2 * v2 - second;
        return v2;
    }
};

inline float saturated(float x)
{
    const float limited = std::clamp(x, -1.5f, 1.5f);
    return limited - limited * limited * limited * (4.0f / 27.0f);
}

struct Oscillators
{
    std::array<float, mostOscillators> phase{};
    std::array<float, mostOscillators> ratio{};
    std::size_t count = 1;
    float subPhase = 0;

    explicit Oscillators(const Patch &patch)
        : count(static_cast<std::size_t>(std::clamp(patch.oscillators, 1, static_cast<int>(mostOscillators))))
    {
        for (std::size_t i = 0; i < count; ++i) {
            const float place = count == 1 ? 0 : 2 * static_cast<float>(i) / static_cast<float>(count - 1) - 1;
            ratio[i] = std::exp2(place * patch.detune / 1200);
            phase[i] = static_cast<float>(i) * 0.381966f; // far from each other: no burst at the onset
            phase[i] -= std::floor(phase[i]);
        }
    }
    float next(Wave wave, float step)
    {
        float sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const float each = step * ratio[i];
            sum += waveAt(wave, phase[i], each);
            phase[i] += each;
            if (phase[i] >= 1)
                phase[i] -= 1;
        }
        return sum;
    }
    float nextSub(float step)
    {
        subPhase += step * 0.5f;
        if (subPhase >= 1)
            subPhase -= 1;
        return sine(subPhase);
    }
};

} // namespace

float Curve::at(double frame) const
{
    if (atBars.empty())
        return 0;
    const double bar = std::clamp(frame / framesPerBar, 0.0, static_cast<double>(atBars.size() - 1));
    const auto before = std::min(static_cast<std::size_t>(bar), atBars.size() - 1);
    const std::size_t after = std::min(before + 1, atBars.size() - 1);
    const auto part = static_cast<float>(bar - static_cast<double>(before));
    return atBars[before] + (atBars[after] - atBars[before]) * part;
}

double hertzOf(double midiPitch)
{
    return 440.0 * std::exp2((midiPitch - 69) / 12);
}

void playNote(std::span<float> track, const VoiceNote &note, const Patch &patch, const Curve &opening)
{
    Oscillators oscillators(patch);
    LowPass filter;
    const float damping = 2 * (1 - std::clamp(patch.resonance, 0.0f, 0.97f));
    const float level = note.velocity / std::sqrt(static_cast<float>(oscillators.count));
    const auto releaseFrames = static_cast<std::size_t>(patch.release * framesASecond) + 1;
    const std::size_t length = note.held + releaseFrames;
    const auto held = static_cast<float>(note.held);
    const auto target = static_cast<float>(note.hertz);
    const auto from = static_cast<float>(note.slideFrom > 0 ? note.slideFrom : note.hertz);
    const float gain = 1 + 3 * patch.drive;
    float amplitude = 0;
    for (std::size_t begin = 0; begin < length && note.at + begin < track.size(); begin += control) {
        const std::size_t end = std::min({ begin + control, length, track.size() - note.at });
        const float seconds = static_cast<float>(begin) / framesASecond;
        const float octaves = patch.sweep * std::exp(-seconds / patch.sweepDecay) + (note.velocity - 0.8f) +
            opening.at(static_cast<double>(note.at + begin));
        filter.set(patch.cutoff * std::exp2(octaves), damping);
        const float slide = std::min(1.0f, seconds / slideSeconds);
        const float step = from * std::pow(target / from, slide) / framesASecond;
        float wanted = seconds < patch.attack
            ? (seconds + static_cast<float>(control) / framesASecond) /
                (patch.attack + static_cast<float>(control) / framesASecond)
            : patch.sustain + (1 - patch.sustain) * std::exp(-(seconds - patch.attack) / patch.decay);
        if (const auto now = static_cast<float>(begin); now >= held)
            wanted *= std::max(0.0f, 1 - (now + control - held) / static_cast<float>(releaseFrames));
        const float change = (wanted - amplitude) / static_cast<float>(control);
        float *out = track.data() + note.at;
        for (std::size_t i = begin; i < end; ++i) {
            amplitude += change;
            float sample = oscillators.next(patch.wave, step);
            if (patch.sub > 0)
                sample += patch.sub * oscillators.nextSub(step);
            sample = filter.next(sample) * level;
            if (patch.drive > 0)
                sample = saturated(sample * gain) * (1 - 0.4f * patch.drive);
            out[i] += sample * amplitude;
        }
    }
}

} // namespace klangraum
