// The three duels of Tamirisa, Manjunadh and Sathwik (NIT Andhra Pradesh, 2024) over rows of words; `gan-sequence` is
// the family, `wgan-sequence` and `wgan-sequence-noise` are recipes of it.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family ganSequenceFamily();

} // namespace klangraum
