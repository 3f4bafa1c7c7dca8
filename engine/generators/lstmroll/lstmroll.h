// `lstm-roll` of Herreros, Sánchez, Kroll and Villagrán, Deep Vibes (Comillas): an LSTM over the steps of a piano roll.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family lstmRollFamily();

} // namespace klangraum
