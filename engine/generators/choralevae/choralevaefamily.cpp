#include "generators/choralevae/choralevaefamily.h"

#include "generators/choralevae/choralegenerator.h"
#include "generators/choralevae/choraletrainable.h"

namespace klangraum {

Family choraleVaeFamily()
{
    return { "chorale-vae",
             [](const nlohmann::json &model) {
                 return std::make_unique<chorale::ChoraleVaeTrainable>(ChoraleVaeOptions::fromJson(model));
             },
             [](const std::filesystem::path &folder, const nlohmann::json &json, const ModelDescription &description,
                torch::Device device) {
                 return std::make_unique<chorale::ChoraleGenerator>(folder, json, description, device);
             } };
}

} // namespace klangraum
