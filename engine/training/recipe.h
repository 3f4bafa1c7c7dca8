// Recipes: what is trained and how, in TOML (models/recipes/NAME.toml). An unknown key is an error that names the
// nearest known one. Keys of [model] belong to the family. The same words stand in run.json.
#pragma once

#include "generators/control.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace klangraum {

// [optimizer.NAME]; NAME is the name of a family's update ("main", "critic", ...).
struct OptimizerRecipe
{
    std::string type = "adam"; // adam, adamw, rmsprop, sgd
    double learningRate = 1e-3; // learning-rate
    std::vector<double> betas{ 0.9, 0.999 }; // adam, adamw
    double epsilon = 1e-8; // adam, adamw, rmsprop
    double momentum = 0; // sgd, rmsprop
    double smoothing = 0.99; // rmsprop: decay of the mean square
    double weightDecay = 0; // weight-decay
    std::string schedule = "constant"; // constant, cosine, step, warmup (linear rise, then constant)
    std::int64_t warmupSteps = 0; // warmup-steps: linear rise before any schedule
    double finalFactor = 0; // final-factor: cosine ends at this share of the learning rate
    std::int64_t stepEpochs = 0; // step-epochs: schedule "step" multiplies by step-factor every so many epochs
    double stepFactor = 0.5; // step-factor
    double clipNorm = 0; // clip-norm: gradients are scaled down to this norm; 0: never
};

// [training]
struct TrainingRecipe
{
    std::int64_t epochs = 100;
    std::int64_t batch = 32; // items a batch
    std::int64_t validationBatch = 0; // validation-batch; 0: as batch
    std::int64_t validationItems = 0; // validation-items: at most so many, evenly spread; 0: all
    double heldOut = 0; // held-out: share of the pieces outside the test split; 0: the corpus's own valid split
    std::int64_t checkpointSteps = 0; // checkpoint-steps: beside the end of each epoch; 0: only there
    std::int64_t keepEvery = -1; // keep-every: epochs whose weights are kept; 0: none; -1: as many as fit into 1 GB
    std::int64_t logSteps = 1; // log-steps: an event every so many steps
    std::int64_t collapseSteps = 50; // collapse-steps: between two looks of the collapse meter; 0: never (adversarial)
    std::int64_t patience = 0; // epochs without a better one until the training ends; 0: never
    std::string
        beginWith; // begin-with: a model, by name or folder, whose weights are the first where they fit; "": none
    std::int64_t samples = 64; // pieces written to samples/ an epoch; 0: none
    double emaDecay = 0; // ema-decay: mean of the weights, used for validation, samples and packaging; 0: off
    std::string precision = "float32"; // of products: float32, bfloat16 (MixedPrecision)
    std::uint64_t seed = 1;
    int threads = 0; // 0: all cores
};

struct Recipe
{
    std::string name;
    std::string family;
    std::string source; // paper, or "Klangraum"
    Text description;
    nlohmann::json model = nlohmann::json::object(); // [model]
    TrainingRecipe training;
    std::map<std::string, OptimizerRecipe> optimizers;

    // The optimizer of an update: its own, else "main"'s, else the default.
    const OptimizerRecipe &optimizer(const std::string &update) const;
};

// Throw Error: file, line, what is wrong. `set`: "KEY=VALUE" with dotted keys ("training.batch=16",
// "model.latent=4", "optimizer.main.learning-rate=1e-4"); VALUE in TOML, a bare word counts as text.
Recipe loadRecipe(const std::filesystem::path &file, const std::vector<std::string> &set = {});
Recipe parseRecipe(const std::string &toml, const std::string &where, const std::vector<std::string> &set = {});

// As in run.json and back.
nlohmann::json toJson(const Recipe &recipe);
Recipe recipeFromJson(const nlohmann::json &json, const std::string &where);

// recipes/ of every model place ($KLANGRAUM_MODELS, user, installed, sources); broken ones carry their problem.
struct InstalledRecipe
{
    std::filesystem::path file;
    std::string name, family, source;
    Text description;
    std::string problem;
};
std::vector<InstalledRecipe> installedRecipes(const std::vector<std::filesystem::path> &modelPlaces);
// `recipe`: a name or a .toml file. Throws Error naming the known ones.
Recipe openRecipe(const std::string &recipe, const std::vector<std::filesystem::path> &modelPlaces,
                  const std::vector<std::string> &set = {});

} // namespace klangraum
