#include "generators/adversarial/portrait.h"

#include "music/statistics.h"

#include <algorithm>
#include <cmath>

namespace klangraum::adversarial {
namespace {

// What a deviation is taken for at least.
constexpr std::array<double, portraitNumbers> leastDeviation{ 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02,
                                                              0.02, 0.02, 0.02, 0.25, 0.1,  1,    1,    0.25, 0.1 };
constexpr double mostDeviations = 10;

std::array<double, portraitNumbers> numbersOf(const Score &score)
{
    const ScoreStatistics all = statisticsOf(score);
    std::array<double, portraitNumbers> numbers{};
    std::copy(all.pitchClasses.begin(), all.pitchClasses.end(), numbers.begin());
    double length = 0; // quarters
    for (const Note &note : score.notes)
        length += static_cast<double>(note.duration) / score.ticksPerQuarter;
    const std::array<double, 6> rest{
        all.notesPerQuarter, all.onsetsPerQuarter,
        all.meanPitch,       static_cast<double>(all.pitchRange()),
        all.polyphony,       length / static_cast<double>(std::max<std::size_t>(1, score.notes.size()))
    };
    std::copy(rest.begin(), rest.end(), numbers.begin() + 12);
    return numbers;
}

} // namespace

Portrait portraitOf(const std::vector<Score> &scores)
{
    Portrait portrait;
    if (scores.empty())
        return portrait;
    const auto count = static_cast<double>(scores.size());
    std::array<double, portraitNumbers> squares{};
    for (const Score &score : scores) {
        const auto numbers = numbersOf(score);
        for (std::size_t i = 0; i < portraitNumbers; ++i) {
            portrait.mean[i] += numbers[i] / count;
            squares[i] += numbers[i] * numbers[i] / count;
        }
    }
    for (std::size_t i = 0; i < portraitNumbers; ++i)
        portrait.deviation[i] = std::sqrt(std::max(0.0, squares[i] - portrait.mean[i] * portrait.mean[i]));
    return portrait;
}

double distance(const Portrait &set, const Portrait &reference)
{
    double sum = 0;
    for (std::size_t i = 0; i < portraitNumbers; ++i) {
        const double unit = std::max(reference.deviation[i], leastDeviation[i]);
        const double apart =
            std::abs(set.mean[i] - reference.mean[i]) + std::abs(set.deviation[i] - reference.deviation[i]);
        sum += std::min(apart / unit, mostDeviations);
    }
    return sum / static_cast<double>(portraitNumbers);
}

} // namespace klangraum::adversarial
