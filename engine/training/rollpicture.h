// Piano rolls as a PNG: what an epoch's samples look like. No state; any thread.
#pragma once

#include "music/score.h"

#include <cstdint>
#include <string>
#include <vector>

namespace klangraum {

struct Picture
{
    std::string png;
    int width = 0; // pixels
    int height = 0;
};

// The first `most` scores side by side, `columns` in a row, time to the right, pitch upwards over the range that they
// share; white on black, voices in shades of grey, a line between two. Throws Error where the picture cannot be made.
Picture rollPicture(const std::vector<Score> &scores, int most = 16, int columns = 4);

} // namespace klangraum
