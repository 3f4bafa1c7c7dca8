#include "generators/notetokens/notetokensfamily.h"

#include "generators/notetokens/notetokensgenerator.h"
#include "generators/notetokens/notetokenstrainable.h"

namespace klangraum {

Family noteTokensFamily()
{
    return { "note-tokens",
             [](const nlohmann::json &model) {
                 return std::make_unique<tokens::NoteTokensTrainable>(NoteTokensOptions::fromJson(model));
             },
             [](const std::filesystem::path &folder, const nlohmann::json &json, const ModelDescription &description,
                torch::Device device) {
                 return std::make_unique<tokens::NoteTokensGenerator>(folder, json, description, device);
             } };
}

} // namespace klangraum
