#include "music/keysencoding.h"

#include "music/error.h"
#include "music/tempomap.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace klangraum {

namespace {

constexpr int decodedTicksPerQuarter = 480;
constexpr Tick ticksPerStep = 60; // 120 quarters a minute: 960 ticks a second
constexpr float loudest = 127.0f;

// A score may claim more seconds than fit into an integer; the roll refuses what is too long.
std::int64_t stepAt(double seconds)
{
    return std::llround(std::min(seconds * KeysEncoding::stepsPerSecond, 1e15));
}

} // namespace

PianoRoll encodeKeys(const Score &given)
{
    Score score = given;
    score.normalise();
    const TempoMap map(score);
    std::vector<NoteRun> notes;
    std::int64_t steps = stepAt(map.secondsAt(score.length));
    for (const Note &note : score.notes) {
        if (score.voices[static_cast<std::size_t>(note.voice)].percussion)
            continue;
        const std::int64_t from = stepAt(map.secondsAt(note.start));
        const std::int64_t to = std::max(stepAt(map.secondsAt(note.end())), from + 1);
        const bool onKeyboard =
            note.pitch >= KeysEncoding::lowestPitch && note.pitch < KeysEncoding::lowestPitch + KeysEncoding::keys;
        if (!onKeyboard)
            continue;
        steps = std::max(steps, to);
        notes.push_back({ from, to - from, note.pitch, static_cast<float>(note.velocity) / loudest });
    }
    PianoRoll roll(KeysEncoding::lowestPitch, KeysEncoding::keys, steps, false);
    roll.fill(std::move(notes));
    return roll;
}

Score decodeKeys(const PianoRoll &roll, RunsEnd ends, float threshold)
{
    if (roll.lowestPitch != KeysEncoding::lowestPitch || roll.pitches != KeysEncoding::keys)
        throw Error("keys encoding: expected 88 keys from pitch 21, found " + std::to_string(roll.pitches) +
                    " from pitch " + std::to_string(roll.lowestPitch));
    Score score;
    score.ticksPerQuarter = decodedTicksPerQuarter;
    score.voices.push_back({ "Piano", 0, false });
    score.tempi.push_back({ 0, 120.0 });
    score.length = roll.steps * ticksPerStep;
    for (const NoteRun &note : rollNotes(roll, ends, threshold))
        score.notes.push_back({ note.step * ticksPerStep, note.steps * ticksPerStep, note.pitch,
                                static_cast<int>(std::lround(std::clamp(note.velocity, 0.0f, 1.0f) * loudest)), 0 });
    score.normalise();
    return score;
}

} // namespace klangraum
