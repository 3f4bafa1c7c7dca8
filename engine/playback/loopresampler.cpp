#include "playback/loopresampler.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace klangraum {

namespace {

constexpr std::size_t kPhases = 512; // between which the filter is interpolated
constexpr double kPassband = 0.96; // of the lower rate's half: the rest is the filter's slope
constexpr double kBeta = 9.0; // of the Kaiser window: side lobes 90 dB down

double bessel(double x) // modified, first kind, order zero
{
    double sum = 1, term = 1;
    for (int k = 1; k < 40; ++k) {
        term *= (x / (2 * k)) * (x / (2 * k));
        sum += term;
    }
    return sum;
}

} // namespace

LoopResampler::LoopResampler(std::size_t from, std::size_t to)
    : m_from(std::max<std::size_t>(1, from))
    , m_to(std::max<std::size_t>(1, to))
    , m_step(static_cast<double>(m_from) / static_cast<double>(m_to))
{
    if (m_from == m_to)
        return;
    const double cutoff = kPassband * std::min(1.0, 1.0 / m_step); // of the input's half rate
    const double half = kHalf / cutoff;
    m_reach = static_cast<std::size_t>(std::ceil(half));
    m_taps = 2 * m_reach;
    m_table.resize((kPhases + 1) * m_taps);
    for (std::size_t phase = 0; phase <= kPhases; ++phase) {
        double sum = 0;
        std::vector<double> taps(m_taps);
        for (std::size_t tap = 0; tap < m_taps; ++tap) {
            // Tap 0 is reach - 1 frames before the frame that the moment lies behind.
            const double t =
                static_cast<double>(tap) - static_cast<double>(m_reach - 1) - static_cast<double>(phase) / kPhases;
            const double x = std::numbers::pi * cutoff * t;
            const double sinc = std::abs(x) < 1e-9 ? 1.0 : std::sin(x) / x;
            const double inside = 1.0 - (t / half) * (t / half);
            taps[tap] = inside > 0 ? sinc * bessel(kBeta * std::sqrt(inside)) : 0.0;
            sum += taps[tap];
        }
        for (std::size_t tap = 0; tap < m_taps; ++tap) // a constant stays what it is
            m_table[phase * m_taps + tap] = static_cast<float>(taps[tap] / sum);
    }
}

float LoopResampler::at(const std::vector<float> &input, std::size_t frame) const
{
    if (m_from == m_to)
        return input[frame % m_from];
    const double where = position(frame % m_to);
    const double whole = std::floor(where);
    const double phase = (where - whole) * kPhases;
    const auto row = static_cast<std::size_t>(phase);
    const auto share = static_cast<float>(phase - static_cast<double>(row));
    const float *low = &m_table[row * m_taps];
    const float *high = low + m_taps;
    std::size_t at = (static_cast<std::size_t>(whole) + m_from - (m_reach - 1) % m_from) % m_from;
    float sum = 0;
    for (std::size_t tap = 0; tap < m_taps;) {
        const std::size_t count = std::min(m_taps - tap, m_from - at);
        const float *in = &input[at];
        for (std::size_t i = 0; i < count; ++i, ++tap)
            sum += in[i] * (low[tap] + share * (high[tap] - low[tap]));
        at = 0;
    }
    return sum;
}

} // namespace klangraum
