// The windows of a corpus as images, in memory as bytes (9 KiB a window).
#pragma once

#include "generators/trainable.h"

#include <cstdint>
#include <vector>

namespace klangraum {

// Two-measure windows with at least one note. Batches are [batch, 1, 96, 96], 0 or 1; in training every window is
// transposed by a random number of semitones of the corpus's augmentation range.
class ImageVaeData : public TrainingData
{
public:
    ImageVaeData(const Corpus &corpus, Split split);
    std::int64_t size() const override { return static_cast<std::int64_t>(m_piece.size()); }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override;

    // Index of the window's piece in Corpus::pieces.
    std::int64_t piece(std::int64_t item) const override { return m_piece[static_cast<std::size_t>(item)]; }
    // Share of white pixels.
    double whiteShare() const;

private:
    std::vector<std::uint8_t> m_pixels; // [windows, 96, 96]
    std::vector<std::int64_t> m_piece;
    int m_low = 0; // transposition, semitones
    int m_high = 0;
};

} // namespace klangraum
