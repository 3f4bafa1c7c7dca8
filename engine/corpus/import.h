// Import: folders and files of MIDI, or of sound, become one Corpus. Bad files are refused by name and reason and the
// import goes on; exact duplicates (the same notes at the same times, whatever the velocities, voices and names; the
// same samples) are refused too. Where a source holds both, a corpus of scores is made and the sound files are refused,
// or the other way round as `kind` says.
#pragma once

#include "corpus/corpus.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace klangraum {

enum class SplitMode {
    ByPiece, // shares of the pieces, drawn by seed; transposed copies of one piece stay together
    ByFolder, // the innermost folder called train, valid (validation, val, dev) or test; pieces outside go to train
};

enum class ImportKind { Either, Scores, Sound }; // Either: scores where there are any, else sound

struct ImportOptions
{
    ImportKind kind = ImportKind::Either;
    SplitMode splitMode = SplitMode::ByPiece;
    std::array<double, 3> shares = { 80, 10, 10 }; // train, valid, test; any scale
    std::uint64_t seed = 1;
    int transposeLow = 0; // semitones; kept in the corpus, applied to the training split when windows are cut
    int transposeHigh = 0;
    std::string name; // empty: the name of the first source
    std::string licence;
    bool sustainPedal = false; // notes held by the pedal last as long as it does
    int threads = 2;
    std::uint64_t largestFile = 16ULL << 20; // bytes; a larger one is no piece of music
    std::uint64_t largestSound = 8ULL << 30; // bytes; of a sound file
    std::filesystem::path spool; // a folder with room for the samples (176 kB a second); empty: they are kept in memory
    std::size_t mostNotes = 40'000'000; // of the whole corpus, 32 bytes of memory each
};

struct ImportProgress
{
    std::size_t done = 0;
    std::size_t total = 0;
    std::string file; // the one just read
};

// Called from the importing thread only. Returns false to cancel: importMusic() then throws Error.
using Progress = std::function<bool(const ImportProgress &)>;

// "80,10,10" or "folders". Throws Error.
void parseSplit(const std::string &text, ImportOptions &options);
// "LOW..HIGH" in semitones, for example "-5..6". Throws Error.
void parseTranspose(const std::string &text, ImportOptions &options);

// Throws Error for a source that does not exist, an empty folder, or when nothing could be read.
Corpus importMusic(const std::vector<std::filesystem::path> &sources, const ImportOptions &options = {},
                   const Progress &progress = {});

} // namespace klangraum
