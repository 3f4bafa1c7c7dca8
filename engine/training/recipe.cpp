// Recipes between TOML, JSON and the struct; recipe files are found in recipefiles.cpp.
#include "training/recipe.h"

#include "generators/jsonreader.h"

#include <sstream>

#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

namespace klangraum {
namespace {

using nlohmann::json;

json toJson(const toml::node &node, const std::string &where)
{
    if (const auto *table = node.as_table()) {
        json object = json::object();
        for (const auto &[key, value] : *table)
            object[std::string(key.str())] = toJson(value, where);
        return object;
    }
    if (const auto *array = node.as_array()) {
        json list = json::array();
        for (const toml::node &value : *array)
            list.push_back(toJson(value, where));
        return list;
    }
    if (const auto *text = node.as_string())
        return text->get();
    if (const auto *number = node.as_integer())
        return number->get();
    if (const auto *number = node.as_floating_point())
        return number->get();
    if (const auto *flag = node.as_boolean())
        return flag->get();
    throw Error(where + ": dates and times have no meaning in a recipe");
}

json parseToml(const std::string &text, const std::string &where)
{
    try {
        return toJson(toml::parse(text), where);
    } catch (const toml::parse_error &problem) {
        throw Error(where + ", line " + std::to_string(problem.source().begin.line) + ": " +
                    std::string(problem.description()));
    }
}

// "training.batch=16" into the document.
void apply(json &document, const std::string &setting)
{
    const auto equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
        throw Error("'" + setting + "': expected KEY=VALUE, for example training.batch=16");
    json value;
    try {
        value = toJson(toml::parse("value = " + setting.substr(equals + 1)), setting).at("value");
    } catch (const toml::parse_error &) {
        value = setting.substr(equals + 1);
    }
    json *place = &document;
    std::stringstream path(setting.substr(0, equals));
    for (std::string key; std::getline(path, key, '.');) {
        if (!place->is_object())
            throw Error("'" + setting + "': " + key + " lies below a value that has no parts");
        place = &(*place)[key];
        if (place->is_null() && !path.eof())
            *place = json::object();
    }
    *place = value;
}

OptimizerRecipe readOptimizer(const json &value, const std::string &where)
{
    JsonReader reader(value, where);
    OptimizerRecipe optimizer;
    optimizer.type = reader.text("type", optimizer.type);
    if (optimizer.type != "adam" && optimizer.type != "adamw" && optimizer.type != "rmsprop" && optimizer.type != "sgd")
        throw Error(where + ": type is '" + optimizer.type + "', expected adam, adamw, rmsprop or sgd");
    optimizer.learningRate = reader.number("learning-rate", optimizer.learningRate, 0, 1e6);
    if (const json *betas = reader.find("betas")) {
        if (!betas->is_array() || betas->size() != 2 || !(*betas)[0].is_number() || !(*betas)[1].is_number())
            throw Error(where + ": betas are two numbers");
        optimizer.betas = { (*betas)[0].get<double>(), (*betas)[1].get<double>() };
        for (const double beta : optimizer.betas)
            if (!(beta >= 0 && beta < 1))
                throw Error(where + ": betas lie from 0 to below 1");
    }
    optimizer.epsilon = reader.number("epsilon", optimizer.epsilon, 0, 1);
    optimizer.momentum = reader.number("momentum", optimizer.momentum, 0, 1);
    optimizer.smoothing = reader.number("smoothing", optimizer.smoothing, 0, 1);
    optimizer.weightDecay = reader.number("weight-decay", optimizer.weightDecay, 0, 100);
    optimizer.schedule = reader.text("schedule", optimizer.schedule);
    if (optimizer.schedule != "constant" && optimizer.schedule != "cosine" && optimizer.schedule != "step" &&
        optimizer.schedule != "warmup")
        throw Error(where + ": schedule is '" + optimizer.schedule + "', expected constant, cosine, step or warmup");
    optimizer.warmupSteps = reader.integer("warmup-steps", optimizer.warmupSteps, 0, 1'000'000'000);
    optimizer.finalFactor = reader.number("final-factor", optimizer.finalFactor, 0, 1);
    optimizer.stepEpochs = reader.integer("step-epochs", optimizer.stepEpochs, 0, 1'000'000'000);
    optimizer.stepFactor = reader.number("step-factor", optimizer.stepFactor, 0, 10);
    optimizer.clipNorm = reader.number("clip-norm", optimizer.clipNorm, 0, 1e9);
    if (optimizer.schedule == "step" && optimizer.stepEpochs == 0)
        throw Error(where + ": schedule 'step' needs step-epochs");
    if (optimizer.schedule == "warmup" && optimizer.warmupSteps == 0)
        throw Error(where + ": schedule 'warmup' needs warmup-steps");
    reader.refuseUnknown();
    return optimizer;
}

TrainingRecipe readTraining(const json &value, const std::string &where)
{
    JsonReader reader(value, where);
    TrainingRecipe training;
    const std::int64_t many = 1'000'000'000;
    training.epochs = reader.integer("epochs", training.epochs, 1, many);
    training.batch = reader.integer("batch", training.batch, 1, 1'000'000);
    training.validationBatch = reader.integer("validation-batch", training.validationBatch, 0, 1'000'000);
    training.validationItems = reader.integer("validation-items", training.validationItems, 0, many);
    training.heldOut = reader.number("held-out", training.heldOut, 0, 0.9);
    training.checkpointSteps = reader.integer("checkpoint-steps", training.checkpointSteps, 0, many);
    training.keepEvery = reader.integer("keep-every", training.keepEvery, -1, many);
    training.logSteps = reader.integer("log-steps", training.logSteps, 1, many);
    training.collapseSteps = reader.integer("collapse-steps", training.collapseSteps, 0, many);
    training.patience = reader.integer("patience", training.patience, 0, many);
    training.beginWith = reader.text("begin-with", training.beginWith);
    training.samples = reader.integer("samples", training.samples, 0, 1000);
    training.emaDecay = reader.number("ema-decay", training.emaDecay, 0, 0.999999);
    training.precision = reader.text("precision", training.precision);
    if (training.precision != "float32" && training.precision != "bfloat16")
        throw Error(where + ": precision = \"" + training.precision + "\", expected float32 or bfloat16");
    training.seed = static_cast<std::uint64_t>(
        reader.integer("seed", static_cast<std::int64_t>(training.seed), 0, std::int64_t(1) << 62));
    training.threads = static_cast<int>(reader.integer("threads", training.threads, 0, 4096));
    reader.refuseUnknown();
    return training;
}

Text readDescription(const json *value, const std::string &where)
{
    if (!value)
        return {};
    if (value->is_string())
        return { value->get<std::string>(), value->get<std::string>() };
    JsonReader reader(*value, where + ": description");
    const Text text{ reader.text("en"), reader.text("de") };
    reader.refuseUnknown();
    return text;
}

json toJson(const OptimizerRecipe &optimizer)
{
    return { { "type", optimizer.type },
             { "learning-rate", optimizer.learningRate },
             { "betas", optimizer.betas },
             { "epsilon", optimizer.epsilon },
             { "momentum", optimizer.momentum },
             { "smoothing", optimizer.smoothing },
             { "weight-decay", optimizer.weightDecay },
             { "schedule", optimizer.schedule },
             { "warmup-steps", optimizer.warmupSteps },
             { "final-factor", optimizer.finalFactor },
             { "step-epochs", optimizer.stepEpochs },
             { "step-factor", optimizer.stepFactor },
             { "clip-norm", optimizer.clipNorm } };
}

json toJson(const TrainingRecipe &training)
{
    return { { "epochs", training.epochs },
             { "batch", training.batch },
             { "validation-batch", training.validationBatch },
             { "validation-items", training.validationItems },
             { "held-out", training.heldOut },
             { "checkpoint-steps", training.checkpointSteps },
             { "keep-every", training.keepEvery },
             { "log-steps", training.logSteps },
             { "collapse-steps", training.collapseSteps },
             { "patience", training.patience },
             { "begin-with", training.beginWith },
             { "samples", training.samples },
             { "ema-decay", training.emaDecay },
             { "precision", training.precision },
             { "seed", training.seed },
             { "threads", training.threads } };
}

} // namespace

const OptimizerRecipe &Recipe::optimizer(const std::string &update) const
{
    static const OptimizerRecipe standard;
    for (const std::string &name : { update, std::string("main") })
        if (const auto it = optimizers.find(name); it != optimizers.end())
            return it->second;
    return standard;
}

Recipe recipeFromJson(const json &value, const std::string &where)
{
    JsonReader reader(value, where);
    Recipe recipe;
    recipe.name = reader.text("name");
    recipe.family = reader.text("family");
    recipe.source = reader.text("source");
    recipe.description = readDescription(reader.find("description"), where);
    if (const json *model = reader.find("model")) {
        if (!model->is_object())
            throw Error(where + ": [model] is no table");
        recipe.model = *model;
    }
    if (const json *training = reader.find("training"))
        recipe.training = readTraining(*training, where + ": [training]");
    if (const json *optimizers = reader.find("optimizer")) {
        if (!optimizers->is_object())
            throw Error(where + ": [optimizer.NAME] is no table");
        for (const auto &[name, optimizer] : optimizers->items())
            recipe.optimizers[name] = readOptimizer(optimizer, where + ": [optimizer." + name + "]");
    }
    reader.refuseUnknown();
    return recipe;
}

Recipe parseRecipe(const std::string &text, const std::string &where, const std::vector<std::string> &set)
{
    json document = parseToml(text, where);
    for (const std::string &setting : set)
        apply(document, setting);
    return recipeFromJson(document, where);
}

json toJson(const Recipe &recipe)
{
    json optimizers = json::object();
    for (const auto &[name, optimizer] : recipe.optimizers)
        optimizers[name] = toJson(optimizer);
    return { { "name", recipe.name },
             { "family", recipe.family },
             { "source", recipe.source },
             { "description", { { "en", recipe.description.en }, { "de", recipe.description.de } } },
             { "model", recipe.model },
             { "training", toJson(recipe.training) },
             { "optimizer", optimizers } };
}

} // namespace klangraum
