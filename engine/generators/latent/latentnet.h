// What all auto-encoders have in common: music to a posterior, a latent vector to music, and, once trained, the space
// itself: a prior, a map of the corpus and directions with meaning. A family is a LatentNet and its options; data,
// losses, measures, maps, sampling and streaming are the base's.
#pragma once

#include "generators/latent/latentprior.h"
#include "generators/latent/vectorquantiser.h"

#include <torch/torch.h>

#include <memory>
#include <optional>

namespace klangraum::latent {

struct Posterior
{
    torch::Tensor mean; // [batch, dimensions]
    torch::Tensor deviation; // [batch, dimensions]; of a codebook: undefined
};

struct Drawn
{
    torch::Tensor tokens; // [batch, steps, width] int64
    torch::Tensor probabilities; // [batch, steps, max(heads, 1), classes] where asked for
};

inline constexpr std::int64_t mostAnchors = 1024; // points of the map that are stored with their latents
inline constexpr std::int64_t attributeCount = 5;

// Filled when a model is packaged; zero while it is trained, but for mean and scale.
class Space : public torch::nn::Module
{
public:
    explicit Space(std::int64_t dimensions);
    std::int64_t anchorCount() const { return std::llround(count.item<double>()); }

    torch::Tensor mean, scale; // [dimensions], of the posteriors of the training windows
    torch::Tensor anchors; // [mostAnchors, dimensions]
    torch::Tensor places; // [mostAnchors, 2], pad units
    torch::Tensor directions; // [5, dimensions]: one deviation of an attribute
    torch::Tensor count; // [1]: anchors in use
};

class LatentNet : public torch::nn::Module
{
public:
    explicit LatentNet(const LatentOptions &options);
    // x [batch, steps, width] int64 -> posterior
    virtual Posterior posterior(const torch::Tensor &x) = 0;
    // Teacher forcing: z [batch, dimensions], x as above (a token that is hidden from the decoder: the number of
    // classes)
    // -> [batch, steps, max(heads, 1), classes]
    virtual torch::Tensor logits(const torch::Tensor &z, const torch::Tensor &x) = 0;
    // Sampled at `temperature`; 0: the likeliest token each time, `random` is not used.
    virtual Drawn draw(const torch::Tensor &z, double temperature, std::optional<at::Generator> random,
                       bool probabilities = false) = 0;

    const LatentOptions &options() const { return m_options; }
    const std::shared_ptr<Space> &space() const { return m_space; }
    const std::shared_ptr<FlowPrior> &flow() const { return m_flow; } // may be null
    const std::shared_ptr<CodePrior> &codePrior() const { return m_codePrior; } // null: no codebook
    const std::shared_ptr<VectorQuantiser> &quantiser() const { return m_quantiser; } // the same
    // [batch, dimensions] of codes [batch, segments, levels], and back
    torch::Tensor ofCodes(const torch::Tensor &codes) const;
    torch::Tensor toCodes(const torch::Tensor &mean) const;
    // Latent vectors from the prior; `labels` as FlowPrior::flow() takes them, undefined: drawn.
    torch::Tensor prior(std::int64_t count, double temperature, at::Generator random, torch::Tensor labels = {});
    torch::Device device() const { return m_space->mean.device(); }

protected:
    // sigma as the options say, from whatever number
    torch::Tensor deviationOf(const torch::Tensor &raw) const;
    // Tokens and, where asked for, probabilities of one choice: logits [..., classes]
    torch::Tensor choose(const torch::Tensor &logits, double temperature, std::optional<at::Generator> random) const;

    LatentOptions m_options;

private:
    std::shared_ptr<Space> m_space;
    std::shared_ptr<FlowPrior> m_flow;
    std::shared_ptr<CodePrior> m_codePrior;
    std::shared_ptr<VectorQuantiser> m_quantiser;
};

} // namespace klangraum::latent
