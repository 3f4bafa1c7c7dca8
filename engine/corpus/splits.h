// Which piece goes to which split. By piece, never by window.
#pragma once

#include "corpus/corpus.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace klangraum {

// Draws the splits of all pieces by seed. Depends on the music and the seed, not on file names or their order.
// Pieces that are the same up to transposition stay in one split. Every split with a share gets a piece as long as
// there are pieces enough; with one piece it is the training split.
void splitByPiece(std::vector<CorpusPiece> &pieces, const std::array<double, 3> &shares, std::uint64_t seed);

// The same for pieces of sound; those with the same samples stay in one split.
void splitByPiece(std::vector<AudioPiece> &pieces, const std::array<double, 3> &shares, std::uint64_t seed);

// The split named by the innermost folder of the path called train, valid, validation, val, dev or test.
std::optional<Split> splitOfFolder(const std::filesystem::path &file);

} // namespace klangraum
