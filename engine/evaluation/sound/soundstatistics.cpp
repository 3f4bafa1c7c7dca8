#include "evaluation/sound/soundstatistics.h"

#include "evaluation/sound/beat.h"

#include <cmath>
#include <numbers>

namespace klangraum {

namespace {

// Means of all columns, then their standard deviations.
template <std::size_t Width> std::vector<double> moments(const std::vector<std::array<float, Width>> &rows)
{
    std::vector<double> result(2 * Width);
    const auto count = static_cast<double>(rows.size());
    for (std::size_t i = 0; i < Width; ++i) {
        double sum = 0;
        double squares = 0;
        for (const auto &row : rows)
            sum += static_cast<double>(row[i]);
        const double mean = sum / count;
        for (const auto &row : rows)
            squares += (static_cast<double>(row[i]) - mean) * (static_cast<double>(row[i]) - mean);
        result[i] = mean;
        result[Width + i] = std::sqrt(squares / count);
    }
    return result;
}

std::vector<double> logMel(const SoundFrames &frames)
{
    return moments(frames.mel);
}

// The cosine transform (type II) of the log-mel bands, coefficients 1 to 20 (Davis and Mermelstein 1980).
std::vector<double> mfcc(const SoundFrames &frames)
{
    constexpr std::size_t coefficients = 20;
    std::vector<std::array<float, coefficients>> rows(frames.mel.size());
    std::array<std::array<double, melBands>, coefficients> basis{};
    for (std::size_t k = 0; k < coefficients; ++k)
        for (std::size_t b = 0; b < melBands; ++b)
            basis[k][b] = std::sqrt(2.0 / melBands) *
                std::cos(std::numbers::pi * static_cast<double>(k + 1) * (static_cast<double>(b) + 0.5) / melBands);
    for (std::size_t f = 0; f < rows.size(); ++f)
        for (std::size_t k = 0; k < coefficients; ++k) {
            double sum = 0;
            for (std::size_t b = 0; b < melBands; ++b)
                sum += basis[k][b] * static_cast<double>(frames.mel[f][b]);
            rows[f][k] = static_cast<float>(sum);
        }
    return moments(rows);
}

std::vector<double> chroma(const SoundFrames &frames)
{
    return moments(frames.chroma);
}

// Mean and deviation of the onset strength, and how it repeats at 30 lags from 50 ms to 2 s, evenly in octaves.
std::vector<double> onsets(const SoundFrames &frames)
{
    std::vector<std::array<float, 1>> strengths;
    for (const float strength : frames.onset)
        strengths.push_back({ strength });
    std::vector<double> result = moments(strengths);
    for (int i = 0; i < 30; ++i) {
        const double seconds = 0.05 * std::pow(40.0, i / 29.0);
        result.push_back(onsetRepetition(frames, 0, frames.onset.size(), seconds * frames.framesPerSecond));
    }
    return result;
}

} // namespace

const std::vector<SoundStatistic> &soundStatistics()
{
    static const std::vector<SoundStatistic> statistics{
        { "log-mel", "means and deviations of 32 bands in decibels", logMel },
        { "mfcc", "means and deviations of 20 mel-frequency cepstral coefficients", mfcc },
        { "chroma", "means and deviations of the shares of 12 pitch classes", chroma },
        { "onsets", "mean and deviation of the onset strength, its repetition at 30 lags from 50 ms to 2 s", onsets },
    };
    return statistics;
}

} // namespace klangraum
