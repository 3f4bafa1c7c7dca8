// MusicView: a piece as the features look at it: normalised, percussion apart, voice by voice, with its bars.
// Immutable after construction; any number of threads may read one.
#pragma once

#include "music/bargrid.h"
#include "music/score.h"

#include <vector>

namespace klangraum {

class MusicView
{
public:
    // Throws Error for a score that cannot be normalised or has more than a million bars.
    explicit MusicView(const Score &score);

    const Score &score() const { return m_score; }
    const BarGrid &bars() const { return m_bars; }
    // Pitched notes, percussion left out, by (start, voice, pitch): the order of a file's tracks merged by time.
    const std::vector<Note> &notes() const { return m_notes; }
    // The same voice by voice, each by (start, pitch). "Consecutive notes" are neighbours here, chords from below.
    const std::vector<std::vector<Note>> &lines() const { return m_lines; }
    double quarters(Tick ticks) const { return static_cast<double>(ticks) / m_score.ticksPerQuarter; }

private:
    Score m_score;
    BarGrid m_bars;
    std::vector<Note> m_notes;
    std::vector<std::vector<Note>> m_lines;
};

} // namespace klangraum
