// The benchmarks of the training room, for `klangraum bench`.
#pragma once

#include <filesystem>
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

// Median seconds of a training step of this family, `vae-image` or a duel: for each of its updates a batch of `batch`
// windows made, forward, backward, Adam.
BenchmarkResult benchTrainingStep(int steps = 20, int batch = 32, const std::string &familyName = "vae-image");

// Frames a second of training an LSTM of `layers` x `hidden` over the 88 keys, batches of `batch` times `frames`:
// forward, backward, Adam. The median of `steps` steps.
BenchmarkResult benchLstmTraining(int steps = 9, int layers = 2, int hidden = 256, int batch = 64, int frames = 128);

// Median seconds in which RunReader opens a run of `events` steps, written to `folder` first.
BenchmarkResult benchRunReader(const std::filesystem::path &folder, int events = 1'000'000);

// What step and system events and TensorBoard's file cost a training of `vae-image`: their share of a run, measured as
// the time inside the calls that make and write them, beside the time of the steps; in percent.
BenchmarkResult benchTelemetry(const std::filesystem::path &folder, int steps = 60, int batch = 32);

} // namespace klangraum
