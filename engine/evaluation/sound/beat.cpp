#include "evaluation/sound/beat.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace klangraum {

namespace {

constexpr double slowest = 70; // quarters a minute, where no tempo is expected
constexpr double fastest = 190;
constexpr double windowSeconds = 4;
constexpr double tolerance = 0.03; // of the tempo

double repetitionAtLag(const SoundFrames &frames, std::size_t first, std::size_t count, std::size_t lag, double mean)
{
    if (lag >= count)
        return 0;
    double product = 0;
    double power = 1e-12;
    for (std::size_t i = 0; i < count; ++i) {
        const double here = static_cast<double>(frames.onset[first + i]) - mean;
        power += here * here;
        if (i + lag < count)
            product += here * (static_cast<double>(frames.onset[first + i + lag]) - mean);
    }
    // Fewer products at longer lags: made up for.
    return product / power * static_cast<double>(count) / static_cast<double>(count - lag);
}

// Of a beat and of two, three and four: a stroke on each counts, and one on every second.
double periodicity(const SoundFrames &frames, std::size_t first, std::size_t count, double tempo)
{
    const double lag = 60 / tempo * frames.framesPerSecond;
    double sum = 0;
    for (const double beats : { 1.0, 2.0, 4.0 })
        if (beats * lag < 0.75 * static_cast<double>(count))
            sum += onsetRepetition(frames, first, count, beats * lag);
    return sum;
}

double bestTempo(const SoundFrames &frames, std::size_t first, std::size_t count, double low, double high)
{
    double best = 0;
    double most = 0.05;
    for (double tempo = low; tempo <= high; tempo *= 1.005) {
        const double found = periodicity(frames, first, count, tempo);
        if (found > most) {
            most = found;
            best = tempo;
        }
    }
    return best;
}

double percentile(std::vector<float> values, double share)
{
    if (values.empty())
        return static_cast<double>(quietest);
    const auto at = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return static_cast<double>(values[static_cast<std::size_t>(at)]);
}

double strengthAt(const SoundFrames &frames, double tempo, double phase)
{
    const double beat = 60 / tempo * frames.framesPerSecond;
    const double reach = 0.03 * frames.framesPerSecond;
    double on = 0;
    double off = 0;
    std::size_t beats = 0;
    std::size_t others = 0;
    for (std::size_t i = 2; i < frames.onset.size(); ++i) {
        double place = std::fmod(static_cast<double>(i) - phase, beat);
        if (place < 0)
            place += beat;
        const bool near = place <= reach || beat - place <= reach;
        (near ? on : off) += static_cast<double>(frames.onset[i]);
        ++(near ? beats : others);
    }
    if (beats == 0 || others == 0)
        return 0;
    const double elsewhere = off / static_cast<double>(others);
    return on / static_cast<double>(beats) / std::max(elsewhere, 0.05); // silence elsewhere: a twentieth of a decibel
}

double stabilityAt(const SoundFrames &frames, double tempo)
{
    const auto window = static_cast<std::size_t>(windowSeconds * frames.framesPerSecond);
    const auto step = static_cast<std::size_t>(frames.framesPerSecond);
    std::size_t windows = 0;
    std::size_t steady = 0;
    for (std::size_t first = 0; first + window <= frames.onset.size(); first += step) {
        ++windows;
        // The strongest repetition from two thirds to one and a half of the tempo is at the tempo.
        const double found = bestTempo(frames, first, window, tempo / 1.5, tempo * 1.5);
        steady += found > 0 && std::abs(found / tempo - 1) <= tolerance ? 1 : 0;
    }
    return windows == 0 ? 0 : static_cast<double>(steady) / static_cast<double>(windows);
}

} // namespace

double onsetRepetition(const SoundFrames &frames, std::size_t first, std::size_t count, double lag)
{
    double mean = 0;
    for (std::size_t i = first; i < first + count; ++i)
        mean += static_cast<double>(frames.onset[i]);
    mean /= static_cast<double>(std::max<std::size_t>(1, count));
    const auto below = static_cast<std::size_t>(lag);
    const double part = lag - std::floor(lag);
    const double low = repetitionAtLag(frames, first, count, below, mean);
    return part <= 0 ? low : low + part * (repetitionAtLag(frames, first, count, below + 1, mean) - low);
}

BeatMeasures measureBeat(const SoundFrames &frames, double quartersPerMinute, std::optional<double> firstBeat)
{
    BeatMeasures found;
    const bool expected = quartersPerMinute > 0;
    found.tempo = bestTempo(frames, 0, frames.onset.size(), expected ? quartersPerMinute / 1.4 : slowest,
                            expected ? quartersPerMinute * 1.4 : fastest);
    const double tempo = expected ? quartersPerMinute : found.tempo;
    if (tempo > 0) {
        if (firstBeat) {
            found.strength = strengthAt(frames, tempo, *firstBeat * frames.framesPerSecond);
        } else {
            const double beat = 60 / tempo * frames.framesPerSecond;
            for (double phase = 0; phase < beat; phase += 1)
                found.strength = std::max(found.strength, strengthAt(frames, tempo, phase));
        }
        found.stability = stabilityAt(frames, tempo);
    }
    found.noiseFloor = percentile(frames.level, 0.1);
    const std::size_t high = melBands - 10; // bands whose centre is above 4 kHz (where the rate has them)
    for (std::size_t band = high; band < melBands; ++band) {
        std::vector<float> levels;
        for (const auto &mel : frames.mel)
            levels.push_back(mel[band]);
        found.hiss += percentile(std::move(levels), 0.1) / static_cast<double>(melBands - high);
    }
    double power = 0;
    for (const float level : frames.level)
        power += std::pow(10.0, static_cast<double>(level) / 10);
    found.loudness =
        10 * std::log10(power / static_cast<double>(std::max<std::size_t>(1, frames.level.size())) + 1e-10);
    return found;
}

} // namespace klangraum
