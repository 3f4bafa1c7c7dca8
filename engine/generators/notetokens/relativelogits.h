// Logits over piano keys from logits over intervals: what a key gets is learned by its distance from notes that are
// known, so that it holds in every key.
#pragma once

#include <torch/torch.h>

namespace klangraum::tokens {

// relative [n, references * intervals], references [n, references] int64 cells (`rest`: none) -> [n, 88]:
// out[p] = sum over r of relative[r][p - references[r] + reach], where that lies inside the intervals.
torch::Tensor relativeLogits(const torch::Tensor &relative, const torch::Tensor &references);

} // namespace klangraum::tokens
