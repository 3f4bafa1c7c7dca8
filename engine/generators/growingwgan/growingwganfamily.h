// `growing-wgan`: the growing network of sound (Netzer, Darmstadt 2021).
#pragma once

#include "generators/family.h"

namespace klangraum {

Family growingWganFamily();

} // namespace klangraum
