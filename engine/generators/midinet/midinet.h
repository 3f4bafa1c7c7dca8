// `midinet` of Herreros, Sánchez, Kroll and Villagrán, Deep Vibes (Comillas): bar after bar by transposed convolutions,
// each conditioned on the bar before.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family midiNetFamily();

} // namespace klangraum
