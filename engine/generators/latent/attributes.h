// What the sliders of a latent space are named after, as numbers of a piece. No torch.
#pragma once

#include "music/score.h"

#include <array>

namespace klangraum::latent {

inline constexpr std::array<const char *, 5> attributeNames{ "density", "register", "syncopation", "dissonance",
                                                             "length" };
using Attributes = std::array<double, 5>;

// density: onsets a quarter. register: mean MIDI pitch. syncopation: share of notes (music/statistics.h). dissonance:
// share of seconds, tritones and sevenths among what sounds together or, in a single voice, of tritones, sevenths,
// chromatic steps and leaps beyond the octave among its steps. length: mean quarters of a note.
Attributes attributesOf(const Score &score);

} // namespace klangraum::latent
