// The part of an import that reads sound: files become pieces at nine rates. Internal to corpus/.
#pragma once

#include "corpus/corpus.h"
#include "corpus/import.h"

#include <filesystem>
#include <string>
#include <vector>

namespace klangraum {

struct SoundFile
{
    std::filesystem::path path;
    std::string name; // as it stands in the corpus and in the list of refusals
};

// .wav, .flac, .ogg, .mp3 whatever their case.
bool isSoundName(const std::filesystem::path &file);

// Appends to corpus.audio and corpus.refused, in the order of `files`; sets corpus.sampleRate. `kept`: the place in
// `files` of each piece. Refused: what readAudioFile() refuses, silence, less than a second, and the same samples
// again. Throws Error where it is cancelled or the disk is full.
void importSound(const std::vector<SoundFile> &files, const ImportOptions &options, const Progress &progress,
                 Corpus &corpus, std::vector<std::size_t> &kept);

} // namespace klangraum
