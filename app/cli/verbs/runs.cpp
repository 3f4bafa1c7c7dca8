#include "../console.h"
#include "../verbs.h"
#include "music/error.h"
#include "training/eventlog.h"
#include "training/runreader.h"

#include <set>

namespace klangraum {

namespace {

// A run folder itself, or the run folders in it.
std::vector<std::filesystem::path> runFolders(const std::filesystem::path &folder)
{
    namespace fs = std::filesystem;
    if (!fs::is_directory(folder))
        throw Error(folder.string() + ": there is no such folder; expected a run or a folder of runs");
    const std::vector<fs::path> found = findRuns(folder);
    if (found.empty())
        throw Error(folder.string() + ": no run here (a run folder holds run.json); start one with klangraum train");
    return found;
}

nlohmann::json toJson(const RunSummary &run)
{
    auto scalars = nlohmann::json::object();
    for (const auto &[name, value] : run.scalars)
        scalars[name] = loggable(value);
    auto warnings = nlohmann::json::array();
    for (const RunWarning &warning : run.warnings)
        warnings.push_back({ { "code", warning.code }, { "step", warning.step } });
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
             { "losses", scalars },
             { "notice", run.notice },
             { "warnings", warnings },
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

void writeCsvs(const std::vector<RunSummary> &runs, const std::filesystem::path &folder)
{
    std::filesystem::create_directories(folder);
    std::set<std::string> names;
    for (const RunSummary &run : runs) {
        const auto own = (run.folder.filename().empty() ? run.folder.parent_path() : run.folder).filename().string();
        std::string name = own;
        for (int i = 2; !names.insert(name).second; ++i) // runs of one name in different folders
            name = own + "-" + std::to_string(i);
        RunReader reader(run.folder);
        reader.update();
        reader.writeCsv(folder / (name + ".csv"));
    }
}

} // namespace

void addRuns(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "runs", "One line a run: state, epoch, losses, speed, time left");
    auto folders = std::make_shared<std::vector<std::filesystem::path>>();
    verb->add_option("DIR", *folders, "Run folders, or folders of them")->required();
    auto csv = std::make_shared<std::filesystem::path>();
    verb->add_option("--csv", *csv, "Write every scalar of every run into DIR, a file a run, a row a step or epoch")
        ->type_name("DIR");
    verb->callback([&globals, folders, csv] {
        std::vector<RunSummary> runs;
        for (const auto &given : *folders)
            for (const auto &folder : runFolders(given))
                runs.push_back(summariseRun(folder));
        if (!csv->empty())
            writeCsvs(runs, *csv);
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
                        !run.problem.empty()      ? run.problem
                            : !run.notice.empty() ? run.notice
                                                  : run.reason });
        table.print();
    });
}

} // namespace klangraum
