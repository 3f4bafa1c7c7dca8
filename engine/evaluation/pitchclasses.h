// Pitch-class histograms of sets of scores, and the distance between two.
#pragma once

#include "corpus/voicegrid.h"
#include "music/score.h"

#include <array>
#include <cstdint>
#include <span>

namespace klangraum {

// Counts notes (percussion left out), C first.
class PitchClassHistogram
{
public:
    void add(const Score &score);
    void add(const VoiceGrid &grid);
    // Shares that sum to 1, all 0 without notes.
    std::array<double, 12> shares() const;
    std::int64_t notes() const;

private:
    std::array<std::int64_t, 12> m_counts{};
};

// Half the sum of absolute differences: 0 the same, 1 nothing in common. Throws Error for different lengths.
double totalVariation(std::span<const double> a, std::span<const double> b);

} // namespace klangraum
