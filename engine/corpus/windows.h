// Windows: stretches of N quarters cut from pieces, on the bar grid or any other. Families encode what is cut here.
#pragma once

#include "corpus/corpus.h"

#include <vector>

namespace klangraum {

struct WindowOptions
{
    double quarters = 8; // length of a window
    double hop = 4; // quarters between the beginnings of two windows; on bars: at least this much
    // Windows begin at bar lines of the metre map. A first bar that is shorter than the second is a pickup: it stands
    // at the end of a window's bar before the first full bar, with silence before it (the start is negative).
    bool onBars = false;
    double phase = 0; // quarters before the first window; not on bars
    // A last window that reaches beyond the end is padded with silence and kept where at least this share of it is
    // music. The first window of a piece is always kept, however short the piece.
    double leastFilled = 0.5;
    // Notes that reach into the window from before begin at its start; otherwise they are left out.
    bool keepReachingIn = false;
};

// The ticks of all bar lines from 0 to the end of the last bar, whole or not. The score must be normalised.
std::vector<Tick> barLines(const Score &score);

// Where the windows of a piece begin, ascending; may be negative for a pickup. Throws Error for lengths, hops or
// shares that are not positive numbers.
std::vector<Tick> windowStarts(const Score &score, const WindowOptions &options);

// [start, start + length) of the piece as a score of exactly that length; silence outside the piece.
Score cutWindow(const Score &score, Tick start, Tick length, bool keepReachingIn = false);

// One window of one piece, moved by semitones; small, made into a Score on demand.
struct CorpusWindow
{
    const CorpusPiece *piece = nullptr; // in the corpus that it was cut from
    Tick start = 0; // in the piece's ticks
    Tick length = 0;
    int transpose = 0;
    bool keepReachingIn = false;

    Score score() const;
};

// All windows of a split, piece after piece; those of the training split in each transposition of the corpus
// (corpus/augmentation.h), the held-out ones as they are. The corpus must outlive them.
std::vector<CorpusWindow> cutWindows(const Corpus &corpus, Split split, const WindowOptions &options);

} // namespace klangraum
