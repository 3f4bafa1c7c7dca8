#include "evaluation/sound/meanspectrum.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <kissfft/kissfft.hh>
#include <limits>
#include <numbers>

namespace klangraum {

namespace {

constexpr double longestWindow = 0.2; // seconds, at least half of it
constexpr std::size_t shortestWindow = 16; // samples
constexpr double quietestBand = 1e-12; // power, -120 dB

std::vector<float> mono(const AudioClip &clip)
{
    const auto channels = static_cast<std::size_t>(std::max(1, clip.channels));
    std::vector<float> samples(clip.frames());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        for (std::size_t c = 0; c < channels; ++c)
            samples[i] += clip.samples[i * channels + c] / static_cast<float>(channels);
        if (!std::isfinite(samples[i]))
            samples[i] = 0;
    }
    return samples;
}

// Mean power of each line of the spectrum, of a full-scale sine's; empty where the clip is too short.
std::vector<double> lines(const AudioClip &clip)
{
    const std::vector<float> samples = mono(clip);
    std::size_t window = shortestWindow;
    while (2 * window <= samples.size() && static_cast<double>(2 * window) <= longestWindow * clip.sampleRate)
        window *= 2;
    if (window > samples.size())
        return {};
    std::vector<float> hann(window);
    double sum = 0;
    for (std::size_t i = 0; i < window; ++i) {
        const double phase = 2 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(window);
        hann[i] = static_cast<float>(0.5 - 0.5 * std::cos(phase));
        sum += hann[i];
    }
    kissfft<float> transform(window, false);
    std::vector<std::complex<float>> in(window), out(window);
    std::vector<double> power(window / 2 + 1);
    std::size_t windows = 0;
    for (std::size_t begin = 0; begin + window <= samples.size(); begin += window / 2, ++windows) {
        for (std::size_t i = 0; i < window; ++i)
            in[i] = samples[begin + i] * hann[i];
        transform.transform(in.data(), out.data());
        for (std::size_t line = 0; line < power.size(); ++line)
            power[line] += static_cast<double>(std::norm(out[line]));
    }
    const double scale = 4 / (sum * sum * static_cast<double>(windows));
    for (double &value : power)
        value *= scale;
    return power;
}

// Of the lines in a band the sum, so that a sine keeps its power whatever the window; else the nearest line.
double bandPower(const std::vector<double> &power, double hertzALine, double from, double to)
{
    const auto first = static_cast<std::size_t>(std::ceil(from / hertzALine));
    const auto end = std::min(power.size(), static_cast<std::size_t>(std::ceil(to / hertzALine)));
    if (first >= end) {
        const auto nearest = static_cast<std::size_t>(std::lround(std::sqrt(from * to) / hertzALine));
        return power[std::min(nearest, power.size() - 1)];
    }
    double sum = 0;
    for (std::size_t line = first; line < end; ++line)
        sum += power[line];
    return sum / 1.5; // what a Hann window spreads a sine's power over
}

} // namespace

MeanSpectrum meanSpectrum(const std::vector<AudioClip> &clips)
{
    MeanSpectrum spectrum;
    double top = std::numeric_limits<double>::infinity(); // half the lowest rate
    std::vector<std::pair<double, std::vector<double>>> all; // Hz a line, power by line
    for (const AudioClip &clip : clips) {
        std::vector<double> power = lines(clip);
        if (power.empty())
            continue;
        top = std::min(top, clip.sampleRate / 2.0);
        const double hertzALine = clip.sampleRate / 2.0 / static_cast<double>(power.size() - 1);
        all.emplace_back(hertzALine, std::move(power));
    }
    if (all.empty())
        return spectrum;
    const double step = std::pow(2.0, 1.0 / MeanSpectrum::bandsAnOctave);
    for (double from = MeanSpectrum::lowest; from * step <= top; from *= step) {
        double sum = 0;
        for (const auto &[hertzALine, power] : all)
            sum += bandPower(power, hertzALine, from, from * step);
        spectrum.hertz.push_back(from * std::sqrt(step));
        spectrum.decibels.push_back(10 * std::log10(std::max(quietestBand, sum / static_cast<double>(all.size()))));
    }
    return spectrum;
}

} // namespace klangraum
