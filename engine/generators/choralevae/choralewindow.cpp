#include "generators/choralevae/choralewindow.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace klangraum::chorale {
namespace {

using Histogram = std::array<double, 12>;

constexpr Histogram majorProfile{ 6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88 };
constexpr Histogram minorProfile{ 6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17 };

Histogram standardised(Histogram values)
{
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / 12;
    double square = 0;
    for (double &value : values) {
        value -= mean;
        square += value * value;
    }
    const double deviation = std::sqrt(square / 12);
    for (double &value : values)
        value = deviation > 0 ? value / deviation : 0;
    return values;
}

// Correlation of the notes with the profile whose tonic is `tonic`.
double fit(const Histogram &notes, const Histogram &profile, int tonic)
{
    double sum = 0;
    for (std::size_t i = 0; i < 12; ++i)
        sum += notes[(i + static_cast<std::size_t>(tonic)) % 12] * profile[i];
    return sum / 12;
}

struct KeyFits
{
    std::array<double, 12> major{};
    std::array<double, 12> minor{};
};

KeyFits keyFits(const Histogram &counts)
{
    static const Histogram major = standardised(majorProfile);
    static const Histogram minor = standardised(minorProfile);
    const Histogram notes = standardised(counts);
    KeyFits fits;
    for (int tonic = 0; tonic < 12; ++tonic) {
        fits.major[static_cast<std::size_t>(tonic)] = fit(notes, major, tonic);
        fits.minor[static_cast<std::size_t>(tonic)] = fit(notes, minor, tonic);
    }
    return fits;
}

std::size_t at(int step, int voice)
{
    return static_cast<std::size_t>(step * voices + voice);
}

// Calls melodic(voice, semitones) and vertical(semitones) for every interval of the window.
template <typename OnMelodic, typename OnVertical>
void forIntervals(const ChoraleWindow &window, OnMelodic melodic, OnVertical vertical)
{
    std::array<int, voices> previous{ -1, -1, -1, -1 };
    for (int step = 0; step < steps; ++step) {
        bool any = false;
        int lowest = rest;
        for (int voice = 0; voice < voices; ++voice) {
            const int cell = window[at(step, voice)];
            if (cell < rest)
                lowest = std::min(lowest, cell);
            if (!isOnset(window, step, voice))
                continue;
            any = true;
            int &before = previous[static_cast<std::size_t>(voice)];
            if (before >= 0)
                melodic(voice, std::clamp(cell - before, -24, 24));
            before = cell;
        }
        if (!any)
            continue;
        bool skipped = false; // the lowest note itself
        for (int voice = voices - 1; voice >= 0; --voice) {
            const int cell = window[at(step, voice)];
            if (cell == rest)
                continue;
            if (cell == lowest && !skipped)
                skipped = true;
            else
                vertical(std::min(cell - lowest, 36));
        }
    }
}

} // namespace

int tonicOf(const VoiceGrid &grid)
{
    Histogram counts{};
    for (const std::int16_t pitch : grid.pitch)
        if (pitch >= 0)
            ++counts[static_cast<std::size_t>(pitch % 12)];
    const KeyFits fits = keyFits(counts);
    int best = 0;
    double bestFit = -2;
    for (int tonic = 0; tonic < 12; ++tonic) {
        const double value = std::max(fits.major[static_cast<std::size_t>(tonic)],
                                      fits.minor[static_cast<std::size_t>((tonic + 9) % 12)]);
        if (value > bestFit) {
            bestFit = value;
            best = tonic;
        }
    }
    return best;
}

ChoraleWindow windowOf(const VoiceGrid &grid, int from, int shift)
{
    ChoraleWindow window{};
    for (int step = 0; step < steps; ++step)
        for (int voice = 0; voice < voices; ++voice) {
            const int place = from + step;
            const int pitch = place >= 0 && place < grid.steps ? grid.at(voice, place) : -1;
            const int cell = pitch + shift - lowestPitch;
            window[at(step, voice)] = static_cast<std::uint8_t>(pitch < 0 || cell < 0 || cell >= rest ? rest : cell);
        }
    return window;
}

