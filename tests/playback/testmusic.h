// Music, sinks and measurements that the playback tests share.
#pragma once

#include "music/audioclip.h"
#include "playback/instrument.h"
#include "playback/sequencer.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <random>
#include <vector>

namespace klangraum::test {

// Collects what the sequencer does.
class Recorder final : public EventSink
{
public:
    void event(const HeardEvent &event) noexcept override { events.push_back(event); }
    std::vector<HeardEvent> events;
};

inline Note note(Tick start, Tick duration, int pitch, int voice = 0, int velocity = 80)
{
    return { start, duration, pitch, velocity, voice };
}

inline Plan plan(std::vector<Note> notes, Tick end, std::uint64_t serial = 1, Tick grid = 120)
{
    Plan plan;
    plan.notes = std::move(notes);
    plan.end = end;
    plan.serial = serial;
    plan.gridTicks = grid;
    makePlayable(plan);
    return plan;
}

// `bars` bars of four voices on a grid, sometimes resting, sometimes tied.
inline std::vector<Note> randomNotes(std::mt19937 &random, Tick begin, Tick end, Tick grid = 120)
{
    std::vector<Note> notes;
    const auto pick = [&random](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    for (int voice = 0; voice < 4; ++voice) {
        for (Tick tick = begin; tick < end;) {
            const Tick duration = std::min<Tick>(grid * pick(1, 8), end - tick);
            if (pick(0, 9) > 0)
                notes.push_back(note(tick, duration, 40 + 10 * voice + pick(0, 12), voice, pick(40, 110)));
            tick += duration;
        }
    }
    std::stable_sort(notes.begin(), notes.end(), [](const Note &a, const Note &b) { return a.start < b.start; });
    return notes;
}

// A score of one held note.
inline Score oneNote(int pitch, int program, double seconds = 2.0)
{
    Score score;
    score.voices = { { "one", program, false } };
    score.tempi = { { 0, 120.0 } };
    score.notes = { note(0, static_cast<Tick>(seconds * 960), pitch, 0, 90) };
    score.normalise();
    return score;
}

// Fundamental in hertz of mono samples, by normalised autocorrelation with parabolic interpolation. 0: no pitch.
inline double pitchOf(const std::vector<float> &mono, double rate, double lowest = 60, double highest = 1500)
{
    const auto shortest = static_cast<std::size_t>(rate / highest);
    const auto longest = static_cast<std::size_t>(rate / lowest);
    if (mono.size() < 3 * longest)
        return 0;
    const std::size_t length = std::min<std::size_t>(mono.size() - longest - 1, 16384);
    std::vector<double> similarity(longest + 2, 0);
    for (std::size_t lag = shortest; lag <= longest; ++lag) {
        double product = 0, a = 0, b = 0;
        for (std::size_t i = 0; i < length; ++i) {
            const double x = mono[i], y = mono[i + lag];
            product += x * y;
            a += x * x;
            b += y * y;
        }
        similarity[lag] = a * b > 0 ? product / std::sqrt(a * b) : 0;
    }
    const double best = *std::max_element(similarity.begin(), similarity.end());
    if (best < 0.5)
        return 0;
    for (std::size_t lag = shortest + 1; lag < longest; ++lag) {
        const double before = similarity[lag - 1], at = similarity[lag], after = similarity[lag + 1];
        if (at > 0.9 * best && at >= before &&
            at >= after) { // the first peak that is nearly the best: no octave errors
            const double bend = before - 2 * at + after;
            return rate / (static_cast<double>(lag) + (bend != 0 ? 0.5 * (before - after) / bend : 0));
        }
    }
    return 0;
}

inline double cents(double frequency, double reference)
{
    return 1200.0 * std::log2(frequency / reference);
}

inline std::vector<float> monoOf(const AudioClip &clip, double fromSecond, double seconds)
{
    std::vector<float> mono;
    const auto from = static_cast<std::size_t>(fromSecond * clip.sampleRate);
    const auto to = std::min(clip.frames(), from + static_cast<std::size_t>(seconds * clip.sampleRate));
    for (std::size_t i = from; i < to; ++i)
        mono.push_back(0.5f * (clip.samples[2 * i] + clip.samples[2 * i + 1]));
    return mono;
}

inline double loudness(const std::vector<float> &samples)
{
    double sum = 0;
    for (const float sample : samples)
        sum += static_cast<double>(sample) * static_cast<double>(sample);
    return samples.empty() ? 0 : std::sqrt(sum / static_cast<double>(samples.size()));
}

// Signal to difference, decibels.
inline double signalToNoise(const std::vector<float> &signal, const std::vector<float> &other)
{
    double power = 0, error = 1e-30;
    for (std::size_t i = 0; i < std::min(signal.size(), other.size()); ++i) {
        const double difference = static_cast<double>(signal[i]) - static_cast<double>(other[i]);
        power += static_cast<double>(signal[i]) * static_cast<double>(signal[i]);
        error += difference * difference;
    }
    return 10 * std::log10(power / error);
}

} // namespace klangraum::test
