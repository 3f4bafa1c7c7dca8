// Where the samples of `klangraum evaluate` come from: a model, a run, a folder of MIDI files or a corpus file.
#pragma once

#include "verbs.h"

#include "music/score.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace klangraum {

struct SampleRequest
{
    std::string source; // name of a model, or a path
    std::size_t count = 1000; // of a model or run; at most so many of a folder or corpus, drawn by seed
    std::uint64_t seed = 1;
    int bars = 0; // 0: a model's natural length, two bars of a generator; whole pieces of a folder or corpus
    std::function<bool(double share)> progress; // false: stop
};

struct SampleSet
{
    std::vector<Score> scores;
    nlohmann::json about; // {"name", "kind": model | run | folder | corpus, ...}: what a report says of them
    bool wholePieces = false; // of any length: they are compared with whole pieces
};

// Throws Error: nothing of that name, a model that makes sound, nothing readable in a folder, or stopped.
SampleSet takeSamples(const Globals &globals, const SampleRequest &request);

} // namespace klangraum