VoiceGrid gridOf(const std::vector<ChoraleWindow> &windows, int shift)
{
    VoiceGrid grid(voices, static_cast<int>(windows.size()) * steps);
    for (std::size_t index = 0; index < windows.size(); ++index)
        for (int step = 0; step < steps; ++step)
            for (int voice = 0; voice < voices; ++voice) {
                const int cell = windows[index][at(step, voice)];
                const std::size_t place = grid.index(voice, static_cast<int>(index) * steps + step);
                grid.pitch[place] =
                    static_cast<std::int16_t>(cell == rest ? -1 : std::clamp(cell + lowestPitch + shift, 0, 127));
                grid.onset[place] = isOnset(windows[index], step, voice) ? 1 : 0;
            }
    grid.normalise();
    return grid;
}

ChoraleWindow transposed(const ChoraleWindow &window, int semitones)
{
    ChoraleWindow moved = window;
    for (std::uint8_t &cell : moved) {
        const int place = cell + semitones;
        if (cell < rest && place >= 0 && place < rest)
            cell = static_cast<std::uint8_t>(place);
    }
    return moved;
}

bool isOnset(const ChoraleWindow &window, int step, int voice)
{
    const int cell = window[at(step, voice)];
    return cell < rest && (step == 0 || window[at(step - 1, voice)] != cell);
}

bool isEmpty(const ChoraleWindow &window)
{
    return std::all_of(window.begin(), window.end(), [](std::uint8_t cell) { return cell == rest; });
}

double densityOf(const ChoraleWindow &window)
{
    int onsets = 0;
    for (int step = 0; step < steps; ++step)
        for (int voice = 0; voice < voices; ++voice)
            onsets += isOnset(window, step, voice) ? 1 : 0;
    return static_cast<double>(onsets) / beats;
}

double registerOf(const ChoraleWindow &window)
{
    double sum = 0;
    int count = 0;
    for (const std::uint8_t cell : window)
        if (cell < rest) {
            sum += cell + lowestPitch;
            ++count;
        }
    return count > 0 ? sum / count : 0;
}

double modeOf(const ChoraleWindow &window)
{
    Histogram counts{};
    for (const std::uint8_t cell : window)
        if (cell < rest)
            ++counts[static_cast<std::size_t>((cell + lowestPitch) % 12)];
    const KeyFits fits = keyFits(counts);
    return *std::max_element(fits.major.begin(), fits.major.end()) -
        *std::max_element(fits.minor.begin(), fits.minor.end());
}

IntervalTable IntervalTable::fit(const std::vector<ChoraleWindow> &windows)
{
    std::array<double, size> counts{};
    counts.fill(0.5);
    for (const ChoraleWindow &window : windows)
        forIntervals(
            window,
            [&](int voice, int semitones) { ++counts[static_cast<std::size_t>(voice * melodicBins + semitones + 24)]; },
            [&](int semitones) { ++counts[static_cast<std::size_t>(voices * melodicBins + semitones)]; });
    std::array<float, size> bits{};
    const auto normalise = [&](std::size_t begin, std::size_t count) {
        double sum = 0;
        for (std::size_t i = begin; i < begin + count; ++i)
            sum += counts[i];
        for (std::size_t i = begin; i < begin + count; ++i)
            bits[i] = static_cast<float>(std::log2(sum / counts[i]));
    };
    for (std::size_t voice = 0; voice < voices; ++voice)
        normalise(voice * melodicBins, melodicBins);
    normalise(voices * melodicBins, verticalBins);
    return IntervalTable(bits);
}

double IntervalTable::surpriseOf(const ChoraleWindow &window) const
{
    double melodic = 0;
    double vertical = 0;
    int melodicCount = 0;
    int verticalCount = 0;
    forIntervals(
        window,
        [&](int voice, int semitones) {
            melodic += static_cast<double>(m_bits[static_cast<std::size_t>(voice * melodicBins + semitones + 24)]);
            ++melodicCount;
        },
        [&](int semitones) {
            vertical += static_cast<double>(m_bits[static_cast<std::size_t>(voices * melodicBins + semitones)]);
            ++verticalCount;
        });
    melodic /= std::max(melodicCount, 1);
    vertical /= std::max(verticalCount, 1);
    if (melodicCount == 0 || verticalCount == 0)
        return melodic + vertical;
    return 0.5 * (melodic + vertical);
}

} // namespace klangraum::chorale
