// Segments: stretches of N frames cut from the pieces of an audio corpus, for families to read at the rate they train
// at.
#pragma once

#include "corpus/corpus.h"

#include <cstdint>
#include <vector>

namespace klangraum {

struct AudioSegmentOptions
{
    std::uint64_t frames = 262144; // at the full rate; a multiple of 256, or the lower rates cut it short
    std::uint64_t hop = 0; // frames between the beginnings of two segments; 0: `frames`
    // At the start of pieces whose tempo is not known, as the source thesis does: a song's build-up. Composed pieces
    // begin with their music.
    double skipSeconds = 5;
    // Segments begin at bar lines; the hop is rounded up to bars. Pieces without a known tempo give none.
    bool onBars = false;
    double silence = 0.001; // a segment whose root mean square is below (of full scale: -60 dB) is left out
};

// A segment of one piece; small, read on demand. The corpus must outlive it.
struct AudioSegment
{
    const AudioPiece *piece = nullptr;
    std::uint64_t first = 0; // frame at the full rate
    std::uint64_t frames = 0;

    // frames >> halvings values into `out`. Throws Error as AudioPiece::read() does.
    void read(int halvings, float *out) const;
};

// Piece after piece, in order. Reads every segment once, to find the silent ones. Throws Error for lengths that are
// zero.
std::vector<AudioSegment> cutAudioSegments(const Corpus &corpus, Split split, const AudioSegmentOptions &options = {});

} // namespace klangraum
