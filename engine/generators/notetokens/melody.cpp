#include "generators/notetokens/melody.h"

#include "corpus/voicegrid.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace klangraum::tokens {
namespace {

constexpr double voiceReach = 17; // semitones around a voice's middle that it can sing
constexpr int longest = 16384; // steps

std::string pitchText(double cell)
{
    return std::to_string(static_cast<int>(std::lround(cell)) + lowestKey);
}

} // namespace

Melody readMelody(const Score &score, const NoteWriter &writer)
{
    if (score.notes.empty())
        throw Error("melody: the file holds no notes; expected one voice that sings one note at a time");
    const NoteTokensOptions &options = writer.net().options();
    if (!fitsVoiceGrid(score, 1))
        throw Error("melody: sounds chords; expected one voice that sings one note at a time");
    const double steps =
        static_cast<double>(score.length) / score.ticksPerQuarter * static_cast<double>(options.stepsPerQuarter);
    if (steps > longest)
        throw Error("melody: is " + std::to_string(std::llround(steps)) + " steps long, expected at most " +
                    std::to_string(longest));
    const VoiceGrid grid = toVoiceGrid(score, static_cast<int>(options.stepsPerQuarter), 1);
    Melody melody;
    int lowest = rest;
    int highest = 0;
    double sum = 0;
    double count = 0;
    for (int step = 0; step < grid.steps; ++step) {
        const int pitch = grid.at(0, step);
        const int cell = pitch < 0 ? rest : pitch - lowestKey;
        melody.cells.push_back(std::clamp(cell, 0, rest));
        melody.struck.push_back(pitch >= 0 && grid.onsetAt(0, step));
        if (pitch < 0)
            continue;
        lowest = std::min(lowest, cell);
        highest = std::max(highest, cell);
        sum += cell;
        ++count;
    }
    double best = 1e9;
    std::string ranges;
    for (int slot = firstPitch(options); slot < static_cast<int>(options.slots); ++slot) {
        if (inSet(options, slot))
            continue;
        const double centre = writer.centre(slot);
        ranges +=
            (!ranges.empty() ? ", " : "") + pitchText(centre - voiceReach) + " to " + pitchText(centre + voiceReach);
        if (lowest < centre - voiceReach || highest > centre + voiceReach)
            continue;
        // Melodies are sung by the highest voice unless another lies clearly better.
        const double distance = std::abs(sum / count - centre) + (slot > firstPitch(options) ? 7 : 0);
        if (distance < best) {
            best = distance;
            melody.slot = slot;
        }
    }
    if (best > 1e8)
        throw Error("melody: no voice can sing it: its notes lie at MIDI pitches " + pitchText(lowest) + " to " +
                    pitchText(highest) + ", the voices reach " + ranges + "; move it by octaves");
    // The voice that was read, as it was given.
    std::vector<int> notes(score.voices.size(), 0);
    for (const Note &note : score.notes)
        ++notes[static_cast<std::size_t>(note.voice)];
    const auto voice = static_cast<int>(std::max_element(notes.begin(), notes.end()) - notes.begin());
    melody.score = score;
    std::erase_if(melody.score.notes, [voice](const Note &note) { return note.voice != voice; });
    return melody;
}

Score withMelody(const Score &written, const Melody &melody, int voice, bool cut)
{
    // A grid that holds both: the melody's own where the steps fit into it.
    const int ticks = std::lcm(melody.score.ticksPerQuarter, written.ticksPerQuarter);
    Score result = written.withTicksPerQuarter(ticks);
    const int scale = ticks / melody.score.ticksPerQuarter;
    std::erase_if(result.notes, [voice](const Note &note) { return note.voice == voice; });
    for (Note note : melody.score.notes) {
        note.start *= scale;
        note.duration *= scale;
        note.voice = voice;
        if (!cut || note.start < result.length)
            result.notes.push_back(note);
    }
    const auto scaled = [scale](auto changes) {
        for (auto &change : changes)
            change.tick *= scale;
        return changes;
    };
    if (!melody.score.tempi.empty())
        result.tempi = scaled(melody.score.tempi);
    if (!melody.score.metres.empty())
        result.metres = scaled(melody.score.metres);
    result.title = melody.score.title;
    result.normalise();
    return result;
}

} // namespace klangraum::tokens
