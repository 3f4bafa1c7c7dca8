// `lstm2d-roll` of Herreros, Sánchez, Kroll and Villagrán, Deep Vibes (Comillas): one LSTM along time and one along
// pitch, both ways within the known window, fused by a dense layer that foretells the next step.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family lstm2dRollFamily();

} // namespace klangraum
