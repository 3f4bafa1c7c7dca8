// A melody that is to be kept exactly, and which voice of the network sings it.
#pragma once

#include "generators/notetokens/notewriter.h"
#include "music/score.h"

namespace klangraum::tokens {

struct Melody
{
    Score score; // as it was given, one voice
    int slot = 0;
    std::vector<int> cells; // step by step; `rest` where it is silent
    std::vector<bool> struck; // where a note begins
};

// Throws Error: no notes, chords, longer than a thousand bars, or a range that no voice of the network sings.
Melody readMelody(const Score &score, const NoteWriter &writer);
// `written` with the melody's own notes, at their own times, in voice `voice`. `cut`: no longer than `written`.
Score withMelody(const Score &written, const Melody &melody, int voice, bool cut);

} // namespace klangraum::tokens
