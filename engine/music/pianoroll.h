// PianoRoll: how hard every key is held at every step. A plain value.
//
// Invariants: velocity.size() == steps * pitches, time-major [steps, pitches], each 0..1 where 0 is silence; onset is
// empty (notes are then read off as runs, and a repeated note cannot be told from a held one) or of the same size.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace klangraum {

// A note on a roll's grid.
struct NoteRun
{
    std::int64_t step = 0;
    std::int64_t steps = 1;
    int pitch = 60;
    float velocity = 1.0f; // 0..1; of a run, its loudest
};

struct PianoRoll
{
    int lowestPitch = 21; // MIDI, of column 0
    int pitches = 88;
    std::int64_t steps = 0;
    std::vector<float> velocity; // [steps, pitches]
    std::vector<std::uint8_t> onset; // [steps, pitches], 1 where a note begins; or empty

    PianoRoll() = default;
    // All silent. Throws Error for a negative size or more than 2^28 cells.
    PianoRoll(int lowest, int pitchCount, std::int64_t stepCount, bool withOnsets);

    std::size_t index(std::int64_t step, int pitch) const // `pitch` is MIDI, inside the roll
    {
        return static_cast<std::size_t>(step) * static_cast<std::size_t>(pitches) +
            static_cast<std::size_t>(pitch - lowestPitch);
    }
    bool covers(int pitch) const { return pitch >= lowestPitch && pitch < lowestPitch + pitches; }
    // Writes notes into a silent roll: where notes of one pitch overlap the loudest counts. What lies outside is left
    // out. Takes time in proportion to the roll's size and to the number of notes, however long they are.
    void fill(std::vector<NoteRun> notes);

    bool operator==(const PianoRoll &) const = default;
};

enum class RunsEnd {
    AtSilence, // and at onsets, where the roll has them
    AtSilenceOrChange, // also where the velocity changes: nothing is lost, but a network's output falls to pieces
};

// The notes of a roll, by pitch and then by step. Cells below `threshold` (and not-a-number) are silent.
std::vector<NoteRun> rollNotes(const PianoRoll &roll, RunsEnd ends, float threshold);

} // namespace klangraum
