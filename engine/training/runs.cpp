#include "training/runs.h"

#include "training/eventlog.h"
#include "training/runfolder.h"

namespace klangraum {
namespace {

using nlohmann::json;

constexpr std::uint64_t firstLook = 1 << 16; // bytes at the end of the log
constexpr std::uint64_t secondLook = 1 << 20; // where the first held no end of an epoch

bool hasEpoch(const std::vector<json> &events)
{
    return std::any_of(events.begin(), events.end(),
                       [](const json &event) { return event.value("type", "") == "epoch"; });
}

void take(RunSummary &summary, const json &event)
{
    const std::string type = event.value("type", "");
    summary.lastTime = event.value("time", summary.lastTime);
    if (type == "step" || type == "epoch" || type == "start") {
        summary.step = event.value("step", summary.step);
        summary.epoch = event.value("epoch", summary.epoch);
        summary.stepsPerSecond = event.value("steps-per-second", summary.stepsPerSecond);
        summary.secondsLeft = event.value("seconds-left", summary.secondsLeft);
        for (const auto &[key, value] : event.items())
            if (value.is_number() && (key.starts_with("train/") || key.starts_with("validation/")))
                summary.scalars[key] = value.get<double>();
    } else if (type == "state") {
        summary.state = event.value("state", "");
        summary.reason = event.value("reason", "");
    }
}

} // namespace

RunSummary summariseRun(const std::filesystem::path &folder)
{
    RunSummary summary;
    summary.folder = folder;
    try {
        const RunFolder run(folder);
        const json info = run.info();
        summary.recipe = info.at("recipe").value("name", "");
        summary.family = info.at("recipe").value("family", "");
        summary.epochs = info.at("recipe").at("training").value("epochs", std::int64_t(0));
        summary.corpus = info.at("corpus").value("name", "");
        summary.device = info.value("device", "");
        auto events = lastEvents(run.events(), firstLook);
        if (!hasEpoch(events))
            events = lastEvents(run.events(), secondLook);
        for (const json &event : events)
            take(summary, event);
        const bool ended = summary.state == "finished" || summary.state == "failed" || summary.state == "stopped";
        if (run.locked()) {
            if (summary.state != "paused")
                summary.state = ended && summary.state != "stopped" ? summary.state : "running";
        } else if (!ended) {
            summary.state = "interrupted";
        }
        if (summary.state != "running")
            summary.secondsLeft = 0;
    } catch (const std::exception &problem) {
        summary.problem = problem.what();
    }
    return summary;
}

} // namespace klangraum
