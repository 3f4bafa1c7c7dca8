#include "generators/growingwgan/growingwganfamily.h"

#include "generators/audio/soundgenerator.h"
#include "generators/growingwgan/growinggenerator.h"
#include "generators/growingwgan/growingtrainable.h"
#include "generators/jsonreader.h"
#include "generators/safetensors.h"

namespace klangraum {

Family growingWganFamily()
{
    return { "growing-wgan",
             [](const nlohmann::json &model) {
                 return std::make_unique<growing::GrowingTrainable>(growing::GrowingOptions::fromJson(model));
             },
             [](const std::filesystem::path &folder, const nlohmann::json &json, const ModelDescription &description,
                torch::Device device) -> std::unique_ptr<Generator> {
                 const std::string where = (folder / "model.json").string();
                 JsonReader reader(json, where);
                 auto net =
                     std::make_shared<growing::GrowingNet>(growing::GrowingOptions::fromJson(reader.required("model")));
                 loadInto(*net, folder / "weights.safetensors");
                 net->to(device);
                 net->eval();
                 return std::make_unique<audio::SoundGenerator>(description, json,
                                                                std::make_unique<growing::GrowingModel>(net), where);
             } };
}

} // namespace klangraum
