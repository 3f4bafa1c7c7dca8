#include "music/score.h"

#include "music/error.h"
#include "music/tempomap.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace klangraum {

namespace {

// Far beyond any music, far below where sums and products with a grid would overflow.
constexpr Tick latestTick = Tick{ 1 } << 40;
constexpr int finestGrid = 1 << 20;
constexpr int mostVoices = 1 << 16;

bool isMetre(const MetreChange &metre)
{
    const int d = metre.denominator;
    return metre.numerator >= 1 && metre.numerator <= 255 && d >= 1 && d <= 128 && (d & (d - 1)) == 0;
}

bool isTempo(const TempoChange &tempo)
{
    return std::isfinite(tempo.quartersPerMinute) && tempo.quartersPerMinute > 0.0;
}

// Sorted by tick, one change a tick (the last one given counts), an entry at tick 0.
template <typename Change> void normaliseChanges(std::vector<Change> &changes)
{
    for (Change &change : changes)
        change.tick = std::clamp<Tick>(change.tick, 0, latestTick);
    std::stable_sort(changes.begin(), changes.end(), [](const Change &a, const Change &b) { return a.tick < b.tick; });
    std::vector<Change> kept;
    if (changes.empty() || changes.front().tick > 0)
        kept.push_back(Change{});
    for (const Change &change : changes) {
        if (!kept.empty() && kept.back().tick == change.tick)
            kept.back() = change;
        else
            kept.push_back(change);
    }
    changes = std::move(kept);
}

// The changes as heard from `from` on, moved to begin at 0.
template <typename Change> std::vector<Change> sliceChanges(const std::vector<Change> &changes, Tick from, Tick to)
{
    std::vector<Change> kept;
    for (Change change : changes) {
        if (change.tick >= to && change.tick > from)
            continue;
        change.tick = std::max<Tick>(change.tick - from, 0);
        if (!kept.empty() && kept.back().tick == change.tick)
            kept.back() = change;
        else
            kept.push_back(change);
    }
    return kept;
}

void requireGrid(int ticks)
{
    if (ticks < 1 || ticks > finestGrid)
        throw Error("score: ticks a quarter must be 1 to " + std::to_string(finestGrid) + ", found " +
                    std::to_string(ticks));
}

} // namespace

void Score::normalise()
{
    requireGrid(ticksPerQuarter);
    std::erase_if(notes, [](const Note &note) {
        return note.pitch < 0 || note.pitch > 127 || note.start > latestTick || note.start < -latestTick ||
            (note.start < 0 && note.duration <= -note.start);
    });
    int highest = static_cast<int>(std::min<std::size_t>(voices.size(), mostVoices)) - 1;
    for (Note &note : notes) {
        const Tick end = note.start + std::clamp<Tick>(note.duration, 1, latestTick);
        note.start = std::max<Tick>(note.start, 0);
        note.duration = std::max<Tick>(end - note.start, 1);
        note.velocity = std::clamp(note.velocity, 1, 127);
        note.voice = std::clamp(note.voice, 0, mostVoices - 1);
        highest = std::max(highest, note.voice);
        length = std::max(length, note.end());
    }
    length = std::clamp<Tick>(length, 0, 2 * latestTick);
    voices.resize(std::max(voices.size(), static_cast<std::size_t>(highest + 1)));
    for (Voice &voice : voices)
        voice.program = std::clamp(voice.program, 0, 127);
    const auto key = [](const Note &n) { return std::tie(n.start, n.voice, n.pitch, n.duration, n.velocity); };
    const auto before = [key](const Note &a, const Note &b) { return key(a) < key(b); };
    if (!std::is_sorted(notes.begin(), notes.end(), before))
        std::sort(notes.begin(), notes.end(), before);
    std::erase_if(tempi, [](const TempoChange &tempo) { return !isTempo(tempo); });
    std::erase_if(metres, [](const MetreChange &metre) { return !isMetre(metre); });
    normaliseChanges(tempi);
    normaliseChanges(metres);
}

double Score::secondsAt(Tick tick) const
{
    return TempoMap(*this).secondsAt(tick);
}

Score Score::slice(Tick from, Tick to) const
{
    Score part;
    part.ticksPerQuarter = ticksPerQuarter;
    part.title = title;
    part.voices = voices;
    part.length = std::max<Tick>(to - from, 0);
    part.tempi = sliceChanges(tempi, from, to);
    part.metres = sliceChanges(metres, from, to);
    for (Note note : notes) {
        if (note.start < from || note.start >= to)
            continue;
        note.duration = std::min(note.end(), to) - note.start;
        note.start -= from;
        part.notes.push_back(note);
    }
    part.normalise();
    return part;
}

Score Score::transposed(int semitones) const
{
    Score moved = *this;
    for (Note &note : moved.notes) {
        const auto voice = static_cast<std::size_t>(note.voice);
        if (voice >= voices.size() || !voices[voice].percussion)
            note.pitch += std::clamp(semitones, -1000, 1000);
    }
    std::erase_if(moved.notes, [](const Note &note) { return note.pitch < 0 || note.pitch > 127; });
    return moved;
}

Score Score::withTicksPerQuarter(int ticks) const
{
    requireGrid(ticks);
    requireGrid(ticksPerQuarter);
    const auto moved = [from = Tick{ ticksPerQuarter }, to = Tick{ ticks }](Tick tick) {
        const Tick scaled = 2 * tick * to + from;
        return scaled / (2 * from) - (scaled < 0 && scaled % (2 * from) != 0 ? 1 : 0);
    };
    Score other = *this;
    other.normalise();
    other.ticksPerQuarter = ticks;
    for (Note &note : other.notes) {
        const Tick end = moved(note.end());
        note.start = moved(note.start);
        note.duration = std::max<Tick>(end - note.start, 1);
    }
    for (TempoChange &tempo : other.tempi)
        tempo.tick = moved(tempo.tick);
    for (MetreChange &metre : other.metres)
        metre.tick = moved(metre.tick);
    other.length = moved(other.length);
    other.normalise();
    return other;
}

} // namespace klangraum
