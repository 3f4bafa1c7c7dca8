// Frames of the network as notes, phrased: the highest voice leads, the measure is felt. No torch.
#pragma once

#include "generators/notetokens/notefeatures.h"

#include <vector>

namespace klangraum::tokens {

inline constexpr int ticksPerQuarter = 480;

Tick stepTicks(const NoteTokensOptions &options);
// The voices a model of these options sings with, high to low; one where its notes are a set.
std::vector<Voice> voicesOf(const NoteTokensOptions &options);
// A run of equal cells is one note. In voices the slot decides the voice, in sets the pitch goes on by itself.
Score scoreOf(const std::vector<Frame> &frames, const NoteTokensOptions &options, const std::vector<Voice> &voices,
              double tempo);
int velocityAt(int voice, Tick start, Tick bar);

} // namespace klangraum::tokens
