// Summary of a run folder for `klangraum runs` and the dashboard's rail. Reads the end of the event log only.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace klangraum {

struct RunSummary
{
    std::filesystem::path folder;
    std::string recipe, family, corpus, device;
    std::string state; // running, paused, stopped, finished, failed; "interrupted": not ended, and no trainer alive
    std::string reason;
    std::int64_t epoch = 0, epochs = 0, step = 0;
    double stepsPerSecond = 0;
    double secondsLeft = 0; // 0: unknown or over
    double lastTime = 0; // of the last event, seconds since 1970
    std::map<std::string, double> scalars; // the latest losses
    std::string problem; // one line where the folder is no run or damaged
};

RunSummary summariseRun(const std::filesystem::path &folder);

} // namespace klangraum
