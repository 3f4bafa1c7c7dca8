// Corpus: music gathered from folders into one file, split by piece: scores or sound, never both. Families cut their
// own windows (corpus/windows.h) and segments (corpus/audiosegments.h) and encode them.
#pragma once

#include "corpus/audiopiece.h"
#include "corpus/split.h"
#include "music/score.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace klangraum {

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
    int sampleRate = 0; // frames a second of the sound; 0: a corpus of scores
    std::vector<AudioPiece> audio; // pieces of sound; empty in a corpus of scores
    std::vector<Refusal> refused;
    std::string hash; // of the content, 16 hex digits or more; set by save() and load()

    bool isAudio() const { return sampleRate > 0; }
    std::vector<const CorpusPiece *> split(Split which) const;
    std::vector<const AudioPiece *> audioSplit(Split which) const;
    // What a landmark or a report calls the piece: its title, or its number, counted from 1.
    std::string label(const CorpusPiece &piece) const;

    // Throws Error; a damaged file or one of another version is refused whole. save() is atomic. The samples of an
    // audio corpus are checked once and then read from the file when they are asked for, so it must stay as it is
    // (another may take its name).
    static Corpus load(const std::filesystem::path &file);
    void save(const std::filesystem::path &file);
    // The corpus the project composes itself, the default of `klangraum train`. Deterministic.
    static Corpus embedded();
};

} // namespace klangraum
