// `transformer-roll` of Herreros, Sánchez, Kroll and Villagrán, Deep Vibes (Comillas): six decoder blocks of eight
// heads over the 88 keys themselves.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family transformerRollFamily();

} // namespace klangraum
