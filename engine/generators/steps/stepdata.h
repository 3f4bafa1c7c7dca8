// Stretches of a corpus as steps, for training.
#pragma once

#include "generators/steps/stepnet.h"
#include "generators/trainable.h"

#include <vector>

namespace klangraum::steps {

class StepData : public TrainingData
{
public:
    StepData(const Corpus &corpus, Split split, const StepOptions &options);
    std::int64_t size() const override { return static_cast<std::int64_t>(m_windows.size()); }
    // 0: [batch, window + 1, classes], the steps, the first of each row being what is known before the first that is
    // foretold (silence where the piece begins). 1: [batch, window], 1 where a step is part of the piece.
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override;
    std::int64_t piece(std::int64_t item) const override;
    const std::vector<std::vector<Step>> &pieces() const { return m_pieces; }

private:
    struct Start
    {
        std::size_t piece = 0;
        std::int64_t step = 0; // the first that is foretold
    };
    StepOptions m_options;
    std::vector<std::vector<Step>> m_pieces;
    std::vector<std::int64_t> m_places; // in Corpus::pieces
    std::vector<Start> m_windows;
};

} // namespace klangraum::steps
