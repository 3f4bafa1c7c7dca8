// An adversarial family from its networks: one line a family.
#pragma once

#include "generators/adversarial/duelgenerator.h"
#include "generators/family.h"
#include "generators/jsonreader.h"

#include <functional>

namespace klangraum::adversarial {

// `make` reads the recipe's [model] and puts the contest together; throws Error. Unknown keys are refused here.
inline Family duelFamily(const std::string &name, const std::function<Contest(JsonReader &model)> &make)
{
    const auto contest = [name, make](const nlohmann::json &model) {
        JsonReader reader(model, name + ": [model]");
        Contest made = make(reader);
        reader.refuseUnknown();
        return made;
    };
    return { name, [contest](const nlohmann::json &model) { return std::make_unique<DuelTrainable>(contest(model)); },
             [contest](const std::filesystem::path &folder, const nlohmann::json &json,
                       const ModelDescription &description, torch::Device device) {
                 JsonReader reader(json, (folder / "model.json").string());
                 return std::make_unique<DuelGenerator>(folder, description, contest(reader.required("model")), device);
             } };
}

} // namespace klangraum::adversarial
