// `bar-gan`, the project's own: four-part music, written two measures at a time by a generator that learned in a duel.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family barGanFamily();

} // namespace klangraum
