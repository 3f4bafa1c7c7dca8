// A corpus of composed electronic pieces: `klangraum compose techno|minimal|drum-and-bass|electronic`.
#pragma once

#include "corpus/corpus.h"
#include "corpus/electronic/soundbank.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace klangraum {

struct ElectronicOptions
{
    SoundBank sounds; // empty: the composer's own synthesis only, and the corpus says so
    std::filesystem::path spool; // a folder with room for the samples (1.8 MB a piece); empty: they are kept in memory
    int threads = 1; // the same corpus with any number
    std::function<bool(double)> progress; // the share done; false cancels: Error
};

// Whether `kind` is one of them.
bool isElectronicKind(const std::string &kind);

// Pieces of sixteen bars, split 80, 10, 10 by piece. "electronic" takes the three styles in turn. Throws Error for an
// unknown kind, for fewer than one or more than 100,000 pieces, and where the spool has no room.
Corpus composeElectronicCorpus(const std::string &kind, std::uint64_t seed, int pieces,
                               const ElectronicOptions &options = {});

} // namespace klangraum
