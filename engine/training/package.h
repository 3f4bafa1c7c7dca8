// A run's best checkpoint, opened or packaged as a model folder.
#pragma once

#include "corpus/corpus.h"
#include "generators/safetensors.h"
#include "generators/trainable.h"
#include "training/recipe.h"

#include <filesystem>
#include <memory>
#include <string>

namespace klangraum {

// A run opened for looking: the module holds the checkpoint's evaluation weights (the mean ones where there are).
struct OpenedRun
{
    Recipe recipe;
    Corpus corpus; // with the run's own split
    std::unique_ptr<Trainable> trainable;
    std::int64_t epoch = 0; // of the checkpoint
    std::string checkpoint; // "best" or "last"
};

// `corpusFile` empty: the file that run.json names, or the embedded corpus. Throws Error where its hash differs from
// the run's, or there is no checkpoint. `checkpoint` empty: best, else last.
OpenedRun openRun(const std::filesystem::path &run, const std::filesystem::path &corpusFile = {},
                  const std::string &checkpoint = {}, torch::Device device = torch::kCPU);

struct PackageOptions
{
    std::filesystem::path run;
    std::filesystem::path out; // models/NAME; the folder's name is the model's name
    std::filesystem::path corpusFile;
    std::string checkpoint; // empty: best
    Storage storage = Storage::Half;
    int stage = 0; // order of the cards; 0: the family's
};

// Writes the folder (atomic) and returns its model.json.
nlohmann::json packageRun(const PackageOptions &options);

} // namespace klangraum
