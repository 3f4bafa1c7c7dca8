// Two measures as a picture of 96 by 96 pixels from -1 (black) to 1 (white): music/imageencoding.h.
#pragma once

#include "generators/adversarial/medium.h"

namespace klangraum::adversarial {

// Music is [1, 96, 96]; a note sounds where the picture is lighter than the middle, which is all that the networks'
// flicker is spared: a black picture is silence.
class ImageMedium : public Medium
{
public:
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    Sight encode(const Score &score) const override;
    Score decode(const std::vector<torch::Tensor> &windows, const Touch &touch) const override;
    Tick windowTicks() const override { return 8 * ticksPerQuarter; }
    Tick stepTicks() const override { return ticksPerQuarter / 4; }
    std::vector<ProbabilityCell> cells(const torch::Tensor &window, const Touch &touch) const override;
    bool hasDensity() const override { return true; }
};

} // namespace klangraum::adversarial
