#include "generators/beatgan/beatganfamily.h"

#include "generators/audio/soundgenerator.h"
#include "generators/beatgan/beatgenerator.h"
#include "generators/beatgan/beattrainable.h"
#include "generators/inference.h"
#include "generators/jsonreader.h"
#include "generators/safetensors.h"

namespace klangraum {

Family beatGanFamily()
{
    return { "beat-gan",
             [](const nlohmann::json &model) {
                 return std::make_unique<beat::BeatTrainable>(beat::BeatOptions::fromJson(model));
             },
             [](const std::filesystem::path &folder, const nlohmann::json &json, const ModelDescription &description,
                torch::Device device) -> std::unique_ptr<Generator> {
                 const std::string where = (folder / "model.json").string();
                 JsonReader reader(json, where);
                 auto net = std::make_shared<beat::BeatNet>(beat::BeatOptions::fromJson(reader.required("model")));
                 loadInto(*net, folder / "weights.safetensors");
                 net->to(device);
                 prepareForInference(*net);
                 return std::make_unique<audio::SoundGenerator>(description, json,
                                                                std::make_unique<beat::BeatModel>(net), where);
             } };
}

} // namespace klangraum
