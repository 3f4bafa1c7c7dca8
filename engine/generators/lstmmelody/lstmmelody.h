// `lstm-melody` of Tamirisa, Manjunadh and Sathwik (NIT Andhra Pradesh, 2024): one LSTM of 256 over the symbols of
// melodies in C major or A minor: pitches, rest, hold, end.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family lstmMelodyFamily();

} // namespace klangraum
