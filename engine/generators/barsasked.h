// How long a piece is asked to be. No torch.
#pragma once

#include "generators/generator.h"

namespace klangraum {

inline constexpr int mostBars = 4096;

// In bars of four quarters; `fallback` where the request says nothing. Throws Error.
int barsAsked(const GenerateRequest &request, double quartersPerMinute, int fallback);

} // namespace klangraum
