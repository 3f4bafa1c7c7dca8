#include "training/package.h"

#include "generators/family.h"
#include "generators/modelfolder.h"
#include "music/error.h"
#include "training/card.h"
#include "training/checkpoint.h"
#include "training/eventlog.h"
#include "training/runfolder.h"
#include "training/trainer.h"

namespace klangraum {
namespace {

using nlohmann::json;

Corpus corpusOf(const json &info, const std::filesystem::path &file, const std::string &where)
{
    std::filesystem::path path = file;
    if (path.empty())
        path = info.at("corpus").value("file", "");
    Corpus corpus = path.empty() ? Corpus::embedded() : Corpus::load(path);
    const std::string hash = info.at("corpus").value("hash", "");
    if (corpus.hash != hash)
        throw Error(where + ": trained on corpus '" + info["corpus"].value("name", "") + "' with hash " + hash +
                    ", found " + (path.empty() ? "the embedded corpus" : path.string()) + " with hash " + corpus.hash);
    return corpus;
}

// The validation scalars of an epoch, as logged.
json metricsOf(const RunFolder &run, std::int64_t epoch)
{
    json metrics = json::object();
    for (const json &event : validEvents(run.events())) {
        if (event.value("type", "") != "epoch" || event.value("epoch", std::int64_t(0)) != epoch)
            continue;
        for (const auto &[key, value] : event.items())
            if (value.is_number() && (key.starts_with("validation/") || key.starts_with("train/")))
                metrics[key] = value;
    }
    return metrics;
}

// Of the weights: what a copyleft corpus asks of what is derived from it, they keep.
std::string licenceOf(const std::string &corpus)
{
    return std::string("Weights: ") +
        (corpus.find("GPL") == std::string::npos ? "MIT, as the project" : "GPL-3, as the corpus") +
        ". Corpus: " + (corpus.empty() ? "licence not stated by its source" : corpus);
}

} // namespace

OpenedRun openRun(const std::filesystem::path &run, const std::filesystem::path &corpusFile,
                  const std::string &checkpoint, torch::Device device)
{
    const RunFolder folder(run);
    const json info = folder.info();
    OpenedRun opened;
    try {
        opened.recipe = recipeFromJson(info.at("recipe"), (run / "run.json").string());
        opened.corpus = withHeldOut(corpusOf(info, corpusFile, run.string()), opened.recipe.training.heldOut,
                                    opened.recipe.training.seed);
    } catch (const json::exception &problem) {
        throw Error((run / "run.json").string() + ": " + problem.what());
    }
    std::error_code error;
    opened.checkpoint = checkpoint;
    if (checkpoint.empty())
        opened.checkpoint = std::filesystem::exists(folder.checkpoint("best"), error) ? "best" : "last";
    const auto file = folder.checkpoint(opened.checkpoint);
    if (!std::filesystem::exists(file, error))
        throw Error(run.string() + ": no checkpoint '" + opened.checkpoint + "'; the run has not got that far yet");
    const Checkpoint weights = loadCheckpoint(file);
    opened.epoch = weights.state.value("epoch", std::int64_t(0));
    opened.trainable = family(opened.recipe.family).makeTrainable(opened.recipe.model);
    loadInto(*opened.trainable->module(), weights.mean.empty() ? weights.model : weights.mean, file.string());
    opened.trainable->module()->to(device);
    opened.trainable->module()->eval();
    opened.trainable->data(opened.corpus, Split::Train); // a family measures its corpus here
    return opened;
}

json packageRun(const PackageOptions &options)
{
    const OpenedRun run = openRun(options.run, options.corpusFile, options.checkpoint);
    const auto name = (options.out.filename().empty() ? options.out.parent_path() : options.out).filename().string();
    const torch::NoGradGuard noGrad;
    json model = run.trainable->describe(run.corpus);
    json metrics = metricsOf(RunFolder(options.run), run.epoch);
    metrics.update(model.value("metrics", json::object()));
    model["metrics"] = metrics;
    model["format"] = modelFormat;
    model["name"] = name;
    model["family"] = run.recipe.family;
    model["recipe"] = run.recipe.name;
    model["source"] = run.recipe.source;
    model["corpus"] = run.corpus.name + " " + run.corpus.hash;
    model["model"] = run.recipe.model;
    if (options.stage > 0)
        model["stage"] = options.stage;
    if (!model.contains("licence"))
        model["licence"] = licenceOf(run.corpus.licence);
    const CardFacts facts{ parameterCount(*run.trainable->module()), run.checkpoint, run.epoch, options.storage };
    return writeModelFolder(options.out, model, *run.trainable->module(),
                            modelCard(model, run.recipe, run.corpus, facts), options.storage);
}

} // namespace klangraum
