#include "generators/imagevae/imagevaefamily.h"

#include "generators/imagevae/imagevaegenerator.h"
#include "generators/imagevae/imagevaetrainable.h"

namespace klangraum {

Family imageVaeFamily()
{
    return { "vae-image",
             [](const nlohmann::json &model) {
                 return std::make_unique<ImageVaeTrainable>(ImageVaeOptions::fromJson(model));
             },
             [](const std::filesystem::path &folder, const nlohmann::json &json, const ModelDescription &description,
                torch::Device device) {
                 return std::make_unique<ImageVaeGenerator>(folder, json, description, device);
             } };
}

} // namespace klangraum
