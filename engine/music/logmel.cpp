#include "music/logmel.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace klangraum {

namespace {

double toMel(double hertz)
{
    return 2595 * std::log10(1 + hertz / 700);
}

double toHertz(double mel)
{
    return 700 * (std::pow(10, mel / 2595) - 1);
}

} // namespace

LogMel::LogMel(double sampleRate, int window, int bands, double lowest, double highest)
    : m_window(window)
    , m_bands(bands)
    , m_transform(static_cast<std::size_t>(std::max(2, window / 2)), false)
{
    if (window < 16 || window > 65536 || window % 2 != 0 || bands < 1 || bands > 1024 || !(sampleRate >= 1000) ||
        !(lowest >= 0) || !(highest > lowest))
        throw Error("log-mel bands: " + std::to_string(bands) + " from " + std::to_string(lowest) + " to " +
                    std::to_string(highest) + " Hz over " + std::to_string(window) + " samples at " +
                    std::to_string(sampleRate) + " Hz: expected an even window of 16 to 65536 and rising bounds");
    const auto size = static_cast<std::size_t>(window);
    m_hann.resize(size);
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) {
        const double value = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / window);
        m_hann[i] = static_cast<float>(value);
        sum += value;
    }
    for (float &value : m_hann) // a full sine reaches 1 in its bin
        value *= static_cast<float>(2 / sum);
    m_windowed.resize(size);
    m_spectrum.resize(size / 2 + 1);

    const double top = toMel(std::min(highest, sampleRate / 2)), bottom = toMel(std::min(lowest, sampleRate / 4));
    const double bin = sampleRate / window;
    const auto edge = [&](int band) { return toHertz(bottom + (top - bottom) * band / (bands + 1)) / bin; };
    for (int band = 0; band < bands; ++band) {
        const double left = edge(band), middle = edge(band + 1), right = edge(band + 2);
        Triangle triangle;
        triangle.first = std::clamp(static_cast<int>(std::ceil(left)), 0, window / 2);
        for (int i = triangle.first; i < right && i <= window / 2; ++i) {
            const double rise = (i - left) / std::max(1e-9, middle - left);
            const double fall = (right - i) / std::max(1e-9, right - middle);
            triangle.weights.push_back(static_cast<float>(std::clamp(std::min(rise, fall), 0.0, 1.0)));
        }
        const float most =
            triangle.weights.empty() ? 0.0F : *std::max_element(triangle.weights.begin(), triangle.weights.end());
        if (most <= 0) { // narrower than a bin: the nearest
            triangle.first = std::clamp(static_cast<int>(std::lround(middle)), 0, window / 2);
            triangle.weights = { 1.0F };
        }
        m_triangles.push_back(std::move(triangle));
    }
}

void LogMel::operator()(std::span<const float> samples, std::span<float> levels)
{
    if (samples.size() != m_hann.size() || levels.size() != m_triangles.size())
        throw Error("log-mel bands: " + std::to_string(samples.size()) + " samples for " +
                    std::to_string(levels.size()) + " bands: expected " + std::to_string(m_window) + " and " +
                    std::to_string(m_bands));
    for (std::size_t i = 0; i < samples.size(); ++i)
        m_windowed[i] = samples[i] * m_hann[i];
    m_transform.transform_real(m_windowed.data(), m_spectrum.data());
    // The first place holds the two real ends.
    m_spectrum.back() = { m_spectrum.front().imag(), 0 };
    m_spectrum.front() = { m_spectrum.front().real(), 0 };
    for (std::size_t band = 0; band < levels.size(); ++band) {
        float power = 0;
        for (std::size_t i = 0; i < m_triangles[band].weights.size(); ++i)
            power += m_triangles[band].weights[i] *
                std::norm(m_spectrum[static_cast<std::size_t>(m_triangles[band].first) + i]);
        levels[band] = std::max(kSilence, 10 * std::log10(std::max(power, 1e-12F)));
    }
}

} // namespace klangraum
