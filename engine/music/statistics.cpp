#include "music/statistics.h"

#include "music/bargrid.h"

#include <algorithm>

namespace klangraum {

namespace {

constexpr int metricGrid = 24; // ticks a quarter: sixteenths and triplets of eighths are whole

// Positions of a bar that repeat every levels[i] ticks, the strongest first; each divides the one before where the
// metre has it so.
std::vector<Tick> metricLevels(const MetreChange &metre)
{
    const Tick unit = std::max<Tick>(Tick{ metricGrid } * 4 / metre.denominator, 1);
    const bool compound = metre.denominator >= 8 && metre.numerator > 3 && metre.numerator % 3 == 0;
    const Tick beat = compound ? 3 * unit : unit;
    const int beats = compound ? metre.numerator / 3 : metre.numerator;
    std::vector<Tick> levels = { beats * beat };
    if (beats == 4)
        levels.push_back(2 * beat);
    levels.push_back(beat);
    if (compound)
        levels.push_back(unit);
    for (Tick part = levels.back(); part % 2 == 0 && part > metricGrid / 4;)
        levels.push_back(part /= 2);
    return levels;
}

struct Span
{
    Tick from;
    Tick to;
};

// The union of the notes' times, in order. `notes` are sorted by start.
template <typename Counts> std::vector<Span> soundingSpans(const Score &score, Counts counts)
{
    std::vector<Span> spans;
    for (const Note &note : score.notes) {
        if (!counts(note))
            continue;
        if (!spans.empty() && note.start <= spans.back().to)
            spans.back().to = std::max(spans.back().to, note.end());
        else
            spans.push_back({ note.start, note.end() });
    }
    return spans;
}

double emptyBars(const Score &score)
{
    const BarGrid grid(score);
    if (grid.bars() == 0)
        return 0.0;
    std::int64_t sounding = 0;
    std::int64_t last = -1;
    for (const Span &span : soundingSpans(score, [](const Note &) { return true; })) {
        const std::int64_t first = std::max(grid.barAt(span.from), last + 1);
        last = std::max(last, grid.barAt(span.to - 1));
        sounding += std::max<std::int64_t>(last - first + 1, 0);
    }
    return 1.0 - static_cast<double>(sounding) / static_cast<double>(grid.bars());
}

bool isPercussion(const Score &score, const Note &note)
{
    return score.voices[static_cast<std::size_t>(note.voice)].percussion;
}

} // namespace

double syncopationRate(const Score &given)
{
    const Score score = given.withTicksPerQuarter(metricGrid);
    const BarGrid grid(score);
    std::vector<Tick> levels;
    MetreChange levelsOf{ -1, 0, 0 };
    std::int64_t all = 0;
    std::int64_t syncopated = 0;
    for (const Note &note : score.notes) {
        if (isPercussion(score, note))
            continue;
        if (const MetreChange &metre = grid.metreAt(note.start); !(metre == levelsOf)) {
            levelsOf = metre;
            levels = metricLevels(metre);
        }
        ++all;
        const Tick position = grid.tickInBar(note.start);
        const auto own = std::find_if(levels.begin(), levels.end(), [&](Tick level) { return position % level == 0; });
        if (own == levels.begin())
            continue;
        // Triplets subdivide the beat; they are no weaker halves of it.
        const Tick beat = std::max<Tick>(Tick{ metricGrid } * 4 / levelsOf.denominator, 1);
        const bool triplet = own == levels.end() && beat % 3 == 0 && position % (beat / 3) == 0;
        const Tick stronger = triplet ? beat : *std::prev(own);
        syncopated += (position / stronger + 1) * stronger < position + note.duration ? 1 : 0;
    }
    return all > 0 ? static_cast<double>(syncopated) / static_cast<double>(all) : 0.0;
}

ScoreStatistics statisticsOf(const Score &given)
{
    Score score = given;
    score.normalise();
    ScoreStatistics result;
    double pitches = 0.0;
    double velocities = 0.0;
    double durations = 0.0;
    std::int64_t onsets = 0;
    Tick lastOnset = -1;
    result.lowestPitch = 127;
    for (const Note &note : score.notes) {
        if (isPercussion(score, note))
            continue;
        ++result.notes;
        result.pitchClasses[static_cast<std::size_t>(note.pitch % 12)] += 1.0;
        result.lowestPitch = std::min(result.lowestPitch, note.pitch);
        result.highestPitch = std::max(result.highestPitch, note.pitch);
        pitches += note.pitch;
        velocities += note.velocity;
        durations += static_cast<double>(note.duration);
        onsets += note.start != lastOnset ? 1 : 0;
        lastOnset = note.start;
    }
    result.emptyBarRate = emptyBars(score);
    if (result.notes == 0) {
        result.lowestPitch = 0;
        return result;
    }
    const auto notes = static_cast<double>(result.notes);
    for (double &share : result.pitchClasses)
        share /= notes;
    const double quarters = static_cast<double>(score.length) / score.ticksPerQuarter;
    double sounding = 0.0;
    for (const Span &span : soundingSpans(score, [&](const Note &note) { return !isPercussion(score, note); }))
        sounding += static_cast<double>(span.to - span.from);
    result.meanPitch = pitches / notes;
    result.meanVelocity = velocities / notes;
    result.notesPerQuarter = notes / quarters;
    result.onsetsPerQuarter = static_cast<double>(onsets) / quarters;
    result.polyphony = durations / sounding;
    result.syncopation = syncopationRate(score);
    return result;
}

} // namespace klangraum
