// OutputStage: loudness and a soft ceiling, the last thing before the loudspeaker. Real-time safe; one thread.
//
// Up to kKnee the signal passes unchanged; above, a tanh bends it so that it never reaches 1: nothing clips.
#pragma once

#include <cmath>
#include <cstdint>

namespace klangraum {

class OutputStage
{
public:
    explicit OutputStage(double sampleRate = 48000.0) { setSampleRate(sampleRate); }

    void setSampleRate(double sampleRate) noexcept
    {
        m_step = static_cast<float>(1.0 - std::exp(-1.0 / (kSmoothingSeconds * sampleRate)));
    }
    void setGain(float gain) noexcept { m_target = gain; } // reached within a tenth of a second
    void jumpToGain(float gain) noexcept { m_gain = m_target = gain; }

    void process(float *samples, std::uint32_t frames) noexcept
    {
        for (std::uint32_t i = 0; i < frames; ++i) {
            if (m_gain != m_target) {
                m_gain += (m_target - m_gain) * m_step;
                if (std::abs(m_gain - m_target) < 1e-5f)
                    m_gain = m_target;
            }
            samples[2 * i] = limited(samples[2 * i] * m_gain);
            samples[2 * i + 1] = limited(samples[2 * i + 1] * m_gain);
        }
    }

    static float limited(float sample) noexcept
    {
        const float size = std::abs(sample);
        if (size <= kKnee)
            return sample;
        if (!(size < 1e9f)) // not a number, infinity
            return 0.0f;
        return std::copysign(kKnee + (kCeiling - kKnee) * std::tanh((size - kKnee) / (kCeiling - kKnee)), sample);
    }

private:
    static constexpr float kKnee = 0.7f;
    static constexpr float kCeiling = 0.99f;
    static constexpr double kSmoothingSeconds = 0.02;

    float m_gain = 0.8f;
    float m_target = 0.8f;
    float m_step = 0.001f;
};

} // namespace klangraum
