#include "evaluation/pitchclasses.h"

#include "evaluation/noteevents.h"
#include "music/error.h"

#include <cmath>
#include <numeric>
#include <string>

namespace klangraum {

void PitchClassHistogram::add(const Score &score)
{
    for (const Note &note : score.notes) {
        const auto voice = static_cast<std::size_t>(note.voice);
        if (voice >= score.voices.size() || !score.voices[voice].percussion)
            ++m_counts[static_cast<std::size_t>(note.pitch % 12)];
    }
}

void PitchClassHistogram::add(const VoiceGrid &grid)
{
    for (const NoteEvent &event : noteEvents(grid))
        ++m_counts[static_cast<std::size_t>(event.pitch % 12)];
}

std::int64_t PitchClassHistogram::notes() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), std::int64_t{ 0 });
}

std::array<double, 12> PitchClassHistogram::shares() const
{
    std::array<double, 12> shares{};
    const std::int64_t sum = notes();
    for (std::size_t i = 0; sum > 0 && i < 12; ++i)
        shares[i] = static_cast<double>(m_counts[i]) / static_cast<double>(sum);
    return shares;
}

double totalVariation(std::span<const double> a, std::span<const double> b)
{
    if (a.size() != b.size())
        throw Error("total variation: expected two histograms of one length, found " + std::to_string(a.size()) +
                    " and " + std::to_string(b.size()));
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += std::abs(a[i] - b[i]);
    return sum / 2;
}

} // namespace klangraum
