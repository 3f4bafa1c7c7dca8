// `beat-gan`: the project's own network of sound.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family beatGanFamily();

} // namespace klangraum
