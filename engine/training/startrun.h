// Starts `klangraum train` as a process of its own: own session, niced, output to trainer.log, no child of the caller
// any more, so that it outlives it and leaves no zombie. No torch. Any thread.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace klangraum {

struct StartRun
{
    std::string recipe; // a name or a .toml file
    std::filesystem::path corpus; // empty: the embedded one
    std::filesystem::path run; // the folder to make
    std::vector<std::string> set; // "training.epochs=50", as --set
    std::vector<std::filesystem::path> modelPlaces; // where recipes are looked for; empty: the usual ones
    std::string device; // auto, cpu, cuda; empty: the setting's
    int threads = 0; // 0: the recipe's
    int nice = 10; // added to the caller's
    std::filesystem::path program; // empty: trainerProgram()
};

// Makes the run folder with its run.json in state "queued", then starts the trainer. Returns its process id. Throws
// Error: a wrong recipe or setting, a corpus that is not there, a folder that holds a run, no program to start.
std::int64_t startRun(const StartRun &start);
// Goes on with a run that is stopped, interrupted, failed or queued in vain; `recipe` and `set` are the run's own.
// Throws Error where a trainer works on it.
std::int64_t resumeRun(const StartRun &start);

// `klangraum` beside the running program, else in PATH. Throws Error naming both places.
std::filesystem::path trainerProgram();

// Why a queued run will not begin: its trainer is gone. `info` is its run.json. Empty: it may yet.
std::string queueProblem(const std::filesystem::path &run, const nlohmann::json &info);

} // namespace klangraum
