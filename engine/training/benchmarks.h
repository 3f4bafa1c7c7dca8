// The benchmarks of the training room, for `klangraum bench`.
#pragma once

#include <string>

namespace klangraum {

struct BenchmarkResult
{
    std::string name;
    double value = 0;
    std::string unit;
    std::string comparedTo; // what it is to be read against
    int threads = 1; // of the network
};

// Median seconds of a training step of `vae-image`: batch of `batch` windows made, forward, backward, Adam.
BenchmarkResult benchTrainingStep(int steps = 20, int batch = 32);

} // namespace klangraum
