// `bar-gan`, the project's own: phrases of four-part music from a generator that learned in a duel.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family barGanFamily();

} // namespace klangraum
