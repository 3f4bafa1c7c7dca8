#include "../console.h"
#include "../sound.h"
#include "../verbs.h"
#include "music/error.h"
#include "training/recipe.h"
#include "training/runfolder.h"
#include "training/trainer.h"

#include <cmath>

namespace klangraum {

namespace {

struct TrainArguments
{
    std::string recipe;
    std::filesystem::path corpus, run;
    std::int64_t epochs = 0;
    std::vector<std::string> set;
    bool resume = false;
};

Corpus openCorpus(const std::filesystem::path &file)
{
    return file.empty() ? Corpus::embedded() : Corpus::load(file);
}

// The recipe of a run stands in its run.json and stays; only its length and its threads may change.
Recipe recipeOfRun(const TrainArguments &arguments, const nlohmann::json &info)
{
    Recipe recipe = recipeFromJson(info.at("recipe"), (arguments.run / "run.json").string());
    if (!arguments.recipe.empty() && arguments.recipe != recipe.name &&
        std::filesystem::path(arguments.recipe).stem() != recipe.name)
        throw Error(arguments.run.string() + ": this run trains '" + recipe.name + "', not '" + arguments.recipe +
                    "'; take another --run for a new training");
    return recipe;
}

void report(ProgressBar &bar, const TrainProgress &progress)
{
    if (!progress.notice.empty()) {
        bar.clear();
        printNotice(progress.notice);
    }
    std::string text =
        progress.state + ", epoch " + std::to_string(progress.epoch) + " of " + std::to_string(progress.epochs);
    for (const char *name : { "train/loss", "validation/loss" })
        if (const auto it = progress.scalars.find(name); it != progress.scalars.end())
            text += std::string(", ") + name + " " + formatNumber(it->second);
    text +=
        ", " + formatNumber(progress.stepsPerSecond, 3) + " steps/s, " + formatSeconds(progress.secondsLeft) + " left";
    bar.show(progress.progress, text);
}

void printResult(const TrainArguments &arguments, const Recipe &recipe, const TrainResult &result, bool json)
{
    if (json) {
        nlohmann::json answer = { { "run", arguments.run.string() }, { "recipe", recipe.name },
                                  { "state", result.state },         { "reason", result.reason },
                                  { "epoch", result.epoch },         { "step", result.step },
                                  { "best-epoch", result.bestEpoch } };
        answer["best"] = std::isfinite(result.best) ? nlohmann::json(result.best) : nlohmann::json();
        printJson(answer);
        return;
    }
    Table table({ "RUN", "RECIPE", "STATE", "EPOCH", "STEP", "BEST", "AT EPOCH" });
    table.add({ arguments.run.string(), recipe.name, result.state, std::to_string(result.epoch),
                std::to_string(result.step), std::isfinite(result.best) ? formatNumber(result.best) : "",
                std::to_string(result.bestEpoch) });
    table.print();
}

void train(const Globals &globals, const TrainArguments &arguments)
{
    TrainOptions options;
    options.run = arguments.run;
    options.corpusFile = arguments.corpus;
    options.device = globals.computeDevice();
    // A trainer that was killed before it had written run.json left nothing to resume: the same command begins anew.
    options.resume =
        arguments.resume && (arguments.recipe.empty() || std::filesystem::exists(arguments.run / "run.json"));
    if (options.resume) {
        const auto info = RunFolder(arguments.run).info();
        options.recipe = recipeOfRun(arguments, info);
        if (options.corpusFile.empty())
            options.corpusFile = info.at("corpus").value("file", "");
        options.extend = arguments.epochs > 0 || globals.threads > 0;
        if (!arguments.set.empty())
            printNotice(arguments.run.string() +
                        " goes on with its own recipe and seed: --set and --seed are for new runs");
    } else {
        options.recipe = openRecipe(arguments.recipe, globals.modelPlaces(), arguments.set);
    }
    if (arguments.epochs > 0)
        options.recipe.training.epochs = arguments.epochs;
    if (globals.threads > 0)
        options.recipe.training.threads = globals.threads;

    if (hasSound())
        options.renderSound = [&globals](const Score &score, const std::filesystem::path &file) {
            writeSound(score, file, globals.settings(), [](double) {});
        };

    const Recipe recipe = options.recipe;
    const Corpus corpus = openCorpus(options.corpusFile);
    ProgressBar bar(globals.quiet);
    Trainer trainer(std::move(options), corpus);
    const TrainResult result = trainer.run([&](const TrainProgress &progress) { report(bar, progress); });
    bar.clear();
    printResult(arguments, recipe, result, globals.json);
    if (result.state == "failed")
        throw Error(arguments.run.string() + ": the training failed: " + result.reason);
    if (result.state == "stopped")
        throw Error(arguments.run.string() + ": stopped" + (result.reason.empty() ? "" : " (" + result.reason + ")") +
                    " after epoch " + std::to_string(result.epoch) + "; go on with --resume");
}

} // namespace

void addTrain(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "train", "Train a recipe on a corpus, into a run folder");
    auto arguments = std::make_shared<TrainArguments>();
    verb->add_option("RECIPE", arguments->recipe, "A recipe's name or its .toml file; with --resume the run's own");
    verb->add_option("--corpus", arguments->corpus, "A corpus file; without it the embedded corpus")
        ->type_name("CORPUS");
    verb->add_option("--run", arguments->run, "The run folder")->required()->type_name("DIR");
    verb->add_option("--epochs", arguments->epochs, "Instead of the recipe's")
        ->check(CLI::Range(std::int64_t(1), std::int64_t(1000000)))
        ->type_name("N");
    verb->add_option_function<std::uint64_t>(
            "--seed",
            [arguments](std::uint64_t seed) { arguments->set.push_back("training.seed=" + std::to_string(seed)); },
            "Instead of the recipe's")
        ->type_name("N");
    verb->add_option("--set", arguments->set, "Change a key of the recipe: training.batch=16; may be given again")
        ->allow_extra_args(false)
        ->type_name("KEY=VALUE");
    verb->add_flag("--resume", arguments->resume, "Go on with the run in DIR");
    verb->callback([&globals, arguments] {
        if (arguments->recipe.empty() && !arguments->resume)
            throw CLI::RequiredError("RECIPE");
        for (const auto &change : arguments->set)
            if (change.find('=') == std::string::npos || change.front() == '=')
                throw CLI::ValidationError("--set", "expected KEY=VALUE, found '" + change + "'");
        train(globals, *arguments);
    });
}

} // namespace klangraum
