// `dcgan-image` of Papadopoulos (Technical University of Crete, 2022): two measures as a picture, drawn by transposed
// convolutions.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family dcganImageFamily();

} // namespace klangraum
