// The family `note-tokens`: note after note, step after step.
#pragma once

#include "generators/family.h"

namespace klangraum {

Family noteTokensFamily();

} // namespace klangraum
