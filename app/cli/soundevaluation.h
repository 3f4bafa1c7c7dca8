// `klangraum evaluate` on sound: a model that makes sound, a folder of sound files or a corpus of sound against a
// corpus of sound.
#pragma once

#include "samples.h"

#include "corpus/corpus.h"

#include <filesystem>

namespace klangraum {

// Writes report.json and report.html into `out`, which exists, and prints. Throws Error.
void evaluateSoundOf(const Globals &globals, const SampleRequest &request, const Corpus &corpus, Split split,
                     std::size_t windows, const std::filesystem::path &out);

} // namespace klangraum
