// What an auto-encoder keeps of held-out windows, and how much of its latent space it uses.
#pragma once

#include "generators/latent/latentdata.h"
#include "generators/latent/latentnet.h"

#include <map>
#include <string>

namespace klangraum::latent {

// Over at most `most` windows, evenly spread (0: all):
//   "accuracy"          tokens found again: z drawn from the posterior, tokens sampled at temperature 1
//   "accuracy-likeliest" the same from the posterior's mean, the likeliest token each time
//   "accuracy-notes"    as "accuracy", of the tokens alone that strike (melody) or sound a note
//   "note-f1"           cells that sound, from the posterior's mean; of codes: with all levels
//   "kl"                nats a window; "kl-largest", "kl-median", "kl-smallest": of a dimension
//   "active-units"      dimensions whose posterior mean varies by more than 0.01 (variance over the windows);
//   "active-share"      their share
//   "codebook/perplexity", "codebook/dead" (codes that no window uses), of the first level, over the segments in which
//   something sounds; "note-f1-one-code"
std::map<std::string, double> measureLatent(LatentNet &net, const LatentData &data, std::int64_t most,
                                            std::uint64_t seed);

// KL divergence from the standard normal, of each dimension: [batch, dimensions].
torch::Tensor divergence(const Posterior &posterior);

} // namespace klangraum::latent
