#include "runtime/bench.h"

#include "generators/blas.h"
#include "generators/device.h"
#include "generators/modelfolder.h"
#include "music/error.h"
#include "runtime/benchtimes.h"

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

// Milliseconds of each bar of a stream that nobody touches, window after window.
std::vector<double> barsOf(Stream &stream, int bars)
{
    std::vector<double> milliseconds;
    double spent = 0;
    double quarters = 0;
    while (static_cast<int>(milliseconds.size()) < bars) {
        const auto begin = std::chrono::steady_clock::now();
        const Window window = stream.decode({});
        stream.advance();
        spent += millisecondsSince(begin);
        quarters += static_cast<double>(window.score.length) / window.score.ticksPerQuarter;
        if (quarters >= 4) { // a window of several bars counts as their mean
            const double whole = std::floor(quarters / 4);
            milliseconds.push_back(spent / whole);
            spent = 0;
            quarters -= 4 * whole;
        }
    }
    return milliseconds;
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
    if (generator->description().output != "score")
        throw Error("bench decode: model '" + generator->description().name +
                    "' makes sound; klangraum bench audio measures it");
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
        stream->decode(steering);
        if (call >= 0)
            milliseconds.push_back(millisecondsSince(begin));
        if (call % kCallsAWindow == kCallsAWindow - 1)
            stream->advance();
        if (setup.progress)
            setup.progress(static_cast<double>(call + kWarmUp) / (setup.calls + kWarmUp));
    }
    const std::string name = generator->description().name;
    const std::vector<double> bars = barsOf(*generator->stream(setup.seed), setup.calls / 2 + 1);
    return { { "decode p50", quantile(milliseconds, 0.5), "ms", name + ", one window, pad dragged" },
             { "decode p99", quantile(milliseconds, 0.99), "ms", "goal: at most 5 ms on two cores" },
             { "bar p50", quantile(bars, 0.5), "ms", "written in order, all voices" },
             { "bar p99", quantile(bars, 0.99), "ms", "goal: at most 10 ms on two cores" } };
}

} // namespace klangraum
