// The family `chorale-vae`: four-part chorales from a two-dimensional map. Start reading at choralenet.h.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family choraleVaeFamily();

} // namespace klangraum
