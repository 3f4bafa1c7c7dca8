// The family `vae-image`: a convolutional VAE on 96 by 96 images of two 4/4 measures, after a thesis of the Technical
// University of Crete (Papadopoulos, 2022).
#pragma once

#include "generators/family.h"

namespace klangraum {

Family imageVaeFamily();

} // namespace klangraum
