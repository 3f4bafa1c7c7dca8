#include "generators/bargan/bargan.h"

#include "generators/bargan/bargangenerator.h"
#include "generators/bargan/bargantrainable.h"
#include "generators/jsonreader.h"

namespace klangraum {

Family barGanFamily()
{
    return { "bar-gan",
             [](const nlohmann::json &model) {
                 return std::make_unique<bargan::BarGanTrainable>(bargan::contestOf(model));
             },
             [](const std::filesystem::path &folder, const nlohmann::json &json, const ModelDescription &description,
                torch::Device device) {
                 JsonReader reader(json, (folder / "model.json").string());
                 return std::make_unique<bargan::BarGanGenerator>(folder, description,
                                                                  bargan::contestOf(reader.required("model")), device);
             } };
}

} // namespace klangraum
