// The verbs of `klangraum`, one file each under verbs/. A verb adds its subcommand and its options to the parser; its
// callback does the work through the engine and prints the answer. Errors are thrown (klangraum::Error: status 1) or,
// for what the command line alone decides, reported as CLI::ParseError (status 2).
#pragma once

#include "runtime/settings.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace klangraum {

// Options that every verb takes, before or after its name.
struct Globals
{
    bool json = false;
    bool quiet = false;
    std::vector<std::filesystem::path> models; // --models, may be given again
    std::string device; // --device; empty: the setting
    int threads = 0; // --threads; 0: the setting

    const Settings &settings() const; // klangraum.toml, read at the first call. Throws Error.
    // Command line before settings file before default.
    std::vector<std::filesystem::path> modelPlaces() const;
    std::string computeDevice() const;
    int computeThreads(int fallback) const;
};

void addModels(CLI::App &app, const Globals &globals);
void addDescribe(CLI::App &app, const Globals &globals);
void addGenerate(CLI::App &app, const Globals &globals);
void addImport(CLI::App &app, const Globals &globals);
void addCompose(CLI::App &app, const Globals &globals);
void addCorpus(CLI::App &app, const Globals &globals);
void addRecipes(CLI::App &app, const Globals &globals);
void addTrain(CLI::App &app, const Globals &globals);
void addRuns(CLI::App &app, const Globals &globals);
void addPackage(CLI::App &app, const Globals &globals);
void addEvaluate(CLI::App &app, const Globals &globals);
void addLikelihood(CLI::App &app, const Globals &globals);
void addPlay(CLI::App &app, const Globals &globals);
void addDevices(CLI::App &app, const Globals &globals);
void addBench(CLI::App &app, const Globals &globals);

// The subcommand NAME, taking the common options after its name too.
CLI::App *addVerb(CLI::App &app, const std::string &name, const std::string &description);

} // namespace klangraum
