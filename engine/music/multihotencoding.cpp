#include "music/multihotencoding.h"

#include "music/error.h"

#include <algorithm>
#include <array>
#include <string>

namespace klangraum {

namespace {

// Note values in ticks at 48 a quarter: 64th, 32nd triplet, 32nd, sixteenth triplet, dotted 32nd, ... breve.
constexpr std::array<Tick, 18> noteValues = { 3, 4, 6, 8, 9, 12, 16, 18, 24, 32, 36, 48, 72, 96, 144, 192, 288, 384 };
constexpr Tick defaultStep = 12;
constexpr double share = 0.2;
constexpr std::int64_t mostSteps = 3'000'000; // 52 hours of sixteenths at 240 a minute; also bounds memory
constexpr float threshold = 0.5f;
constexpr int decodedVelocity = 80;

// Nearest by ratio: the border of two neighbours is their geometric mean, and the longer one has it.
std::size_t nearestValue(double ticks)
{
    std::size_t value = 0;
    while (value + 1 < noteValues.size() &&
           ticks * ticks >= static_cast<double>(noteValues[value] * noteValues[value + 1]))
        ++value;
    return value;
}

bool counts(const Score &score, const Note &note)
{
    const auto voice = static_cast<std::size_t>(note.voice);
    return note.pitch >= MultiHot::lowestPitch && note.pitch < MultiHot::lowestPitch + MultiHot::keys &&
        (voice >= score.voices.size() || !score.voices[voice].percussion);
}

// A time or duration of the score in whole steps, rounded to the nearest.
std::int64_t inSteps(Tick tick, int ticksPerQuarter, Tick step)
{
    const Tick unit = ticksPerQuarter * step;
    return (2 * tick * MultiHot::ticksPerQuarter + unit) / (2 * unit);
}

// The steps that are kept: all but rests longer than the longest.
std::vector<bool> withoutLongRests(std::int64_t steps, const std::vector<NoteRun> &notes, Tick step)
{
    std::vector<bool> sounding(static_cast<std::size_t>(steps), false);
    std::int64_t covered = 0; // notes are sorted by onset: everything before this is marked already
    for (const NoteRun &note : notes)
        for (covered = std::max(covered, note.step); covered < note.step + note.steps; ++covered)
            sounding[static_cast<std::size_t>(covered)] = true;
    std::vector<bool> kept(sounding.size(), true);
    for (std::size_t i = 0; i < sounding.size();) {
        std::size_t end = i;
        while (end < sounding.size() && sounding[end] == sounding[i])
            ++end;
        if (!sounding[i] && static_cast<Tick>(end - i) * step > MultiHot::longestRest)
            std::fill(kept.begin() + static_cast<std::ptrdiff_t>(i), kept.begin() + static_cast<std::ptrdiff_t>(end),
                      false);
        i = end;
    }
    return kept;
}

MultiHot encodeWithStep(const Score &score, Tick step)
{
    std::vector<NoteRun> notes;
    std::int64_t steps = 0;
    for (const Note &note : score.notes) {
        if (!counts(score, note))
            continue;
        const std::int64_t length = std::max<std::int64_t>(inSteps(note.duration, score.ticksPerQuarter, step), 1);
        notes.push_back({ inSteps(note.start, score.ticksPerQuarter, step), length, note.pitch, 1.0f });
        steps = std::max(steps, notes.back().step + length);
    }
    if (steps > mostSteps)
        throw Error("multi-hot encoding: expected a piece of at most " + std::to_string(mostSteps) + " steps, found " +
                    std::to_string(steps) + "; the piece is too long");
    const std::vector<bool> kept = withoutLongRests(steps, notes, step);
    std::vector<std::int64_t> moved(kept.size() + 1, 0);
    for (std::size_t i = 0; i < kept.size(); ++i)
        moved[i + 1] = moved[i] + (kept[i] ? 1 : 0);
    MultiHot encoded;
    encoded.stepTicks = step;
    encoded.roll = PianoRoll(MultiHot::lowestPitch, MultiHot::keys, moved.back(), true);
    for (NoteRun &note : notes)
        note.step = moved[static_cast<std::size_t>(note.step)];
    encoded.roll.fill(std::move(notes));
    return encoded;
}

} // namespace

Tick multiHotStep(const Score &score)
{
    if (score.ticksPerQuarter < 1)
        throw Error("multi-hot encoding: expected at least 1 tick a quarter, found " +
                    std::to_string(score.ticksPerQuarter));
    std::array<std::int64_t, noteValues.size()> count{};
    std::int64_t all = 0;
    for (const Note &note : score.notes) {
        if (!counts(score, note))
            continue;
        ++count[nearestValue(static_cast<double>(note.duration) * MultiHot::ticksPerQuarter / score.ticksPerQuarter)];
        ++all;
    }
    if (all == 0)
        return defaultStep;
    for (std::size_t value = 0; value < count.size(); ++value)
        if (static_cast<double>(count[value]) > share * static_cast<double>(all))
            return noteValues[value];
    return noteValues[static_cast<std::size_t>(std::max_element(count.begin(), count.end()) - count.begin())];
}

MultiHot encodeMultiHot(const Score &given)
{
    Score score = given;
    score.normalise();
    // Encoded notes are whole steps, so the step that they give is never shorter: this ends at the longest value.
    for (Tick step = multiHotStep(score);;) {
        MultiHot encoded = encodeWithStep(score, step);
        const Tick own = multiHotStep(decodeMultiHot(encoded));
        if (own == step || encoded.roll.steps == 0)
            return encoded;
        step = own;
    }
}

Score decodeMultiHot(const MultiHot &encoded, double quartersPerMinute)
{
    if (encoded.roll.lowestPitch != MultiHot::lowestPitch || encoded.roll.pitches != MultiHot::keys)
        throw Error("multi-hot encoding: expected 88 keys from pitch 21, found " +
                    std::to_string(encoded.roll.pitches) + " from pitch " + std::to_string(encoded.roll.lowestPitch));
    if (encoded.stepTicks < 1 || encoded.stepTicks > noteValues.back())
        throw Error("multi-hot encoding: expected a step of 1 to " + std::to_string(noteValues.back()) +
                    " ticks, found " + std::to_string(encoded.stepTicks));
    Score score;
    score.ticksPerQuarter = MultiHot::ticksPerQuarter;
    score.voices.push_back({ "Piano", 0, false });
    score.tempi.push_back({ 0, quartersPerMinute });
    score.length = encoded.roll.steps * encoded.stepTicks;
    for (const NoteRun &note : rollNotes(encoded.roll, RunsEnd::AtSilence, threshold))
        score.notes.push_back(
            { note.step * encoded.stepTicks, note.steps * encoded.stepTicks, note.pitch, decodedVelocity, 0 });
    score.normalise();
    return score;
}

} // namespace klangraum
