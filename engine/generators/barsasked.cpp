#include "generators/barsasked.h"

#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

int barsAsked(const GenerateRequest &request, double quartersPerMinute, int fallback)
{
    if (request.bars < 0 || request.bars > mostBars || !(request.seconds >= 0 && request.seconds < 1e5))
        throw Error("the length must be 1 to " + std::to_string(mostBars) + " bars");
    if (request.bars > 0)
        return request.bars;
    const int bars = static_cast<int>(std::ceil(request.seconds * quartersPerMinute / 60.0 / 4.0));
    return bars > 0 ? std::min(bars, mostBars) : fallback;
}

} // namespace klangraum
