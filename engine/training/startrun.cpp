#include "training/startrun.h"

#include "generators/modelplaces.h"
#include "music/atomicfile.h"
#include "training/detached.h"
#include "training/eventlog.h"
#include "training/recipe.h"
#include "training/runfolder.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <unistd.h>

namespace klangraum {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char *logFile = "trainer.log";
constexpr std::streamoff logTail = 4096; // bytes

std::string hostName()
{
    char name[256] = "";
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "";
}

std::string lastLine(const fs::path &file)
{
    std::ifstream in(file, std::ios::binary | std::ios::ate);
    if (!in)
        return {};
    const std::streamoff size = in.tellg();
    in.seekg(std::max<std::streamoff>(0, size - logTail));
    std::string last;
    for (std::string line; std::getline(in, line);)
        if (line.find_first_not_of(" \t\r") != std::string::npos)
            last = line;
    return last;
}

std::vector<std::string> commandOf(const StartRun &start)
{
    const fs::path program = start.program.empty() ? trainerProgram() : start.program;
    if (::access(program.c_str(), X_OK) != 0)
        throw Error("cannot start " + program.string() + ": " + std::strerror(errno));
    std::vector<std::string> command{ program.string() };
    for (const fs::path &place : start.modelPlaces)
        command.insert(command.end(), { "--models", place.string() });
    command.insert(command.end(), { "train", "--quiet", "--run", start.run.string() });
    if (!start.corpus.empty())
        command.insert(command.end(), { "--corpus", fs::absolute(start.corpus).string() });
    if (!start.device.empty())
        command.insert(command.end(), { "--device", start.device });
    if (start.threads > 0)
        command.insert(command.end(), { "--threads", std::to_string(start.threads) });
    return command;
}

} // namespace

fs::path trainerProgram()
{
    std::error_code error;
    const fs::path beside = fs::read_symlink("/proc/self/exe", error).parent_path() / "klangraum";
    if (!error && ::access(beside.c_str(), X_OK) == 0)
        return beside;
    const char *path = std::getenv("PATH");
    std::string rest = path ? path : "";
    while (!rest.empty()) {
        const std::size_t colon = rest.find(':');
        const fs::path candidate = fs::path(rest.substr(0, colon)) / "klangraum";
        if (candidate.is_absolute() && ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
        rest = colon == std::string::npos ? "" : rest.substr(colon + 1);
    }
    throw Error("no program 'klangraum' to train with, neither " + beside.string() + " nor in PATH; install it there");
}

std::int64_t startRun(const StartRun &start)
{
    std::vector<std::string> command = commandOf(start);
    const Recipe recipe =
        openRecipe(start.recipe, start.modelPlaces.empty() ? modelPlaces() : modelPlaces(start.modelPlaces), start.set);
    std::error_code error;
    if (!start.corpus.empty() && !fs::is_regular_file(start.corpus, error))
        throw Error(start.corpus.string() + ": no such corpus; expected a file that klangraum import has made");
    for (const std::string &setting : start.set)
        command.insert(command.end(), { "--set", setting });
    command.push_back(start.recipe);
    json info = { { "format", 1 },
                  { "state", "queued" },
                  { "recipe", toJson(recipe) },
                  { "corpus",
                    { { "name", start.corpus.empty() ? "embedded" : start.corpus.stem().string() },
                      { "file", start.corpus.empty() ? "" : fs::absolute(start.corpus).string() } } },
                  { "seed", recipe.training.seed } };
    const RunFolder run = RunFolder::create(start.run, info);
    try {
        return startDetached(command, start.run / logFile, start.nice, [&](std::int64_t process) {
            info["trainer"] = { { "process", process }, { "started", processStart(process) }, { "host", hostName() } };
            writeFileAtomically(start.run / "run.json", info.dump(1) + "\n");
        });
    } catch (const Error &) {
        fs::remove(start.run / "run.json", error); // the same command can be given again
        throw;
    }
}

std::int64_t resumeRun(const StartRun &start)
{
    const RunFolder run(start.run);
    if (run.locked())
        throw Error(start.run.string() + ": a trainer works on this run; nothing to resume");
    StartRun own = start;
    if (own.corpus.empty())
        if (const json info = run.info(); info.contains("corpus"))
            own.corpus = textIn(info["corpus"], "file");
    std::vector<std::string> command = commandOf(own);
    command.push_back("--resume");
    return startDetached(command, start.run / logFile, start.nice);
}

std::string queueProblem(const fs::path &run, const json &info)
{
    const auto trainer = info.find("trainer");
    if (trainer == info.end() || !trainer->is_object() || textIn(*trainer, "host") != hostName())
        return {}; // about to be started, or on another machine
    const std::int64_t started = wholeIn(*trainer, "started");
    if (processStart(wholeIn(*trainer, "process")) == static_cast<std::uint64_t>(started) && started != 0)
        return {};
    const std::string line = lastLine(run / logFile);
    return "the trainer ended before it began" + (line.empty() ? "; trainer.log is empty" : ": " + line);
}

} // namespace klangraum
