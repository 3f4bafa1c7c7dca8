// What `klangraum bench` measures of a model: how long a window takes, and how good its music is. No torch here.
// Numbers of one call are taken in one run on one machine; describeMachine() says which.
#pragma once

#include "corpus/corpus.h"
#include "training/benchmarks.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace klangraum {

struct BenchSetup
{
    std::filesystem::path model; // the model's folder
    std::string compute = "cpu"; // auto, cpu, cuda
    std::uint64_t seed = 1;
    int calls = 500; // decode: windows measured
    int samples = 1000; // quality: samples from the prior
    int sliderSeeds = 100; // quality: pieces a slider
    std::function<void(double share)> progress; // 0..1; may be empty
};

// Milliseconds a window while the pad is dragged, and a bar of music that nobody steers: median and 99th percentile.
// Throws Error for a model that makes sound.
std::vector<BenchmarkResult> benchDecode(const BenchSetup &setup);

// Milliseconds a step of a model that writes note after note: median and 99th percentile; and for the other voices to a
// melody of 1 and of 16 bars. Throws Error for other models.
std::vector<BenchmarkResult> benchStream(const BenchSetup &setup);

// Against `corpus`: what is held out (its test split, or its valid split where there is no test split) is
// reconstructed; samples from the prior are compared with the training split; each slider with the statistic that it
// names; copies of training pieces with those that held-out music has. Throws Error where a split is empty.
std::vector<BenchmarkResult> benchQuality(const BenchSetup &setup, const Corpus &corpus);

// An auto-encoder against `corpus`: what it keeps of held-out windows, how much of its latent space it uses, the map's
// trustworthiness; 100 journeys of 16 windows; what each slider moves; the milliseconds of a decode and of an
// interpolation of eight windows. Throws Error for other models.
std::vector<BenchmarkResult> benchLatent(const BenchSetup &setup, const Corpus &corpus);

// Networks of sound: milliseconds of the published growing-wgan (whole, the first part, all parts; its weights as they
// are drawn), and of the loops of `setup.model`, where it is named, while the pad is dragged. Throws Error for a model
// that makes no sound.
std::vector<BenchmarkResult> benchAudio(const BenchSetup &setup);

// 1,000 samples of two bars against 2,000 windows, as `klangraum evaluate` compares them, once everything is in memory.
std::vector<BenchmarkResult> benchEvaluation();

// How many times faster than they sound the composer makes electronic pieces, with the installed sounds.
std::vector<BenchmarkResult> benchCompose();

// {"processor","cores","memory","system","blas","libtorch","threads"}
nlohmann::json describeMachine();

} // namespace klangraum
