#include "generators/bargan/bargan.h"

#include "generators/bargan/bargangenerator.h"
#include "generators/bargan/bargantrainable.h"
#include "generators/jsonreader.h"

namespace klangraum {
namespace {

struct BarGanModel
{
    bargan::BarGanOptions options;
    adversarial::DuelOptions rules;
};

BarGanModel barGanModel(const nlohmann::json &model)
{
    JsonReader reader(model, "bar-gan: [model]");
    BarGanModel read;
    read.rules.game = adversarial::Game::Relativistic;
    read.rules.read(reader);
    read.options.read(reader);
    reader.refuseUnknown();
    return read;
}

std::shared_ptr<bargan::BarGan> barGanOf(const bargan::BarGanOptions &options)
{
    return std::make_shared<bargan::BarGan>(options, std::make_shared<chorale::ChoraleVaeNet>(options.chorale));
}

} // namespace

Family barGanFamily()
{
    return { "bar-gan",
             [](const nlohmann::json &model) {
                 const BarGanModel read = barGanModel(model);
                 return std::make_unique<bargan::BarGanTrainable>(read.options, read.rules);
             },
             [](const std::filesystem::path &folder, const nlohmann::json &json, const ModelDescription &description,
                torch::Device device) {
                 JsonReader reader(json, (folder / "model.json").string());
                 const BarGanModel read = barGanModel(reader.required("model"));
                 return std::make_unique<bargan::BarGanGenerator>(folder, description, barGanOf(read.options),
                                                                  read.rules, device);
             } };
}

} // namespace klangraum
