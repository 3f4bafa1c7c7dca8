// Onset F1: how many notes of a reconstruction begin where, and on the pitch that, those of the original do.
#pragma once

#include "corpus/voicegrid.h"
#include "music/score.h"

#include <cstdint>

namespace klangraum {

// Counts of notes; add those of many windows up before taking the ratios (micro average).
struct OnsetMatch
{
    std::int64_t matched = 0;
    std::int64_t reference = 0;
    std::int64_t estimate = 0;

    double precision() const;
    double recall() const;
    // 2 matched / (reference + estimate); 1 where both are without notes.
    double f1() const;
    OnsetMatch &operator+=(const OnsetMatch &other);
};

// Pitch and onset step agree, whichever voice sounds it; a note matches at most one other.
OnsetMatch matchOnsets(const VoiceGrid &reference, const VoiceGrid &estimate);
OnsetMatch matchOnsets(const Score &reference, const Score &estimate, int stepsPerQuarter = 4);
// Pitch, onset step and voice agree.
OnsetMatch matchVoiceOnsets(const VoiceGrid &reference, const VoiceGrid &estimate);
OnsetMatch matchVoiceOnsets(const Score &reference, const Score &estimate, int stepsPerQuarter = 4);

inline double onsetF1(const VoiceGrid &reference, const VoiceGrid &estimate)
{
    return matchOnsets(reference, estimate).f1();
}
inline double voiceOnsetF1(const VoiceGrid &reference, const VoiceGrid &estimate)
{
    return matchVoiceOnsets(reference, estimate).f1();
}

} // namespace klangraum
