// Windows of the network to scores, phrased: the soprano leads, the measure is felt.
#pragma once

#include "generators/choralevae/choraledecoder.h"
#include "generators/generator.h"

#include <vector>

namespace klangraum::chorale {

inline constexpr int ticksPerQuarter = 480;
inline constexpr Tick windowTicks = 8 * ticksPerQuarter;

// A given piece on the grid. Throws Error naming `option` and `model`: not four voices, no notes to start from.
VoiceGrid gridOfPrime(const Score &score, const std::string &option, const std::string &model);
int keyOf(const VoiceGrid &grid); // semitones from C, -5..6

// A given piece as windows in C, whole ones counted from its end. Throws Error as above.
struct PrimedWindows
{
    std::vector<ChoraleWindow> windows;
    int key = 0; // semitones from C
};
PrimedWindows primedWindowsOf(const Score &score, const std::string &option, const std::string &model);

// The first two measures of a score in C; empty where it is no four voices or they are silent.
std::optional<ChoraleWindow> firstWindowOf(const Score &score);

Score scoreOf(const std::vector<ChoraleWindow> &windows, int shift, const std::vector<Voice> &voices, double tempo);
Window windowOf(const DecodedWindow &decoded, const std::vector<Voice> &voices, double tempo);

} // namespace klangraum::chorale
