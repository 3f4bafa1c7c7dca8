// What a recipe's [model] says to the auto-encoders. No torch.
#pragma once

#include "generators/latent/tokengrid.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace klangraum {
class JsonReader;
}

namespace klangraum::latent {

inline constexpr std::int64_t scaleCount = 12; // of the diatonic scales a flow may be told (scaleOf)
inline constexpr std::int64_t densityCount = 12; // of the densities (densityOf)

struct LatentOptions
{
    // What is read and written
    Grammar grammar; // notes, steps-per-quarter
    std::int64_t steps = 32; // of a window
    std::int64_t hop = 16; // steps between windows of the training split
    std::int64_t transpose = 0; // semitones: -transpose to transpose - 1, drawn while the auto-encoder trains; 0: none
    bool commonTime = false; // common-time: pieces whose first metre is 4/4, 2/4 or 2/2 only
    bool repeat = false; // while training, a piece goes on with its beginning: no window ends in silence
    std::int64_t longestRest = 0; // longest-rest: windows with a longer rest are left out (steps); 0: kept

    // The network
    std::string network = "lstm"; // lstm, convolution
    bool parts = false; // the latent vector has a part for each segment; else it is one for the whole window
    std::int64_t dimensions = 64; // of the latent vector
    std::string decoder = "flat"; // flat, hierarchical, frames (a segment at once, without what came before)
    std::int64_t segment = 4; // steps that the conductor gives one embedding for
    std::int64_t patch = 1; // steps that the encoder reads at once
    std::int64_t embedding = 32; // of a token
    std::int64_t encoder = 256; // hidden units, each way
    std::int64_t conductor = 256;
    bool conductorBothWays = false; // conductor-both-ways
    std::int64_t hidden = 256; // of the decoder
    bool skip = false; // past the LSTMs: a part is also read from its own patches alone, and written from itself alone
    bool join = true; // the latent vector joins every input of a flat decoder
    double forget = 0; // share of the decoder's inputs that are hidden from it while training
    std::string sigma = "softplus"; // softplus, exp, relu (plus 1e-6)

    // The codebook of vq-vae; 0: none
    std::int64_t codes = 0;
    std::int64_t levels = 1; // residual codes a segment
    bool codeNorm = false; // code-norm: what is coded has mean 0 and deviation 1, so that it cannot outgrow its codes
    double codeDecay = 0.99; // code-decay: of the moving averages
    double commitment = 0.25;
    double codeWarmUp = 0; // code-warm-up: share of the training in which nothing is coded yet
    std::int64_t codeReset = 0; // code-reset: a code unused for so many steps is put where the data is; 0: never
    bool levelDropout = false; // level-dropout: while training, only the first levels of some windows

    // The loss
    double klWeight = 1; // kl-weight
    std::string schedule = "constant"; // kl-schedule: constant, linear (over warm-up), cyclical (every cycle epochs)
    double warmUp = 0.1; // warm-up: share of the training
    std::int64_t cycle = 2; // epochs: the first at 0, the others rising exponentially
    double freeBits = 0; // free-bits: nats a dimension that cost nothing
    double autoencoderShare = 1; // autoencoder-share: of the training; the rest trains the prior
    std::int64_t priorWidth = 256; // prior-width
    std::int64_t priorBlocks = 3; // prior-blocks; 0: no prior but the normal distribution
    std::int64_t priorHeads = 4; // prior-heads: of a flow's attention; they divide prior-width
    std::int64_t priorSteps = 8; // prior-steps: from noise to a vector (FlowPrior::flow)
    bool priorScales = false; // prior-scales: a flow is told the diatonic scale of the piece, and a piece keeps its own
    bool priorDensities = false; // prior-densities: the same of how dense a window is (densityOf)
    double priorGuidance = 0; // prior-guidance: how much further towards what it is told than without being told
    double priorTemperature = 1; // prior-temperature: of the noise that samples begin with, or of the codes
    // target-noise: of the posterior's deviation, in what a flow learns (or the discriminator of bar-gan hears): with
    // all of it fewer notes are found again, and samples have just those mistakes
    double targetNoise = 1;
    std::int64_t priorLevels = 0; // prior-levels: how many of a segment's codes a prior writes; 0: all
    double priorDropout = 0; // prior-dropout: of what a prior over codes reads and says
    bool priorTransposed = false; // prior-transposed: a prior, too, learns music moved by `transpose`
    std::int64_t priorWindow = 0; // prior-window: codes that a published prior sees; 0: all before

    std::int64_t segments() const { return steps / segment; }
    std::int64_t partDimensions() const { return parts ? dimensions / segments() : dimensions; }
    bool quantised() const { return codes > 0; }
    std::int64_t writtenLevels() const { return priorLevels > 0 ? priorLevels : levels; } // by the prior
    // Labels that a flow is told: scale + 12 x density, where it is told both. 0: it is told nothing.
    std::int64_t labels() const
    {
        return priorScales || priorDensities ? (priorScales ? scaleCount : 1) * (priorDensities ? densityCount : 1) : 0;
    }

    // `defaults` are the family's own. Throws Error for wrong values and sizes that do not go together.
    static LatentOptions read(JsonReader &reader, LatentOptions defaults);
};

} // namespace klangraum::latent
