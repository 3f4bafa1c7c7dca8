#include "evaluation/featurefunctions.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <map>
#include <numbers>
#include <vector>

namespace klangraum::features_of {

namespace {

using Chroma = std::array<double, 12>;
using Centroid = std::array<double, 6>;

// What of a note falls into each of the spans that `startOf` and `at` describe: f(span, ticks).
template <typename At, typename StartOf, typename F> void eachSpan(const Note &note, At at, StartOf startOf, F f)
{
    for (std::int64_t span = at(note.start); startOf(span) < note.end(); ++span)
        f(span, std::min(note.end(), startOf(span + 1)) - std::max(note.start, startOf(span)));
}

// The circle of fifths and those of minor and major thirds: Harte, Sandler, Gasser 2006, equations 1 and 2.
Centroid centroidOf(const Chroma &chroma)
{
    constexpr std::array<double, 3> radius{ 1, 1, 0.5 };
    constexpr std::array<double, 3> turn{ 7.0 / 6, 3.0 / 2, 2.0 / 3 }; // of half a circle, a semitone
    double sum = 0;
    for (const double weight : chroma)
        sum += weight;
    Centroid centroid{};
    for (std::size_t circle = 0; circle < 3; ++circle)
        for (std::size_t i = 0; i < 12; ++i) {
            const double angle = static_cast<double>(i) * turn[circle] * std::numbers::pi;
            centroid[2 * circle] += radius[circle] * std::sin(angle) * chroma[i] / sum;
            centroid[2 * circle + 1] += radius[circle] * std::cos(angle) * chroma[i] / sum;
        }
    return centroid;
}

double distanceOf(const Centroid &a, const Centroid &b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(sum);
}

} // namespace

Values usedPitchClasses(const MusicView &piece)
{
    const BarGrid &grid = piece.bars();
    double used = 0;
    double bars = 0;
    for (const auto &line : piece.lines()) {
        std::map<std::int64_t, std::bitset<12>> classes;
        for (const Note &note : line)
            eachSpan(
                note, [&](Tick tick) { return grid.barAt(tick); }, [&](std::int64_t bar) { return grid.barStart(bar); },
                [&](std::int64_t bar, Tick) { classes[bar].set(static_cast<std::size_t>(note.pitch % 12)); });
        for (const auto &[bar, of] : classes)
            used += static_cast<double>(of.count());
        bars += static_cast<double>(classes.size());
    }
    return bars > 0 ? Values{ used / bars } : Values{};
}

Values tonalDistance(const MusicView &piece)
{
    const auto quarter = static_cast<Tick>(piece.score().ticksPerQuarter);
    std::map<std::int64_t, std::map<std::size_t, Chroma>> beats; // beat, voice
    for (std::size_t voice = 0; voice < piece.lines().size(); ++voice)
        for (const Note &note : piece.lines()[voice])
            eachSpan(
                note, [&](Tick tick) { return tick / quarter; }, [&](std::int64_t beat) { return beat * quarter; },
                [&](std::int64_t beat, Tick ticks) {
                    beats[beat][voice][static_cast<std::size_t>(note.pitch % 12)] += static_cast<double>(ticks);
                });
    double sum = 0;
    double pairs = 0;
    for (const auto &[beat, voices] : beats) {
        std::vector<Centroid> centroids;
        for (const auto &[voice, chroma] : voices)
            centroids.push_back(centroidOf(chroma));
        for (std::size_t a = 0; a < centroids.size(); ++a)
            for (std::size_t b = a + 1; b < centroids.size(); ++b, ++pairs)
                sum += distanceOf(centroids[a], centroids[b]);
    }
    return pairs > 0 ? Values{ sum / pairs } : Values{};
}

} // namespace klangraum::features_of
