// Notes on a step grid: the common ground of the measures that take a Score or a VoiceGrid.
#pragma once

#include "corpus/voicegrid.h"
#include "music/score.h"

#include <vector>

namespace klangraum {

struct NoteEvent
{
    int step = 0;
    int end = 1; // > step
    int pitch = 60;
    int voice = 0;
    bool operator==(const NoteEvent &) const = default;
};

// Sorted by (step, voice, pitch). Percussion is left out; positions are rounded to the nearest step, and every note
// keeps at least one. Throws Error for a grid that is not positive or a score longer than 10 million steps.
std::vector<NoteEvent> noteEvents(const Score &score, int stepsPerQuarter = 4);
std::vector<NoteEvent> noteEvents(const VoiceGrid &grid);

// Onsets a quarter, all voices together, over the whole length: what the slider "density" names. 0 for no length.
double densityOf(const VoiceGrid &grid);
// Mean MIDI pitch of the notes: what the slider "register" names. 0 without notes.
double registerOf(const VoiceGrid &grid);

} // namespace klangraum
