#include "training/runs.h"

#include "music/error.h"
#include "training/eventlog.h"
#include "training/runfolder.h"
#include "training/startrun.h"
#include "training/statusfile.h"

#include <algorithm>

namespace klangraum {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::uint64_t firstLook = 1 << 16; // bytes at the end of the log
constexpr std::uint64_t secondLook = 1 << 20; // where the first held no end of an epoch

bool hasEpoch(const std::vector<json> &events)
{
    return std::any_of(events.begin(), events.end(),
                       [](const json &event) { return textIn(event, "type") == "epoch"; });
}

void takeNumber(const json &event, const char *key, double &number)
{
    const auto it = event.find(key);
    if (it != event.end() && it->is_number())
        number = it->get<double>();
}

} // namespace

void describeRun(RunSummary &summary, const json &info)
{
    try {
        summary.recipe = info.at("recipe").value("name", "");
        summary.family = info.at("recipe").value("family", "");
        summary.epochs = info.at("recipe").at("training").value("epochs", std::int64_t(0));
        summary.corpus = info.at("corpus").value("name", "");
        summary.device = info.value("device", "");
    } catch (const json::exception &problem) {
        throw Error((summary.folder / "run.json").string() + ": " + problem.what());
    }
}

void take(RunSummary &summary, const json &event)
{
    const std::string type = textIn(event, "type");
    takeNumber(event, "time", summary.lastTime);
    if (type == "step" || type == "epoch" || type == "start" || type == "system") {
        summary.step = wholeIn(event, "step");
        summary.epoch = wholeIn(event, "epoch");
        takeNumber(event, "steps-per-second", summary.stepsPerSecond);
        takeNumber(event, "seconds-left", summary.secondsLeft);
        for (const auto &[key, value] : event.items())
            if (key.starts_with("train/") || key.starts_with("validation/"))
                if (const auto number = scalarOf(value))
                    summary.scalars[key] = *number;
    } else if (type == "state") {
        summary.state = textIn(event, "state");
        summary.reason = textIn(event, "reason");
        summary.slow = 0;
        takeNumber(event, "slow", summary.slow);
    } else if (type == "warning") {
        const std::string code = textIn(event, "code");
        std::erase_if(summary.warnings, [&code](const RunWarning &warning) { return warning.code == code; });
        if (textIn(event, "state") == "begins")
            summary.warnings.push_back({ code, wholeIn(event, "step") });
    }
    if (isResume(event))
        std::erase_if(summary.warnings,
                      [&event](const RunWarning &warning) { return warning.step > wholeIn(event, "step"); });
}

void settle(RunSummary &summary, const RunFolder &run, const json &info)
{
    summary.notice.clear();
    const bool ended = summary.state == "finished" || summary.state == "failed" || summary.state == "stopped";
    const json status = readStatus(run.path());
    if (run.locked()) {
        if (summary.state != "paused")
            summary.state = ended && summary.state != "stopped" ? summary.state : "running";
        if (textIn(status, "notice") != "") {
            summary.notice = textIn(status, "notice");
            if (textIn(status, "state") == "paused" && summary.state == "running")
                summary.state = "paused";
        }
    } else if (textIn(info, "state") == "queued") {
        const std::string problem = queueProblem(run.path(), info);
        summary.state = problem.empty() ? "queued" : "failed";
        summary.reason = problem;
    } else if (!ended) {
        summary.state = "interrupted";
    } else if (textIn(status, "state") == summary.state) {
        summary.notice = textIn(status, "notice");
    }
    if (summary.state != "running")
        summary.secondsLeft = 0;
}

RunSummary summariseRun(const fs::path &folder)
{
    RunSummary summary;
    summary.folder = folder;
    try {
        const RunFolder run(folder);
        const json info = run.info();
        describeRun(summary, info);
        auto events = lastEvents(run.events(), firstLook);
        if (!hasEpoch(events))
            events = lastEvents(run.events(), secondLook);
        for (const json &event : events)
            take(summary, event);
        settle(summary, run, info);
    } catch (const std::exception &problem) {
        summary.problem = problem.what();
    }
    return summary;
}

std::vector<fs::path> findRuns(const fs::path &folder)
{
    std::error_code error;
    if (fs::exists(folder / "run.json", error))
        return { folder };
    std::vector<fs::path> found;
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        std::error_code none;
        if (fs::exists(it->path() / "run.json", none))
            found.push_back(it->path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace klangraum
