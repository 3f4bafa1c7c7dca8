// Corpus: music gathered from folders into one file, split by piece. Scores only are held here; families cut
// their own windows (corpus/windows.h) and encode them.
#pragma once

#include "music/score.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace klangraum {

enum class Split { Train, Valid, Test };
const char *splitName(Split split); // "train", "valid", "test"

struct CorpusPiece
{
    std::string title; // from the file's own text where it has one, else empty
    std::string file; // path relative to the imported source
    Split split = Split::Train;
    Score score;
};

struct Refusal
{
    std::string file;
    std::string reason;
};

struct Corpus
{
    std::string name;
    std::string source; // what was imported, for people
    std::string licence; // where known
    std::uint64_t seed = 0;
    int transposeLow = 0; // augmentation of the training split, semitones
    int transposeHigh = 0;
    std::vector<CorpusPiece> pieces;
    std::vector<Refusal> refused;
    std::string hash; // of the content, 16 hex digits or more; set by save() and load()

    std::vector<const CorpusPiece *> split(Split which) const;
    // What a landmark or a report calls the piece: its title, or its number, counted from 1.
    std::string label(const CorpusPiece &piece) const;

    // Throws Error; a damaged file or one of another version is refused whole. save() is atomic.
    static Corpus load(const std::filesystem::path &file);
    void save(const std::filesystem::path &file);
    // The corpus the project composes itself, the default of `klangraum train`. Deterministic.
    static Corpus embedded();
};

} // namespace klangraum
