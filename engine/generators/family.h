// Family: a folder under generators/ with its modules, its losses and its recipe. Registered by name; nothing else
// in the house changes for a new one.
#pragma once

#include "generators/generator.h"
#include "generators/trainable.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

struct Family
{
    std::string name;
    // `model` is the recipe's [model] table; unknown keys and wrong types throw Error.
    std::function<std::unique_ptr<Trainable>(const nlohmann::json &model)> makeTrainable;
    // `folder` holds model.json (already parsed into `json` and `description`) and weights.safetensors.
    std::function<std::unique_ptr<Generator>(const std::filesystem::path &folder, const nlohmann::json &json,
                                             const ModelDescription &description, torch::Device device)>
        makeGenerator;
};

// All families, in one list (generators/families.cpp).
const std::vector<Family> &families();
const Family &family(const std::string &name); // throws Error, naming the known ones

} // namespace klangraum
