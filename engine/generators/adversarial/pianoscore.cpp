#include "generators/adversarial/pianoscore.h"

namespace klangraum::adversarial {

Score emptyScore(Tick length)
{
    Score score;
    score.ticksPerQuarter = ticksPerQuarter;
    score.voices = { { "Piano", 0, false } };
    score.tempi = { { 0, sampleTempo } };
    score.metres = { { 0, 4, 4 } };
    score.length = length;
    return score;
}

} // namespace klangraum::adversarial
