// samples/epoch-NNNN.json: pieces from fixed seeds, so that epochs can be compared by eye and ear; reference.json:
// pieces of the corpus in the same form. What stands in them: this folder's README.md.
#pragma once

#include "corpus/corpus.h"

#include <filesystem>
#include <string>
#include <vector>

namespace klangraum {

// Times are written in the coarsest grid that holds them exactly.
void writeSamples(const std::filesystem::path &file, std::int64_t epoch, std::uint64_t seed,
                  const std::vector<Score> &samples);
// Pieces of train and valid, both in their proportion, drawn by the seed: at most so many pieces and notes.
void writeReference(const std::filesystem::path &file, const Corpus &corpus, std::uint64_t seed,
                    std::size_t mostPieces = 300, std::size_t mostNotes = 100'000);

// Both throw Error for a damaged file. Voices have their programs.
std::vector<Score> readSamples(const std::filesystem::path &file);
struct ReferencePiece
{
    Score score; // with its title
    std::int64_t piece = 0; // in Corpus::pieces
    Split split = Split::Train;
};
std::vector<ReferencePiece> readReference(const std::filesystem::path &file);

} // namespace klangraum
