#include "training/epochgenerator.h"

#include "generators/device.h"
#include "generators/family.h"
#include "generators/stagecontrols.h"
#include "generators/steering.h"
#include "music/error.h"
#include "training/checkpoint.h"
#include "training/latentfile.h"
#include "training/recipe.h"
#include "training/runfolder.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <optional>

namespace klangraum {
namespace {

constexpr int ticksPerQuarter = 480; // of all scores that go to playback
constexpr int mostWindows = 4096;

class EpochGenerator : public Generator
{
public:
    EpochGenerator(std::unique_ptr<Trainable> trainable, std::optional<LatentMap> map, ModelDescription description)
        : m_trainable(std::move(trainable))
        , m_map(std::move(map))
        , m_description(std::move(description))
    {
    }
    const ModelDescription &description() const override { return m_description; }
    void describe(ModelDescription description) { m_description = std::move(description); }
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override;
    std::optional<double> judge(const Score &score) override
    {
        const torch::NoGradGuard noGrad;
        return m_trainable->judge(score);
    }

    Score window(const Steering &steering, std::uint64_t seed);
    std::vector<AudioClip> sound(std::uint64_t seed) // one clip; none: a family of notes
    {
        const torch::NoGradGuard noGrad;
        return m_trainable->sampleAudio(1, seed);
    }

private:
    std::unique_ptr<Trainable> m_trainable;
    std::optional<LatentMap> m_map;
    ModelDescription m_description;
};

class EpochStream : public Stream
{
public:
    EpochStream(EpochGenerator &generator, std::uint64_t seed)
        : m_generator(generator)
        , m_seed(seed)
    {
    }
    Window decode(const Steering &steering) override { return at(steering, m_index); }
    Window preview(const Steering &steering) override { return at(steering, m_index + 1); }
    void advance() override { ++m_index; }

private:
    Window at(const Steering &steering, std::uint64_t index)
    {
        const auto begin = std::chrono::steady_clock::now();
        Window window;
        window.score = m_generator.window(steering, m_seed + index);
        window.stepTicks = ticksPerQuarter / 4;
        window.milliseconds =
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
        return window;
    }
    EpochGenerator &m_generator;
    std::uint64_t m_seed;
    std::uint64_t m_index = 0;
};

Score EpochGenerator::window(const Steering &steering, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    std::vector<Score> scores;
    if (m_map && (steering.values.contains("map.x") || steering.values.contains("map.y"))) {
        const PadValue pad = padValue(m_description, steering, "map");
        const std::vector<double> z = m_map->at(pad.x * m_map->reach, pad.y * m_map->reach);
        const torch::Tensor latent = torch::tensor(z, torch::kFloat64).to(torch::kFloat32).unsqueeze(0);
        scores = m_trainable->decode(latent);
    } else {
        scores = m_trainable->sample(1, seed);
    }
    if (scores.empty())
        throw Error(m_description.name + ": family '" + m_description.family + "' gave no music");
    return scores.front().withTicksPerQuarter(ticksPerQuarter);
}

Piece EpochGenerator::generate(const GenerateRequest &request)
{
    checkSteering(m_description, request.steering);
    Steering steering = request.steering;
    if (request.latent) {
        if (!m_map || request.latent->size() != 2)
            throw Error(m_description.name + ": expected the two coordinates of the map of a network that has one");
        steering.values["map.x"] = request.latent->at(0);
        steering.values["map.y"] = request.latent->at(1);
        checkSteering(m_description, steering);
    }
    if (request.prime || request.from || request.to)
        throw Error(m_description.name + ": an epoch is heard as it is; package the run to continue or interpolate");
    if (m_description.output == "audio") {
        if (request.bars != 0 || request.seconds != 0)
            throw Error(m_description.name + ": a clip is as long as the network makes it; package the run for longer");
        return sound(request.seed).front();
    }
    constexpr Tick ticksPerBar = 4 * ticksPerQuarter;
    if (request.bars < 0 || request.bars > mostWindows)
        throw Error("the length must be 1 to " + std::to_string(mostWindows) + " bars");
    const Tick wanted = request.bars * ticksPerBar;
    Score score = window(steering, request.seed);
    for (std::uint64_t i = 1; score.length < wanted && i < mostWindows; ++i) {
        const Score next = window(steering, request.seed + i);
        for (Note note : next.notes) {
            note.start += score.length;
            score.notes.push_back(note);
        }
        score.length += std::max<Tick>(1, next.length);
    }
    score.normalise();
    return wanted > 0 && wanted < score.length ? score.slice(0, wanted) : score;
}

std::unique_ptr<Stream> EpochGenerator::stream(std::uint64_t seed)
{
    return std::make_unique<EpochStream>(*this, seed);
}

// The weights of the epoch, by the name of their checkpoint.
Checkpoint weightsOf(const RunFolder &run, std::int64_t epoch)
{
    std::error_code error;
    if (epoch > 0 && std::filesystem::exists(run.checkpoint(epochName(epoch)), error))
        return loadCheckpoint(run.checkpoint(epochName(epoch)));
    if (std::filesystem::exists(run.checkpoint("best"), error)) {
        Checkpoint best = loadCheckpoint(run.checkpoint("best"));
        if (epoch == 0 || best.state.value("epoch", std::int64_t(0)) == epoch)
            return best;
    }
    std::string kept;
    for (const std::int64_t other : run.keptEpochs())
        kept += (kept.empty() ? "" : ", ") + std::to_string(other);
    throw Error(run.path().string() + ": no weights of epoch " + std::to_string(epoch) + "; kept are " +
                (kept.empty() ? "none" : kept) + " (see keep-every)");
}

} // namespace

std::unique_ptr<Generator> openEpoch(const std::filesystem::path &run, std::int64_t epoch, const std::string &device,
                                     const Family *known)
{
    const RunFolder folder(run);
    const nlohmann::json info = folder.info();
    const std::string where = (run / "run.json").string();
    if (!info.contains("recipe"))
        throw Error(where + ": 'recipe' is missing");
    const Recipe recipe = recipeFromJson(info["recipe"], where);
    const Checkpoint weights = weightsOf(folder, epoch);
    epoch = weights.state.value("epoch", epoch);
    auto trainable = (known ? *known : family(recipe.family)).makeTrainable(recipe.model);
    loadInto(*trainable->module(), weights.model, folder.checkpoint(epochName(epoch)).string());
    if (const auto facts = weights.state.find("corpus-facts"); facts != weights.state.end())
        trainable->setCorpusFacts(*facts, folder.checkpoint(epochName(epoch)).string() + ": corpus-facts");
    trainable->module()->to(chooseDevice(device).device);
    trainable->module()->eval();
    std::error_code error;
    std::optional<LatentMap> map;
    if (trainable->latentDimensions() > 0 && std::filesystem::exists(folder.latent(epoch), error)) {
        map = readLatent(folder.latent(epoch));
        if (static_cast<std::int64_t>(map->mean.size()) != trainable->latentDimensions())
            throw Error(folder.latent(epoch).string() + ": " + std::to_string(map->mean.size()) +
                        " dimensions, expected " + std::to_string(trainable->latentDimensions()) +
                        "; the file is of another network");
    }
    ModelDescription description;
    description.name = run.filename().string() + ", epoch " + std::to_string(epoch);
    description.family = recipe.family;
    description.recipe = recipe.name;
    description.source = recipe.source;
    description.title = { recipe.name, recipe.name };
    description.parameters = parameterCount(*trainable->module());
    if (map) {
        description.controls.push_back(
            mapPad({ "Latent space", "Latenter Raum" },
                   { "Every point is music that the network decodes with this epoch's weights",
                     "Jeder Punkt ist ein Stück Musik, dekodiert mit den Gewichten dieser Epoche" }));
        for (const LatentPoint &point : map->corpus)
            if (std::isfinite(point.x) && std::isfinite(point.y))
                description.map.push_back({ static_cast<float>(point.x / map->reach),
                                            static_cast<float>(point.y / map->reach), std::to_string(point.piece),
                                            false });
    }
    auto generator = std::make_unique<EpochGenerator>(std::move(trainable), std::move(map), description);
    // The first call makes the kernels, too.
    if (!generator->sound(1).empty()) {
        description.output = "audio";
    } else {
        const Score first = generator->window({}, 1);
        description.voices = first.voices;
        if (!first.tempi.empty())
            description.initialTempo = first.tempi.front().quartersPerMinute;
    }
    generator->describe(std::move(description));
    return generator;
}

} // namespace klangraum
