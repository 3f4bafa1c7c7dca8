// Segments of a corpus of sound for growing-wgan, at the rate of the level that is being trained; and the chance of
// each item, so that a batch computed in parts is the same.
#pragma once

#include "corpus/audiosegments.h"
#include "generators/growingwgan/growingoptions.h"
#include "generators/trainable.h"

#include <vector>

namespace klangraum::growing {

// What stands where in a Batch.
enum class Part : std::size_t {
    Sound, // [batch, frames of the level]
    Latent, // [batch, latent], uniform in -1..1
    Mix, // [batch], uniform in 0..1: where the gradient penalty looks
};

inline torch::Tensor part(const Batch &batch, Part which)
{
    return batch.at(static_cast<std::size_t>(which));
}

class GrowingData : public TrainingData
{
public:
    // The corpus must outlive it. Throws Error in words for a corpus without sound or of another rate.
    GrowingData(const Corpus &corpus, Split split, const GrowingOptions &options);
    std::int64_t size() const override { return static_cast<std::int64_t>(m_segments.size()); }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override;
    std::int64_t piece(std::int64_t item) const override;

private:
    const Corpus &m_corpus;
    GrowingOptions m_options;
    std::vector<AudioSegment> m_segments;
};

} // namespace klangraum::growing
