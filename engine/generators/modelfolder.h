// Model folders: model.json, weights.safetensors, card.md. Listing, opening and writing them.
//
// model.json, all keys in the words of recipes and command line:
//   format (1), name, family, recipe, source, output, corpus, licence, title, subtitle, trained-on, backend
//   ({"en","de"}), stage, parameters, bytes, weights-hash, controls, voices, map ([x, y, piece, landmark]),
//   tempo, metrics (name -> number), model (the recipe's [model] table), generator (what the family's generator
//   needs beside the weights; its own affair).
// Trainable::describe() supplies: title, subtitle, trained-on, backend, stage, output, controls, voices, map, tempo,
// metrics, generator. training/package.h adds the rest.
#pragma once

#include "generators/generator.h"
#include "generators/modelplaces.h"
#include "generators/safetensors.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

inline constexpr int modelFormat = 1;

// Both throw Error for a missing key, a wrong type or a value out of range; `where` names the file.
ModelDescription descriptionFromJson(const nlohmann::json &json, const std::string &where);
nlohmann::json toJson(const ModelDescription &description);
nlohmann::json toJson(const Text &text);
nlohmann::json toJson(const Control &control);
nlohmann::json toJson(const std::vector<Control> &controls);
nlohmann::json toJson(const std::vector<MapPoint> &map);
nlohmann::json toJson(const std::vector<Voice> &voices);

// A folder that looks like a model. Where anything is wrong, `problem` says what in one line and `description` holds
// what could be read (at least the folder's name).
struct InstalledModel
{
    std::filesystem::path folder;
    ModelDescription description;
    std::string problem;
};

// All models of these places by stage, then name; of two with one name the first place wins. Never throws for a
// broken folder. Checks model.json and that the weights are there in full length, not the weights themselves.
std::vector<InstalledModel> installedModels(const std::vector<std::filesystem::path> &places);

// `model`: a name in `places` or a folder. Throws Error: unknown (naming the known ones), or the reason of refusal.
InstalledModel findModel(const std::string &model, const std::vector<std::filesystem::path> &places);
std::unique_ptr<Generator> openModel(const std::string &model, const std::vector<std::filesystem::path> &places,
                                     torch::Device device = torch::kCPU);
std::unique_ptr<Generator> openModel(const std::filesystem::path &folder, torch::Device device = torch::kCPU);

// Writes model.json, weights.safetensors and card.md into a temporary folder and renames it to `folder` (an older
// model there is replaced as a whole). `json` needs all keys but parameters, bytes and weights-hash; with these it is
// returned.
nlohmann::json writeModelFolder(const std::filesystem::path &folder, nlohmann::json json,
                                const torch::nn::Module &module, const std::string &card, Storage storage);

} // namespace klangraum
