#include "generators/audio/soundgenerator.h"

#include "generators/audio/soundstream.h"
#include "generators/jsonreader.h"
#include "generators/steering.h"
#include "music/audioclip.h"

#include <algorithm>
#include <cmath>

namespace klangraum::audio {
namespace {

constexpr double reach = 2.5; // deviations of the corpus, from the middle of a fader to its end
constexpr double widest = 100; // of a latent number
constexpr double longest = 3600; // seconds
constexpr double fadeSeconds = 0.01; // at a cut that is no bar line

bool has(const ModelDescription &description, const std::string &name)
{
    return std::any_of(description.controls.begin(), description.controls.end(),
                       [&](const Control &control) { return control.name == name; });
}

} // namespace

SoundGenerator::SoundGenerator(ModelDescription description, const nlohmann::json &json,
                               std::unique_ptr<SoundModel> model, std::string where)
    : m_description(std::move(description))
    , m_model(std::move(model))
{
    JsonReader file(json, where);
    JsonReader generator(file.required("generator"), where + ": generator");
    for (const nlohmann::json &name : generator.array("directions")) {
        if (!name.is_string() || !has(m_description, name.get<std::string>()))
            throw Error(where + ": a direction of the generator is the name of a control, found " + name.dump());
        m_directions.push_back(name.get<std::string>());
    }
    if (static_cast<std::int64_t>(m_directions.size()) > mostDirections)
        throw Error(where + ": at most " + std::to_string(mostDirections) + " directions, found " +
                    std::to_string(m_directions.size()));
}

torch::Tensor SoundGenerator::latentOf(const std::vector<double> &numbers) const
{
    const auto wanted = static_cast<std::size_t>(m_model->space().mean.size(0));
    if (numbers.size() != wanted)
        throw Error("--latent: model '" + m_description.name + "' has " + std::to_string(wanted) +
                    " latent dimensions" + (m_description.map.empty() ? "" : " and a map of two") + ", found " +
                    std::to_string(numbers.size()) + " numbers");
    for (std::size_t i = 0; i < wanted; ++i)
        if (!(std::abs(numbers[i]) <= widest))
            throw Error("--latent: number " + std::to_string(i + 1) + " is " + nlohmann::json(numbers[i]).dump() +
                        ", expected -100 to 100; sounds of the corpus lie within a few units of 0");
    return torch::tensor(numbers, torch::kFloat64).to(torch::kFloat32).unsqueeze(0).to(m_model->space().mean.device());
}

std::unique_ptr<SoundLoop> SoundGenerator::prepared(SoundSpace::Place place, const Steering &steering)
{
    const SoundSpace &space = m_model->space();
    for (std::size_t i = 0; i < m_directions.size(); ++i) {
        const double value = controlValue(m_description, steering, m_directions[i]);
        place.z = place.z + space.directions[static_cast<std::int64_t>(i)] * (2 * reach * (value - 0.5));
    }
    SoundWish wish;
    const torch::Tensor facts = place.facts[0].to(torch::kCPU);
    for (std::int64_t i = 0; i < facts.size(0); ++i)
        wish.styles.push_back(facts[i].item<double>());
    if (has(m_description, "style")) {
        const auto style = static_cast<std::size_t>(std::lround(controlValue(m_description, steering, "style")));
        for (std::size_t i = 0; style > 0 && i < wish.styles.size(); ++i)
            wish.styles[i] = i + 1 == style ? 1 : 0;
    }
    wish.quartersPerMinute =
        has(m_description, "tempo") ? controlValue(m_description, steering, "tempo") : m_description.initialTempo;
    return m_model->prepare(place.z, wish);
}

std::unique_ptr<SoundLoop> SoundGenerator::prepare(const Steering &steering, std::uint64_t seed)
{
    if (steering.values.contains("map.x") || steering.values.contains("map.y")) {
        const PadValue pad = padValue(m_description, steering, "map");
        return prepared(m_model->space().at(pad.x, pad.y), steering);
    }
    return prepared(m_model->drawn(seed), steering);
}

Piece SoundGenerator::generate(const GenerateRequest &request)
{
    const c10::InferenceMode inference;
    checkSteering(m_description, request.steering);
    if (request.prime || request.from || request.to || request.melody)
        throw Error("model '" + m_description.name +
                    "' makes sound and reads no notes: --prime, --from, --to and a "
                    "melody are for models that write scores");
    if (request.bars < 0 || request.bars > 4096 || !(request.seconds >= 0 && request.seconds <= longest))
        throw Error("the length must be up to 4096 bars or 3600 seconds");
    std::unique_ptr<SoundLoop> loop;
    if (request.latent && request.latent->size() == 2 && !m_description.map.empty()) {
        Steering steering = request.steering;
        steering.values["map.x"] = request.latent->at(0);
        steering.values["map.y"] = request.latent->at(1);
        checkSteering(m_description, steering);
        loop = prepare(steering, request.seed);
    } else if (request.latent) {
        SoundSpace::Place place = m_model->space().at(0, 0);
        place.z = latentOf(*request.latent);
        loop = prepared(std::move(place), request.steering);
    } else {
        loop = prepare(request.steering, request.seed);
    }
    const AudioLoop &shape = loop->loop();
    const torch::Tensor sound = loop->part(0, static_cast<std::int64_t>(shape.frames)).contiguous();
    std::size_t wanted = shape.frames;
    if (request.seconds > 0)
        wanted = static_cast<std::size_t>(std::llround(request.seconds * shape.sampleRate));
    else if (request.bars > 0)
        wanted = static_cast<std::size_t>(std::llround(static_cast<double>(request.bars * shape.beatsPerBar) /
                                                       shape.beats * static_cast<double>(shape.frames)));
    AudioClip clip{ shape.sampleRate, 1, {} };
    clip.samples.resize(std::max<std::size_t>(1, wanted));
    const float *samples = sound.data_ptr<float>();
    for (std::size_t i = 0; i < clip.samples.size(); ++i)
        clip.samples[i] = samples[i % shape.frames];
    if (wanted % shape.frames != 0) {
        const auto fade = std::min(clip.samples.size(), static_cast<std::size_t>(fadeSeconds * shape.sampleRate));
        for (std::size_t i = 0; i < fade; ++i)
            clip.samples[clip.samples.size() - 1 - i] *= static_cast<float>(i) / static_cast<float>(fade);
    }
    return clip;
}

std::unique_ptr<Stream> SoundGenerator::stream(std::uint64_t)
{
    throw Error("model '" + m_description.name + "' makes sound, and there are no notes to stream");
}

std::unique_ptr<AudioStream> SoundGenerator::audioStream(std::uint64_t seed)
{
    return std::make_unique<SoundStream>(*this, seed);
}

} // namespace klangraum::audio
