// Copy audit: the longest stretch of a sample that stands, frame for frame, in the training pieces up to one
// transposition. A frame is the set of pitches that sound on a sixteenth. The same figure for held-out music says how
// much two pieces of the style share anyway.
#pragma once

#include "corpus/voicegrid.h"
#include "music/score.h"

#include <array>
#include <cstdint>
#include <map>
#include <vector>

namespace klangraum {

using Frame = std::array<std::uint64_t, 2>; // bit p: MIDI pitch p sounds
using Frames = std::vector<Frame>;

Frames framesOf(const Score &score, int stepsPerQuarter = 4);
Frames framesOf(const VoiceGrid &grid);

struct Copy
{
    int steps = 0; // length in frames; 0: not even one frame occurs
    int at = 0; // first frame in the sample
    std::size_t piece = 0; // index into the training pieces
    int pieceAt = 0; // first frame in that piece
    int transpose = 0; // semitones from the piece to the sample
};

// Immutable after construction; any number of threads may ask.
class CopyIndex
{
public:
    explicit CopyIndex(const std::vector<Frames> &pieces);
    // The longest copy; silence at its ends does not count. Of equal ones the first in the sample.
    Copy longestCopy(const Frames &sample) const;

private:
    struct Coded // a frame up to transposition
    {
        std::int32_t shape; // number of the set of pitches above its lowest; 0: silence; -1: unknown to the index
        std::int32_t symbol; // number of (shape, lowest pitch minus that of the last frame that sounded)
        int lowest; // MIDI; of the last frame that sounded, where this one is silent
    };
    std::vector<Coded> code(const Frames &frames) const;
    int commonLength(const std::vector<Coded> &sample, std::size_t from, std::size_t position) const;

    std::map<Frame, std::int32_t> m_shapes;
    std::map<std::pair<std::int32_t, int>, std::int32_t> m_symbols;
    std::vector<Coded> m_text; // all pieces, each followed by a separator with a symbol of its own
    std::vector<std::uint32_t> m_order; // positions of sounding frames, by (shape, what follows)
    std::vector<std::size_t> m_begin; // of each piece in m_text
};

// Longest copies of many samples, in quarters.
struct CopyAudit
{
    std::vector<double> quarters; // one a sample
    double longest = 0;
    double mean = 0;
    double median = 0;
    double percentile95 = 0;
};

CopyAudit auditCopies(const CopyIndex &index, const std::vector<Frames> &samples, int stepsPerQuarter = 4);

} // namespace klangraum
