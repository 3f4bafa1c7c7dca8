// Which device computes: the card where there is one that works, else the CPU, with a notice on every fallback.
#pragma once

#include <torch/torch.h>

#include <string>

namespace klangraum {

struct ComputeDevice
{
    torch::Device device = torch::kCPU;
    std::string text; // "CPU, 2 threads, OpenBLAS ..." or the card's name, for people
    std::string notice; // one line where another device was wanted or the card failed its test; else empty
};

// `wanted`: "auto", "cpu" or "cuda". "auto" tries the card with a small computation and falls back with a notice where
// it fails; "cuda" without a card falls back with a notice too. Another word throws Error.
ComputeDevice chooseDevice(const std::string &wanted);

// Threads for torch: `threads` where positive, else all physical cores. Call before the first computation; returns
// what was set.
int setThreads(int threads);

} // namespace klangraum
