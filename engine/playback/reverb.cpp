#include "playback/reverb.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kDecaySeconds = 1.2; // to -60 dB
constexpr float kDamping = 0.3f; // of the low passes, 0..1
constexpr float kLevel = 0.16f; // of the room beside the direct sound
constexpr double kLengths[] = { 0.0231, 0.0266, 0.0298, 0.0333, 0.0377, 0.0420, 0.0467, 0.0515 }; // seconds
constexpr float kTiny = 1e-18f; // keeps the tail out of the slow denormal numbers

} // namespace

Reverb::Reverb(double sampleRate)
{
    for (std::size_t i = 0; i < kLines; ++i) {
        const auto length = static_cast<std::size_t>(std::max(1.0, kLengths[i] * sampleRate)) | 1u;
        m_lines[i].delay.assign(length, 0.0f);
        m_lines[i].feedback =
            static_cast<float>(std::pow(10.0, -3.0 * static_cast<double>(length) / (sampleRate * kDecaySeconds)));
    }
}

void Reverb::process(float *samples, std::uint32_t frames) noexcept
{
    for (std::uint32_t frame = 0; frame < frames; ++frame) {
        float &left = samples[2 * frame];
        float &right = samples[2 * frame + 1];
        const float in = 0.5f * (left + right) + kTiny;
        std::array<float, kLines> out;
        float sum = 0;
        for (std::size_t i = 0; i < kLines; ++i) {
            Line &line = m_lines[i];
            line.low += (1.0f - kDamping) * (line.delay[line.at] * line.feedback - line.low);
            out[i] = line.low;
            sum += out[i];
        }
        const float shared = sum * (2.0f / kLines);
        for (std::size_t i = 0; i < kLines; ++i) {
            Line &line = m_lines[i];
            line.delay[line.at] = in + out[i] - shared;
            if (++line.at == line.delay.size())
                line.at = 0;
        }
        left += kLevel * (out[0] - out[2] + out[4] - out[6]);
        right += kLevel * (out[1] - out[3] + out[5] - out[7]);
    }
}

} // namespace klangraum
