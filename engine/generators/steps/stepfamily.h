// A family of steps from its network: one line a family.
#pragma once

#include "generators/family.h"
#include "generators/jsonreader.h"
#include "generators/steps/stepgenerator.h"
#include "generators/steps/steptrainable.h"

#include <functional>

namespace klangraum::steps {

// `make` reads the recipe's [model] and builds the network; throws Error.
inline Family stepFamily(const std::string &name,
                         const std::function<std::shared_ptr<StepNet>(const nlohmann::json &model)> &make)
{
    return { name, [make](const nlohmann::json &model) { return std::make_unique<StepTrainable>(make(model)); },
             [make](const std::filesystem::path &folder, const nlohmann::json &json,
                    const ModelDescription &description, torch::Device device) {
                 JsonReader reader(json, (folder / "model.json").string());
                 return std::make_unique<StepGenerator>(folder, description, make(reader.required("model")), device);
             } };
}

} // namespace klangraum::steps
