// A stretch of the piano's 88 keys, step by step, as numbers from 0 (silent) to 1: steps/stepcodec.h, coding `roll`.
#pragma once

#include "generators/adversarial/medium.h"
#include "generators/steps/stepcodec.h"

namespace klangraum {
class JsonReader;
}

namespace klangraum::adversarial {

struct RollOptions
{
    std::int64_t steps = 64; // of a window
    std::int64_t hop = 16; // steps between the windows of the training split
    int stepsPerQuarter = 4; // steps-per-quarter
    bool goesOn = false; // the networks are given the window before; set by the family
    std::int64_t smoothing = 0; // note-smoothing: gaps and notes of so many steps or less are closed, then dropped
                                // (Herreros and others, Deep Vibes, section 3.1.2)

    void read(JsonReader &reader);
};

// Music and condition are [batch, steps, 88].
class RollMedium : public Medium
{
public:
    explicit RollMedium(const RollOptions &options)
        : m_options(options)
        , m_codec{ steps::Coding::Roll, options.stepsPerQuarter }
    {
    }
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    Sight encode(const Score &score) const override;
    Score decode(const std::vector<torch::Tensor> &windows, const Touch &touch) const override;
    Tick windowTicks() const override { return m_options.steps * ticksPerQuarter / m_options.stepsPerQuarter; }
    Tick stepTicks() const override { return grouped() * ticksPerQuarter / m_options.stepsPerQuarter; }
    std::vector<ProbabilityCell> cells(const torch::Tensor &window, const Touch &touch) const override;
    bool hasDensity() const override { return true; }
    torch::Tensor conditionAfter(const torch::Tensor &window) const override;

private:
    std::int64_t grouped() const { return std::max(1, m_options.stepsPerQuarter / 4); } // steps of a cell

    RollOptions m_options;
    steps::Codec m_codec;
};

// Of each key, gaps of at most `longest` steps are closed, then notes of at most so many are dropped.
void smoothNotes(std::vector<steps::Step> &roll, std::int64_t longest);

} // namespace klangraum::adversarial
