#include "evaluation/sound/soundframes.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <kissfft/kissfft.hh>
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
    return 700 * (std::pow(10.0, mel / 2595) - 1);
}

float decibels(double power)
{
    return std::max(quietest, static_cast<float>(10 * std::log10(power + 1e-20)));
}

// What each bin of the spectrum belongs to.
struct Layout
{
    std::size_t window; // samples
    std::vector<float> hann;
    std::vector<std::array<float, melBands>> mel; // weight of a bin in each band
    std::vector<int> pitchClass; // of a bin; -1: none

    Layout(double rate, std::size_t size)
        : window(size)
        , hann(size)
        , mel(size / 2 + 1)
        , pitchClass(size / 2 + 1, -1)
    {
        double sum = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const double value =
                0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(size));
            hann[i] = static_cast<float>(value);
            sum += value;
        }
        for (float &value : hann) // so that a full-scale sine has power 1 in its bin
            value *= static_cast<float>(2 / sum);
        const double low = toMel(40);
        const double step = (toMel(std::min(11000.0, rate / 2)) - low) / (melBands + 1);
        for (std::size_t bin = 0; bin < mel.size(); ++bin) {
            const double hertz = static_cast<double>(bin) * rate / static_cast<double>(size);
            for (std::size_t band = 0; band < melBands; ++band) {
                const double lower = toHertz(low + step * static_cast<double>(band));
                const double centre = toHertz(low + step * static_cast<double>(band + 1));
                const double upper = toHertz(low + step * static_cast<double>(band + 2));
                const double weight =
                    hertz <= centre ? (hertz - lower) / (centre - lower) : (upper - hertz) / (upper - centre);
                mel[bin][band] = static_cast<float>(std::max(0.0, weight));
            }
            if (hertz >= 55 && hertz <= 3500) {
                const auto pitch = static_cast<int>(std::lround(69 + 12 * std::log2(hertz / 440)));
                pitchClass[bin] = pitch % 12;
            }
        }
    }
};

std::vector<float> monoOf(const AudioClip &clip)
{
    if (clip.sampleRate < 8000 || clip.channels < 1 || clip.frames() < static_cast<std::size_t>(clip.sampleRate / 10))
        throw Error("clip: " + std::to_string(clip.frames()) + " frames of " + std::to_string(clip.channels) +
                    " channels at " + std::to_string(clip.sampleRate) +
                    " Hz; expected a tenth of a second or more at 8000 Hz or more");
    const auto channels = static_cast<std::size_t>(clip.channels);
    std::vector<float> mono(clip.frames());
    for (std::size_t i = 0; i < mono.size(); ++i) {
        for (std::size_t c = 0; c < channels; ++c)
            mono[i] += clip.samples[i * channels + c];
        mono[i] /= static_cast<float>(channels);
        if (!std::isfinite(mono[i]))
            throw Error("clip: frame " + std::to_string(i) + " is no number (NaN or infinite)");
    }
    return mono;
}

void rises(SoundFrames &frames)
{
    frames.onset.assign(frames.mel.size(), 0.0f);
    for (std::size_t i = 2; i < frames.mel.size(); ++i) {
        float sum = 0;
        for (std::size_t band = 0; band < melBands; ++band)
            sum += std::max(0.0f, frames.mel[i][band] - frames.mel[i - 2][band]);
        frames.onset[i] = sum / static_cast<float>(melBands);
    }
}

} // namespace

SoundFrames SoundFrames::of(const AudioClip &clip)
{
    const std::vector<float> mono = monoOf(clip);
    const double rate = clip.sampleRate;
    const auto hop = static_cast<std::size_t>(std::lround(soundHop * rate));
    std::size_t window = 256;
    while (static_cast<double>(window) < 0.035 * rate)
        window *= 2;
    const Layout layout(rate, window);
    kissfft<float> transform(window / 2, false);
    std::vector<float> windowed(window);
    std::vector<std::complex<float>> spectrum(window / 2);
    const auto half = static_cast<std::ptrdiff_t>(window / 2);
    const auto size = static_cast<std::ptrdiff_t>(mono.size());
    const std::size_t count = (mono.size() + hop - 1) / hop;
    SoundFrames frames;
    frames.framesPerSecond = rate / static_cast<double>(hop);
    frames.mel.resize(count);
    frames.chroma.resize(count);
    frames.level.resize(count);
    for (std::size_t f = 0; f < count; ++f) {
        const auto centre = static_cast<std::ptrdiff_t>(f * hop);
        for (std::ptrdiff_t i = 0; i < 2 * half; ++i) {
            const std::ptrdiff_t at = centre - half + i;
            windowed[static_cast<std::size_t>(i)] = at >= 0 && at < size
                ? mono[static_cast<std::size_t>(at)] * layout.hann[static_cast<std::size_t>(i)]
                : 0;
        }
        transform.transform_real(windowed.data(), spectrum.data());
        std::array<double, melBands> bands{};
        std::array<double, 12> classes{};
        double tonal = 1e-20;
        for (std::size_t bin = 1; bin < spectrum.size(); ++bin) {
            const auto power = static_cast<double>(std::norm(spectrum[bin]));
            for (std::size_t band = 0; band < melBands; ++band)
                bands[band] += static_cast<double>(layout.mel[bin][band]) * power;
            if (const int c = layout.pitchClass[bin]; c >= 0) {
                classes[static_cast<std::size_t>(c)] += power;
                tonal += power;
            }
        }
        for (std::size_t band = 0; band < melBands; ++band)
            frames.mel[f][band] = decibels(bands[band]);
        for (std::size_t c = 0; c < 12; ++c)
            frames.chroma[f][c] = static_cast<float>(classes[c] / tonal);
        double sum = 0;
        const auto reach = static_cast<std::ptrdiff_t>(hop);
        const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, centre - reach);
        const std::ptrdiff_t to = std::min(size, centre + reach);
        for (std::ptrdiff_t i = from; i < to; ++i)
            sum += static_cast<double>(mono[static_cast<std::size_t>(i)]) *
                static_cast<double>(mono[static_cast<std::size_t>(i)]);
        frames.level[f] = decibels(sum / static_cast<double>(std::max<std::ptrdiff_t>(1, to - from)));
    }
    rises(frames);
    return frames;
}

} // namespace klangraum
