#include "evaluation/featurefunctions.h"
#include "evaluation/features.h"
#include "evaluation/notelengths.h"
#include "music/statistics.h"

#include <algorithm>
#include <bitset>
#include <map>
#include <set>

namespace klangraum::features_of {

namespace {

constexpr Tick kGrooveGrid = 24; // positions a quarter: MusPy's resolution

Tick gridPosition(Tick ticks, int ticksPerQuarter)
{
    return (2 * ticks * kGrooveGrid + ticksPerQuarter) / (2 * Tick{ ticksPerQuarter });
}

std::size_t barsOf(const MusicView &piece)
{
    return static_cast<std::size_t>(std::min(piece.bars().bars(), static_cast<std::int64_t>(mostFeatureBars)));
}

// Calls `add(bar, note)` for the notes that begin in the bars looked at.
template <typename Add> void eachOnset(const MusicView &piece, Add add)
{
    const std::size_t bars = barsOf(piece);
    for (const Note &note : piece.notes()) {
        const auto bar = static_cast<std::size_t>(piece.bars().barAt(note.start));
        if (bar < bars)
            add(bar, note);
    }
}

} // namespace

Values meanInterOnset(const MusicView &piece)
{
    double onsets = 0;
    Tick last = -1;
    for (const Note &note : piece.notes()) {
        onsets += note.start != last ? 1 : 0;
        last = note.start;
    }
    if (onsets < 2)
        return {};
    return { piece.quarters(last - piece.notes().front().start) / (onsets - 1) };
}

Values noteLengths(const MusicView &piece)
{
    Values shares(noteLengthClasses, 0.0);
    for (const Note &note : piece.notes())
        ++shares[noteLengthClass(note.duration, piece.score().ticksPerQuarter)];
    for (double &share : shares)
        share = piece.notes().empty() ? 0 : share / static_cast<double>(piece.notes().size());
    return shares;
}

Values noteLengthTransitions(const MusicView &piece)
{
    Values counts(noteLengthClasses * noteLengthClasses, 0.0);
    const int grid = piece.score().ticksPerQuarter;
    for (const auto &line : piece.lines()) {
        for (std::size_t i = 1; i < line.size(); ++i)
            ++counts[noteLengthClass(line[i - 1].duration, grid) * noteLengthClasses +
                     noteLengthClass(line[i].duration, grid)];
    }
    return counts;
}

Values emptyBarRate(const MusicView &piece)
{
    return piece.bars().bars() > 0 ? Values{ statisticsOf(piece.score()).emptyBarRate } : Values{};
}

Values qualifiedNotes(const MusicView &piece)
{
    if (piece.notes().empty())
        return {};
    const auto qualified = std::count_if(piece.notes().begin(), piece.notes().end(), [&](const Note &note) {
        return note.duration * 8 >= piece.score().ticksPerQuarter; // three of MuseGAN's 24 steps a quarter
    });
    return { static_cast<double>(qualified) / static_cast<double>(piece.notes().size()) };
}

Values grooveConsistency(const MusicView &piece)
{
    const BarGrid &grid = piece.bars();
    if (grid.bars() < 2)
        return {};
    const int ticks = piece.score().ticksPerQuarter;
    const auto positionsOf = [&](std::int64_t bar) {
        return std::max<Tick>(gridPosition(grid.barStart(bar + 1) - grid.barStart(bar), ticks), 1);
    };
    std::map<std::int64_t, std::set<Tick>> onsets;
    for (const Note &note : piece.score().notes) {
        const std::int64_t bar = grid.barAt(note.start);
        const Tick position = gridPosition(note.start - grid.barStart(bar), ticks);
        onsets[bar].insert(std::min(position, positionsOf(bar) - 1));
    }
    static const std::set<Tick> none;
    const auto at = [&](std::int64_t bar) -> const std::set<Tick> & {
        const auto found = onsets.find(bar);
        return found == onsets.end() ? none : found->second;
    };
    double different = 0;
    double compared = 0;
    for (std::int64_t bar = 1; bar < grid.bars(); ++bar) {
        const auto &before = at(bar - 1);
        const auto &after = at(bar);
        const auto both = std::count_if(before.begin(), before.end(), [&](Tick p) { return after.contains(p); });
        different += static_cast<double>(before.size() + after.size()) - 2 * static_cast<double>(both);
        compared += static_cast<double>(std::max(positionsOf(bar - 1), positionsOf(bar)));
    }
    return { 1 - different / compared };
}

Values pitchCountOfBars(const MusicView &piece)
{
    std::vector<std::bitset<128>> used(barsOf(piece));
    eachOnset(piece, [&](std::size_t bar, const Note &note) { used[bar].set(static_cast<std::size_t>(note.pitch)); });
    Values counts;
    for (const auto &pitches : used)
        counts.push_back(static_cast<double>(pitches.count()));
    return counts;
}

Values noteCountOfBars(const MusicView &piece)
{
    Values counts(barsOf(piece), 0.0);
    eachOnset(piece, [&](std::size_t bar, const Note &) { ++counts[bar]; });
    return counts;
}

Values pitchClassesOfBars(const MusicView &piece)
{
    const std::size_t bars = barsOf(piece);
    Values shares(bars * 12, 0.0);
    for (const Note &note : piece.notes()) {
        for (auto bar = static_cast<std::size_t>(piece.bars().barAt(note.start)); bar < bars; ++bar) {
            const Tick from = std::max(note.start, piece.bars().barStart(static_cast<std::int64_t>(bar)));
            const Tick to = std::min(note.end(), piece.bars().barStart(static_cast<std::int64_t>(bar) + 1));
            if (from >= to)
                break;
            shares[bar * 12 + static_cast<std::size_t>(note.pitch % 12)] += static_cast<double>(to - from);
        }
    }
    for (std::size_t bar = 0; bar < bars; ++bar) {
        double sum = 0;
        for (std::size_t i = 0; i < 12; ++i)
            sum += shares[bar * 12 + i];
        for (std::size_t i = 0; i < 12 && sum > 0; ++i)
            shares[bar * 12 + i] /= sum;
    }
    return shares;
}

} // namespace klangraum::features_of
