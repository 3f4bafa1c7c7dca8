#include "generators/latent/attributes.h"

#include "music/statistics.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace klangraum::latent {
namespace {

bool isHarsh(int interval) // sounding together
{
    const int within = interval % 12;
    return within == 1 || within == 2 || within == 6 || within == 10 || within == 11;
}

bool isHarshStep(int interval) // one after the other
{
    return interval == 1 || interval == 6 || interval == 10 || interval == 11 || interval > 12;
}

double dissonanceOf(const Score &score)
{
    double harsh = 0, all = 0;
    if (score.voices.size() > 1) {
        for (std::size_t i = 0; i < score.notes.size(); ++i)
            for (std::size_t j = i + 1; j < score.notes.size() && score.notes[j].start < score.notes[i].end(); ++j) {
                const Note &a = score.notes[i];
                const Note &b = score.notes[j];
                if (a.pitch == b.pitch)
                    continue;
                const auto together = static_cast<double>(std::min(a.end(), b.end()) - b.start);
                all += together;
                harsh += isHarsh(std::abs(a.pitch - b.pitch)) ? together : 0;
            }
    } else {
        for (std::size_t i = 1; i < score.notes.size(); ++i) {
            ++all;
            harsh += isHarshStep(std::abs(score.notes[i].pitch - score.notes[i - 1].pitch)) ? 1 : 0;
        }
    }
    return all > 0 ? harsh / all : 0;
}

} // namespace

Attributes attributesOf(const Score &score)
{
    const ScoreStatistics statistics = statisticsOf(score);
    double length = 0;
    for (const Note &note : score.notes)
        length += static_cast<double>(note.duration) / score.ticksPerQuarter;
    return { statistics.onsetsPerQuarter, statistics.meanPitch, statistics.syncopation, dissonanceOf(score),
             score.notes.empty() ? 0 : length / static_cast<double>(score.notes.size()) };
}

} // namespace klangraum::latent
