// Sounds laid into stretches of time, each at its own frame, over one another.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <vector>

namespace klangraum::audio {

struct Laid
{
    std::int64_t row = 0; // which sound
    std::int64_t item = 0; // into which stretch
    std::int64_t start = 0; // at which of its frames; what lies outside the stretch is left out
};

// rows [n, length] float32 to [items, frames]. Differentiable in the rows.
torch::Tensor overlapAdd(const torch::Tensor &rows, const std::vector<Laid> &laid, std::int64_t items,
                         std::int64_t frames);

} // namespace klangraum::audio
