#include "training/runs.h"
#include "../console.h"
#include "../verbs.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum {

namespace {

// A run folder itself, or the run folders in it.
std::vector<std::filesystem::path> runFolders(const std::filesystem::path &folder)
{
    namespace fs = std::filesystem;
    if (!fs::is_directory(folder))
        throw Error(folder.string() + ": there is no such folder; expected a run or a folder of runs");
    if (fs::exists(folder / "run.json"))
        return { folder };
    std::vector<fs::path> found;
    for (const auto &entry : fs::directory_iterator(folder))
        if (fs::exists(entry.path() / "run.json"))
            found.push_back(entry.path());
    if (found.empty())
        throw Error(folder.string() + ": no run here (a run folder holds run.json); start one with klangraum train");
    std::sort(found.begin(), found.end());
    return found;
}

nlohmann::json toJson(const RunSummary &run)
{
    return { { "folder", run.folder.string() },
             { "recipe", run.recipe },
             { "family", run.family },
             { "corpus", run.corpus },
             { "device", run.device },
             { "state", run.state },
             { "reason", run.reason },
             { "epoch", run.epoch },
             { "epochs", run.epochs },
             { "step", run.step },
             { "steps-per-second", run.stepsPerSecond },
             { "seconds-left", run.secondsLeft },
             { "losses", run.scalars },
             { "problem", run.problem } };
}

std::string losses(const RunSummary &run)
{
    std::string text;
    for (const char *name : { "train/loss", "validation/loss" })
        if (const auto it = run.scalars.find(name); it != run.scalars.end())
            text += (text.empty() ? "" : " / ") + formatNumber(it->second);
    return text;
}

} // namespace

void addRuns(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "runs", "One line a run: state, epoch, losses, speed, time left");
    auto folders = std::make_shared<std::vector<std::filesystem::path>>();
    verb->add_option("DIR", *folders, "Run folders, or folders of them")->required();
    verb->callback([&globals, folders] {
        std::vector<RunSummary> runs;
        for (const auto &given : *folders)
            for (const auto &folder : runFolders(given))
                runs.push_back(summariseRun(folder));
        if (globals.json) {
            auto list = nlohmann::json::array();
            for (const auto &run : runs)
                list.push_back(toJson(run));
            printJson(list);
            return;
        }
        Table table({ "RUN", "RECIPE", "STATE", "EPOCH", "LOSS (TRAIN / VALIDATION)", "STEPS/S", "LEFT", "" });
        for (const auto &run : runs)
            table.add({ run.folder.string(), run.recipe, run.state,
                        std::to_string(run.epoch) + "/" + std::to_string(run.epochs), losses(run),
                        formatNumber(run.stepsPerSecond, 3), run.secondsLeft > 0 ? formatSeconds(run.secondsLeft) : "",
                        run.problem.empty() ? run.reason : run.problem });
        table.print();
    });
}

} // namespace klangraum
