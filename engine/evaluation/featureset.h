// FeatureSet: every feature of every piece of a set. Plain value once made.
#pragma once

#include "evaluation/features.h"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace klangraum {

// Called from the calling thread with the share that is done, 0..1. Returns false to cancel: Error is thrown.
using EvaluationProgress = std::function<bool(double share)>;

// Values of one feature: a row a piece that has it.
struct FeatureValues
{
    std::vector<double> values; // row-major
    std::vector<std::size_t> begin; // of each row; one more than rows
    std::size_t undefined = 0; // pieces without a value

    std::size_t rows() const { return begin.size() - 1; }
    std::size_t width() const
    {
        return rows() > 0 ? begin[1] : 0;
    } // of every row, unless the feature is of kind Groups
    std::span<const double> row(std::size_t i) const
    {
        return std::span(values).subspan(begin[i], begin[i + 1] - begin[i]);
    }
};

class FeatureSet
{
public:
    // Throws Error (features.h) naming the piece by its number, from 1.
    static FeatureSet of(std::span<const Score> pieces, int threads = 2, const EvaluationProgress &progress = {});

    std::size_t pieces() const { return m_pieces; }
    std::size_t mostBars() const; // of any piece, at most mostFeatureBars
    // Features of kind Bars get rows of `bars` bars: cut, or filled up with silence.
    FeatureValues values(const Feature &feature, std::size_t bars) const;

private:
    std::size_t m_pieces = 0;
    std::vector<std::vector<std::vector<double>>> m_values; // [feature][piece]
};

} // namespace klangraum
