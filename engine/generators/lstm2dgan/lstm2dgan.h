// `lstm2d-gan` and, as a recipe of it, `lstm2d-wgan` of Herreros, Sánchez, Kroll and Villagrán, Deep Vibes (Comillas):
// a duel whose generator is the 2-D LSTM.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family lstm2dGanFamily();

} // namespace klangraum
