#include "evaluation/featurefunctions.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstdlib>

namespace klangraum::features_of {

namespace {

std::size_t pitchClass(const Note &note)
{
    return static_cast<std::size_t>(note.pitch % 12);
}

double mean(const std::vector<Note> &notes)
{
    double sum = 0;
    for (const Note &note : notes)
        sum += note.pitch;
    return sum / static_cast<double>(notes.size());
}

// Ticks at which any of the notes sounds; they are sorted by start.
Tick soundingTicks(const std::vector<Note> &notes)
{
    Tick sum = 0;
    Tick end = 0;
    for (const Note &note : notes) {
        sum += std::max<Tick>(note.end() - std::max(note.start, end), 0);
        end = std::max(end, note.end());
    }
    return sum;
}

} // namespace

Values pitchCount(const MusicView &piece)
{
    std::bitset<128> used;
    for (const Note &note : piece.notes())
        used.set(static_cast<std::size_t>(note.pitch));
    return { static_cast<double>(used.count()) };
}

Values noteCount(const MusicView &piece)
{
    return { static_cast<double>(piece.notes().size()) };
}

Values pitchClasses(const MusicView &piece)
{
    Values shares(12, 0.0);
    double sum = 0;
    for (const Note &note : piece.notes()) {
        shares[pitchClass(note)] += static_cast<double>(note.duration);
        sum += static_cast<double>(note.duration);
    }
    for (double &share : shares)
        share = sum > 0 ? share / sum : 0;
    return shares;
}

Values pitchRange(const MusicView &piece)
{
    if (piece.notes().empty())
        return {};
    const auto [low, high] = std::minmax_element(piece.notes().begin(), piece.notes().end(),
                                                 [](const Note &a, const Note &b) { return a.pitch < b.pitch; });
    return { static_cast<double>(high->pitch - low->pitch) };
}

Values meanInterval(const MusicView &piece)
{
    double sum = 0;
    double intervals = 0;
    for (const auto &line : piece.lines()) {
        for (std::size_t i = 1; i < line.size(); ++i) {
            sum += std::abs(line[i].pitch - line[i - 1].pitch);
            ++intervals;
        }
    }
    return intervals > 0 ? Values{ sum / intervals } : Values{};
}

Values pitchClassTransitions(const MusicView &piece)
{
    Values counts(144, 0.0);
    for (const auto &line : piece.lines()) {
        for (std::size_t i = 1; i < line.size(); ++i)
            ++counts[pitchClass(line[i - 1]) * 12 + pitchClass(line[i])];
    }
    return counts;
}

Values meanPitch(const MusicView &piece)
{
    return piece.notes().empty() ? Values{} : Values{ mean(piece.notes()) };
}

Values pitchDeviation(const MusicView &piece)
{
    if (piece.notes().empty())
        return {};
    const double middle = mean(piece.notes());
    double sum = 0;
    for (const Note &note : piece.notes())
        sum += (note.pitch - middle) * (note.pitch - middle);
    return { std::sqrt(sum / static_cast<double>(piece.notes().size())) };
}

Values pitchGroups(const MusicView &piece)
{
    Values groups;
    int last = -2;
    for (const Note &note : piece.notes()) {
        if (!groups.empty() && note.pitch != last + 1)
            groups.push_back(-1);
        groups.push_back(note.pitch);
        last = note.pitch;
    }
    if (!groups.empty())
        groups.push_back(-1);
    return groups;
}

Values polyphony(const MusicView &piece)
{
    std::array<std::vector<Note>, 128> pitches;
    for (const Note &note : piece.notes())
        pitches[static_cast<std::size_t>(note.pitch)].push_back(note);
    Tick sum = 0;
    for (const auto &notes : pitches)
        sum += soundingTicks(notes);
    const Tick sounding = soundingTicks(piece.notes());
    return sounding > 0 ? Values{ static_cast<double>(sum) / static_cast<double>(sounding) } : Values{};
}

Values scaleConsistency(const MusicView &piece)
{
    if (piece.notes().empty())
        return {};
    std::array<double, 12> counts{};
    for (const Note &note : piece.notes())
        ++counts[pitchClass(note)];
    constexpr std::array<std::size_t, 7> major = { 0, 2, 4, 5, 7, 9, 11 }; // a natural minor scale has these of another
    double most = 0;
    for (std::size_t tonic = 0; tonic < 12; ++tonic) {
        double inScale = 0;
        for (const std::size_t degree : major)
            inScale += counts[(tonic + degree) % 12];
        most = std::max(most, inScale);
    }
    return { most / static_cast<double>(piece.notes().size()) };
}

} // namespace klangraum::features_of
