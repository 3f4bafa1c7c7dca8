// latent/epoch-NNNN.json: where the corpus and the samples lie in the latent space, in two dimensions, and the plane
// that they are seen on. Keys: this folder's README.md. No torch.
#pragma once

#include "corpus/corpus.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace klangraum {

struct LatentPoint
{
    double x = 0;
    double y = 0; // both NaN: could not be encoded
    std::int64_t piece = -1; // in Corpus::pieces; -1: unknown, or a sample
    Split split = Split::Train;
};

struct LatentMap
{
    std::int64_t epoch = 0;
    std::int64_t step = 0;
    std::uint64_t seed = 0;
    bool components = false; // the axes are principal components of the corpus's means; else the latent's own two
    std::vector<double> mean; // [dimensions]
    std::array<std::vector<double>, 2> basis; // rows of unit length
    std::array<double, 2> variance{}; // shares of the corpus's variance, 0..1
    double reach = 1; // half the width of the square around 0 that holds 99 % of the corpus
    std::vector<LatentPoint> corpus;
    std::vector<LatentPoint> samples;

    // The point of the latent space that (x, y) stands for.
    std::vector<double> at(double x, double y) const;
};

// Coordinates are rounded to four significant digits, mean and basis to six.
void writeLatent(const std::filesystem::path &file, const LatentMap &map);
// Throws Error for a damaged file.
LatentMap readLatent(const std::filesystem::path &file);

} // namespace klangraum
