#include "runtime/bench.h"

#include "generators/blas.h"
#include "generators/device.h"
#include "generators/modelfolder.h"

#include <nlohmann/json.hpp>
#include <torch/version.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <numbers>
#include <thread>

namespace klangraum {

namespace {

// The value after `key` and its separator in a text file of the system; empty where there is none.
std::string systemValue(const char *file, const std::string &key)
{
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        if (!line.starts_with(key))
            continue;
        const auto from = line.find_first_not_of(" \t:=\"", key.size());
        const auto to = line.find_last_not_of(" \t\"");
        return from == std::string::npos ? "" : line.substr(from, to - from + 1);
    }
    return "";
}

double quantile(std::vector<double> values, double share)
{
    std::sort(values.begin(), values.end());
    const auto last = static_cast<double>(values.size() - 1);
    return values[static_cast<std::size_t>(std::ceil(share * last))];
}

} // namespace

nlohmann::json describeMachine()
{
    return { { "processor", systemValue("/proc/cpuinfo", "model name") },
             { "cores", std::thread::hardware_concurrency() },
             { "memory", systemValue("/proc/meminfo", "MemTotal") },
             { "system", systemValue("/etc/os-release", "PRETTY_NAME") },
             { "blas", blasInUse() },
             { "libtorch", TORCH_VERSION } };
}

std::vector<BenchmarkResult> benchDecode(const BenchSetup &setup)
{
    const auto generator = openModel(setup.model, chooseDevice(setup.compute).device);
    const auto stream = generator->stream(setup.seed);
    constexpr int kWarmUp = 20;
    constexpr int kCallsAWindow = 16;
    std::vector<double> milliseconds;
    for (int call = -kWarmUp; call < setup.calls; ++call) {
        // Each call at a new place of the map, as under a finger that does not rest.
        const double angle = 2 * std::numbers::pi * call / 97;
        Steering steering;
        for (const Control &control : generator->description().controls)
            if (control.kind == ControlKind::Pad) {
                steering.values[control.name + ".x"] = 0.6 * std::cos(angle);
                steering.values[control.name + ".y"] = 0.6 * std::sin(1.3 * angle);
            }
        const auto begin = std::chrono::steady_clock::now();
        const Window window = stream->decode(steering);
        const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - begin;
        if (call >= 0)
            milliseconds.push_back(wall.count());
        if (call % kCallsAWindow == kCallsAWindow - 1)
            stream->advance();
        if (setup.progress)
            setup.progress(static_cast<double>(call + kWarmUp) / (setup.calls + kWarmUp));
    }
    const std::string name = generator->description().name;
    return { { "decode p50", quantile(milliseconds, 0.5), "ms", name + ", one window, pad dragged" },
             { "decode p99", quantile(milliseconds, 0.99), "ms", "goal: at most 5 ms on two cores" } };
}

} // namespace klangraum
