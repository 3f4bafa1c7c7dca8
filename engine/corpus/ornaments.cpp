#include "corpus/ornaments.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace klangraum {

namespace {

constexpr int beatSteps = 4;
constexpr int halfBeat = 2;
constexpr double passingChance = 0.75;
constexpr double neighbourChance = 0.2;
constexpr double suspensionChance = 0.5;

// The scale above a chord: natural, in minor with the leading tone where the chord is a dominant.
bool inScale(int pitch, const ChordInKey &here)
{
    const int pitchClass = pitch % 12;
    if (here.chord.contains(pitchClass))
        return true;
    if (here.key.minor && here.chord.leading == here.key.leadingTone() && pitchClass == here.key.degree(6))
        return false; // the natural seventh against its own leading tone
    return here.key.contains(pitchClass);
}

// The note between two that are a third apart, if the scale has one.
std::optional<int> between(int from, int to, const ChordInKey &here)
{
    const int low = std::min(from, to);
    const int gap = std::abs(from - to);
    if (gap == 3) {
        for (const int middle : { low + 1, low + 2 }) {
            if (inScale(middle, here))
                return middle;
        }
    }
    if (gap == 4 && inScale(low + 2, here))
        return low + 2;
    return std::nullopt;
}

std::optional<int> neighbour(int pitch, const ChordInKey &here, Random &random)
{
    const int direction = random.chance(0.6) ? -1 : 1;
    for (const int step : { 1, 2 }) {
        if (inScale(pitch + direction * step, here))
            return pitch + direction * step;
    }
    return std::nullopt;
}

bool isConsonant(int a, int b)
{
    const int interval = std::abs(a - b) % 12;
    return interval == 0 || interval == 3 || interval == 4 || interval == 7 || interval == 8 || interval == 9;
}

// Ranges and order at `step`; notes that move on this off-beat together must be consonant with each other.
bool standsWell(const VoiceGrid &grid, int voice, int step)
{
    const int pitch = grid.at(voice, step);
    const auto &range = chorusRanges[static_cast<std::size_t>(voice)];
    if (pitch < range.lowest || pitch > range.highest)
        return false;
    if ((voice > 0 && grid.at(voice - 1, step) <= pitch) ||
        (voice + 1 < grid.voices && grid.at(voice + 1, step) >= pitch))
        return false;
    for (int other = 0; other < grid.voices; ++other) {
        const bool movesToo = other != voice && step % beatSteps != 0 && grid.onsetAt(other, step);
        if (movesToo && !isConsonant(grid.at(other, step), pitch))
            return false;
    }
    return true;
}

// A passing or neighbour note on the second eighth of the beat.
bool addEighth(VoiceGrid &grid, int voice, int beat, const std::vector<ChordInKey> &chords, Random &random)
{
    const int step = beat * beatSteps;
    const ChordInKey &here = chords[static_cast<std::size_t>(beat)];
    const int from = grid.at(voice, step);
    const int to = grid.at(voice, step + beatSteps);
    std::optional<int> middle;
    if (std::abs(from - to) >= 3 && random.chance(passingChance))
        middle = between(from, to, here);
    else if (from == to && grid.onsetAt(voice, step + beatSteps) && random.chance(neighbourChance))
        middle = neighbour(from, here, random);
    if (!middle)
        return false;
    const VoiceGrid before = grid;
    grid.place(voice, step + halfBeat, beatSteps - halfBeat, *middle);
    if (standsWell(grid, voice, step + halfBeat) && !hasParallels(grid, step, step + beatSteps + 1))
        return true;
    grid = before;
    return false;
}

// The note before is held over the first eighth of the beat and falls a step to the chord's own note: a dissonance
// against the bass (or of the bass against an upper voice) that resolves downwards.
bool addSuspension(VoiceGrid &grid, int voice, int beat)
{
    const int step = beat * beatSteps;
    const int held = grid.at(voice, step - 1);
    const int own = grid.at(voice, step);
    const int fall = held - own;
    if ((fall != 1 && fall != 2) || grid.at(voice, step - beatSteps) != held)
        return false;
    bool dissonant = false;
    for (int other = 0; other < grid.voices; ++other) {
        if (other == voice)
            continue;
        const int against = grid.at(other, step);
        if (against % 12 == own % 12 && (other != grid.voices - 1 || std::abs(against - own) <= 12))
            return false; // the note of resolution sounds already
        if (!grid.onsetAt(other, step) && against == grid.at(other, step - 1))
            continue;
        const int interval = std::abs(against - held) % 12;
        dissonant = dissonant || interval == 1 || interval == 2 || interval == 5 || interval == 10 || interval == 11;
    }
    if (!dissonant)
        return false;
    const VoiceGrid before = grid;
    grid.place(voice, step, halfBeat, held);
    grid.onset[grid.index(voice, step)] = 0;
    grid.place(voice, step + halfBeat, beatSteps - halfBeat, own);
    if (standsWell(grid, voice, step) && !hasParallels(grid, step, step + beatSteps + 1))
        return true;
    grid = before;
    return false;
}

} // namespace

void addOrnaments(VoiceGrid &grid, const std::vector<ChordInKey> &chords, Random &random)
{
    const int beats = static_cast<int>(chords.size());
    for (int beat = 1; beat < beats; ++beat) {
        const int voice = random.between(0, 2);
        const bool cadence = beat + 1 < beats &&
            chords[static_cast<std::size_t>(beat)].chord.form == chords[static_cast<std::size_t>(beat + 1)].chord.form;
        if (!cadence && random.chance(suspensionChance))
            addSuspension(grid, voice, beat);
    }
    for (int beat = 0; beat + 1 < beats; ++beat) {
        // No ornament while the last chord of a phrase is held.
        if (chords[static_cast<std::size_t>(beat)].chord.form == chords[static_cast<std::size_t>(beat + 1)].chord.form)
            continue;
        if (beat > 0 && beat % 8 == 7)
            continue;
        const int first = random.between(0, 3);
        int added = 0;
        for (int i = 0; i < 4 && added < 2; ++i) {
            const int voice = (first + i) % 4;
            const int step = beat * beatSteps;
            const bool plain =
                grid.at(voice, step) == grid.at(voice, step + beatSteps - 1) && !grid.onsetAt(voice, step + halfBeat);
            if (plain && addEighth(grid, voice, beat, chords, random))
                ++added;
        }
    }
}

} // namespace klangraum
