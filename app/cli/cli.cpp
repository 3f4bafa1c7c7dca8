#include "cli.h"

#include "console.h"
#include "generators/modelfolder.h"
#include "music/error.h"
#include "verbs.h"

#include <csignal>
#include <iostream>
#include <stdexcept>

namespace klangraum {

namespace {

// Messages of libraries can be long (LibTorch adds a backtrace): the first line says it.
std::string firstLine(const std::string &text)
{
    return text.substr(0, text.find('\n'));
}

} // namespace

const Settings &Globals::settings() const
{
    static const Settings loaded = Settings::load(Settings::defaultFile());
    return loaded;
}

std::vector<std::filesystem::path> Globals::modelPlaces() const
{
    std::vector<std::filesystem::path> given = models;
    for (const auto &folder : models)
        if (!std::filesystem::is_directory(folder))
            throw Error("--models " + folder.string() + ": there is no such folder");
    const auto &more = settings().modelFolders;
    given.insert(given.end(), more.begin(), more.end());
    return klangraum::modelPlaces(given);
}

std::string Globals::computeDevice() const
{
    return device.empty() ? settings().computeDevice : device;
}

int Globals::computeThreads(int fallback) const
{
    if (threads > 0)
        return threads;
    return settings().computeThreads > 0 ? settings().computeThreads : fallback;
}

CLI::App *addVerb(CLI::App &app, const std::string &name, const std::string &description)
{
    return app.add_subcommand(name, description)->fallthrough();
}

int runCommandLine(int argc, char **argv)
{
    // A file that grows beyond its limit is an error to report (EFBIG), not a reason to die.
    std::signal(SIGXFSZ, SIG_IGN);
    Globals globals;
    CLI::App app("Klangraum without its screen: train, steer and hear music-making networks.", "klangraum");
    app.set_version_flag("--version", "klangraum " KLANGRAUM_VERSION);
    app.set_help_all_flag("--help-all", "Help of all verbs");
    app.require_subcommand(1);
    app.add_flag("--json", globals.json, "One JSON document instead of a table");
    app.add_flag("--quiet", globals.quiet, "No progress bar");
    app.add_option("--models", globals.models, "A folder of models, looked at first; may be given again")
        ->allow_extra_args(false)
        ->type_name("DIR");
    app.add_option("--device", globals.device, "Where networks compute")
        ->check(CLI::IsMember({ "auto", "cpu", "cuda" }));
    app.add_option("--threads", globals.threads, "Threads of the networks")->check(CLI::Range(1, 256))->type_name("N");
    for (const auto add : { addModels, addDescribe, addGenerate, addImport, addCompose, addCorpus, addRecipes, addTrain,
                            addRuns, addPackage, addEvaluate, addLikelihood, addPlay, addDevices, addBench })
        add(app, globals);

    try {
        app.parse(argc, argv);
        std::cout.flush();
        if (!std::cout)
            throw Error("standard output: could not be written; is the disk full?");
        return 0;
    } catch (const CLI::ParseError &error) {
        if (error.get_exit_code() == 0)
            return app.exit(error);
        const bool unknownVerb = app.get_subcommands().empty() && !app.remaining().empty();
        printNotice((unknownVerb ? "there is no verb '" + app.remaining().front() + "'" : firstLine(error.what())) +
                    " (klangraum --help, klangraum VERB --help)");
        return 2;
    } catch (const std::bad_alloc &) {
        printNotice("out of memory; close other programs or ask for less");
        return 1;
    } catch (const std::exception &error) {
        printNotice(firstLine(error.what()));
        return 1;
    }
}

} // namespace klangraum
