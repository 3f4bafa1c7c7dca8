// Summary of a run folder for `klangraum runs` and the dashboard's rail. Reads the end of the event log only.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace klangraum {

class RunFolder;

// A known failure of two networks that learn against each other (duelwatch.h).
struct RunWarning
{
    std::string code;
    std::int64_t step = 0; // when it was called
};

struct RunSummary
{
    std::filesystem::path folder;
    std::string recipe, family, corpus, device;
    // queued, running, paused, stopped, finished, failed; "interrupted": not ended, and no trainer alive
    std::string state;
    std::string reason;
    // What a living trainer has to tell, for example that the disk is full; failures of a duel also when it has ended.
    std::string notice;
    std::vector<RunWarning> warnings; // that hold, as the events tell
    double slow = 0; // slow motion: at most so many steps a second; 0: full speed
    std::int64_t epoch = 0, epochs = 0, step = 0;
    double stepsPerSecond = 0;
    double secondsLeft = 0; // 0: unknown or over
    double lastTime = 0; // of the last event, seconds since 1970
    std::map<std::string, double> scalars; // the latest losses; NaN and infinite where they became so
    std::string problem; // one line where the folder is no run or damaged
};

RunSummary summariseRun(const std::filesystem::path &folder);

// The parts of it, for readers that follow the log themselves (runreader.h). The first throws Error; `take` adds an
// event; `settle` makes the state right by what is known outside the log: the lock, status.json, a queue.
void describeRun(RunSummary &summary, const nlohmann::json &info);
void take(RunSummary &summary, const nlohmann::json &event);
void settle(RunSummary &summary, const RunFolder &run, const nlohmann::json &info);

// `folder` itself where it holds a run, else the runs in it, by name. Empty: none.
std::vector<std::filesystem::path> findRuns(const std::filesystem::path &folder);

} // namespace klangraum
