#include "generators/growingwgan/growingdescription.h"

#include "generators/audio/sounddescription.h"
#include "generators/growingwgan/growinggenerator.h"
#include "generators/modelfolder.h"

namespace klangraum::growing {
namespace {

using nlohmann::json;

constexpr std::int64_t candidates = 8; // principal directions that may become faders
constexpr std::int64_t mostSounds = 40; // that each is measured on
constexpr double unit = 0.57735; // the deviation of a number that is uniform in -1..1
constexpr int growingStage = 220;

} // namespace

json describeGrowing(const std::shared_ptr<GrowingNet> &net, const Corpus &corpus)
{
    const torch::NoGradGuard noGrad;
    GrowingModel model(net);
    std::vector<audio::Anchor> anchors;
    for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(mostSounds); ++i)
        anchors.push_back({ model.drawn(i + 1).z[0], {}, "" });
    const torch::Tensor weight = net->generator->dense->weight.squeeze(2).to(torch::kCPU);
    const torch::Tensor ways = std::get<2>(torch::linalg_svd(weight, false)); // [latent, latent], the strongest first
    const std::int64_t count = std::min(candidates, ways.size(0));
    // Along a direction of length 1 the numbers' own deviation is that of one number.
    const audio::SpaceFacts facts =
        audio::fillDirections(model, ways.narrow(0, 0, count) * (unit * 2), anchors, mostSounds);
    json directions = json::array();
    for (const Control &fader : facts.faders)
        directions.push_back(fader.name);
    const Stage stage = net->stage();
    const GrowingOptions &options = net->options();
    const std::string level = std::to_string(stage.level);
    const std::string levels = std::to_string(options.levels());
    json metrics = facts.metrics;
    metrics["level"] = stage.level;
    metrics["alpha"] = stage.alpha;
    const std::string pieces = std::to_string(corpus.audioSplit(Split::Train).size());
    return { { "title", toJson(Text{ "Growing GAN", "Wachsendes GAN" }) },
             { "subtitle", toJson(Text{ "level " + level + " of " + levels, "Stufe " + level + " von " + levels }) },
             { "trained-on",
               toJson(Text{ "trained on " + pieces + " pieces", "trainiert mit " + pieces + " Stücken" }) },
             { "backend", toJson(Text{ "GAN generator", "GAN-Generator" }) },
             { "stage", growingStage },
             { "output", "audio" },
             { "controls", toJson(facts.faders) },
             { "voices", json::array() },
             { "map", json::array() },
             { "tempo", 120 },
             { "metrics", metrics },
             { "generator", { { "directions", directions } } } };
}

} // namespace klangraum::growing
