#include "generators/latent/latentgenerator.h"

#include "generators/inference.h"
#include "generators/latent/attributes.h"
#include "generators/latent/latentdata.h"
#include "generators/latent/latentstream.h"
#include "generators/steering.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum::latent {
namespace {

constexpr int defaultBars = 16;
constexpr int defaultSteps = 8; // windows of a journey
constexpr int mostBars = 4096;
constexpr double widest = 1000; // of a latent number that may still mean something

bool has(const ModelDescription &description, const std::string &control)
{
    return std::any_of(description.controls.begin(), description.controls.end(),
                       [&](const Control &each) { return each.name == control; });
}

} // namespace

LatentGenerator::LatentGenerator(const std::filesystem::path &folder, ModelDescription description,
                                 std::shared_ptr<LatentNet> net, torch::Device device,
                                 const std::shared_ptr<torch::nn::Module> &whole)
    : m_description(std::move(description))
    , m_net(std::move(net))
{
    const std::size_t voices = m_net->options().grammar.voices().size();
    if (m_description.voices.size() != voices)
        throw Error((folder / "model.json").string() + ": names " + std::to_string(m_description.voices.size()) +
                    " voices, expected " + std::to_string(voices) + ", as the model writes");
    torch::nn::Module &loaded = whole ? *whole : *m_net;
    loadInto(loaded, folder / "weights.safetensors");
    const std::int64_t anchors = m_net->space()->anchorCount();
    if (anchors < 0 || anchors > mostAnchors || anchors > static_cast<std::int64_t>(m_description.map.size()))
        throw Error(folder.string() + ": the weights hold a map of " + std::to_string(anchors) +
                    " points, model.json names " + std::to_string(m_description.map.size()) +
                    "; the two files are not of one model");
    loaded.to(device);
    prepareForInference(loaded);
    const c10::InferenceMode inference;
    write(m_net->quantiser() ? fromPrior(*m_net, 1, 0) : m_net->space()->mean.unsqueeze(0)); // makes the kernels
}

Wish LatentGenerator::wishOf(const Steering &steering) const
{
    Wish wish;
    if (steering.values.contains("map.x") || steering.values.contains("map.y")) {
        const PadValue pad = padValue(m_description, steering, "map");
        wish.place = { pad.x, pad.y };
    }
    wish.morph = morphOf(steering);
    wish.surprise = controlValue(m_description, steering, "surprise");
    for (std::size_t i = 0; i < attributeNames.size(); ++i)
        if (has(m_description, attributeNames[i]))
            wish.attributes[i] = controlValue(m_description, steering, attributeNames[i]);
    if (has(m_description, "morph"))
        wish.withinBar = controlValue(m_description, steering, "morph") > 0.5;
    return wish;
}

torch::Tensor LatentGenerator::encoded(const Score &score, bool last, const std::string &what)
{
    const c10::InferenceMode inference;
    const Grammar &grammar = m_net->options().grammar;
    const auto steps = static_cast<int>(m_net->options().steps);
    TokenGrid piece;
    try {
        piece = grammar.encode(score);
    } catch (const Error &problem) {
        throw Error(what + ": " + problem.what());
    }
    const int length = grammar.stepsOf(piece);
    int from = last ? std::max(0, length - steps) : 0;
    TokenGrid window = grammar.window(piece, from, steps);
    while (!last && grammar.onsets(window) == 0 && from < length) { // silence before the music
        from += steps;
        window = grammar.window(piece, from, steps);
    }
    const Posterior posterior = m_net->posterior(tensorOf({ window }, grammar).to(m_net->device()));
    return m_net->quantiser() ? m_net->ofCodes(m_net->toCodes(posterior.mean)) : posterior.mean;
}

std::optional<Encoded> LatentGenerator::encode(const Score &score)
{
    const c10::InferenceMode inference;
    const torch::Tensor z = encoded(score, false, "encode");
    const torch::Tensor numbers = z.to(torch::kCPU, torch::kFloat64).flatten().contiguous();
    Encoded result;
    result.latent.assign(numbers.data_ptr<double>(), numbers.data_ptr<double>() + numbers.numel());
    if (m_net->space()->anchorCount() > 0) {
        const Found found = onMap(*m_net, z);
        result.onMap = true;
        result.x = static_cast<float>(std::clamp(found.x, -1.0, 1.0));
        result.y = static_cast<float>(std::clamp(found.y, -1.0, 1.0));
        result.nearest = m_description.map[static_cast<std::size_t>(found.anchor)].piece;
    }
    return result;
}

Written LatentGenerator::write(const torch::Tensor &z, bool probabilities)
{
    const c10::InferenceMode inference;
    const Drawn drawn = m_net->draw(z, 0, {}, probabilities);
    return { gridsOf(drawn.tokens).front(),
             probabilities ? drawn.probabilities.to(torch::kCPU).contiguous() : torch::Tensor() };
}

torch::Tensor LatentGenerator::vectorOf(const std::vector<double> &latent) const
{
    const auto wanted = static_cast<std::size_t>(m_net->options().dimensions);
    if (latent.size() != wanted)
        throw Error("--latent: model '" + m_description.name + "' has " + std::to_string(wanted) +
                    " latent dimensions" + (m_description.map.empty() ? "" : " and a map of two") + ", found " +
                    std::to_string(latent.size()) + " numbers");
    for (std::size_t i = 0; i < wanted; ++i)
        if (!(std::abs(latent[i]) <= widest))
            throw Error("--latent: number " + std::to_string(i + 1) + " is " + nlohmann::json(latent[i]).dump() +
                        ", expected -1000 to 1000; music of the corpus lies within a few units of 0");
    return torch::tensor(latent, torch::kFloat64).to(torch::kFloat32).unsqueeze(0).to(m_net->device());
}

std::vector<CodeGroup> LatentGenerator::groupsOf(const torch::Tensor &codes) const
{
    const torch::Tensor all = codes.to(torch::kCPU, torch::kInt64).contiguous();
    const Tick ticks = m_net->options().segment * 480 / m_net->options().grammar.stepsPerQuarter;
    std::vector<CodeGroup> groups;
    for (std::int64_t segment = 0; segment < all.size(1); ++segment) {
        CodeGroup group{ segment * ticks, ticks, {}, static_cast<int>(m_net->options().codes) };
        for (std::int64_t level = 0; level < all.size(2); ++level)
            group.codes.push_back(static_cast<int>(all[0][segment][level].item<std::int64_t>()));
        groups.push_back(std::move(group));
    }
    return groups;
}

Piece LatentGenerator::generate(const GenerateRequest &request)
{
    const c10::InferenceMode inference;
    checkSteering(m_description, request.steering);
    Steering steering = request.steering;
    if (request.melody)
        throw Error("model '" + m_description.name + "' writes no voices to a melody; --from FILE.mid varies one");
    if (request.from && request.prime)
        throw Error("--prime goes on from one piece, --from varies it: take one of them");
    if (request.to && !request.from)
        throw Error("an interpolation needs both ends, --from and --to");
    if (request.bars < 0 || request.bars > mostBars || !(request.seconds >= 0 && request.seconds < 1e5))
        throw Error("the length must be 1 to " + std::to_string(mostBars) + " bars");
    if (request.steps < 0 || request.steps > mostBars)
        throw Error("--steps must be 1 to " + std::to_string(mostBars));
    std::optional<torch::Tensor> start;
    if (request.latent && request.latent->size() == 2 && !m_description.map.empty()) {
        steering.values["map.x"] = request.latent->at(0);
        steering.values["map.y"] = request.latent->at(1);
        checkSteering(m_description, steering);
    } else if (request.latent) {
        start = vectorOf(*request.latent);
    }
    const Wish wish = wishOf(steering);
    const Grammar &grammar = m_net->options().grammar;
    const double tempo = m_description.initialTempo;
    const auto steps = static_cast<int>(m_net->options().steps);
    const int stepsPerBar = 4 * grammar.stepsPerQuarter;
    int bars = request.bars;
    if (bars == 0 && request.seconds > 0)
        bars = std::clamp(static_cast<int>(std::ceil(request.seconds * tempo / 240.0)), 1, mostBars);
    const bool journey = request.to.has_value();
    int count = std::max(1, ((bars > 0 ? bars : defaultBars) * stepsPerBar + steps - 1) / steps);
    if (journey)
        count = request.steps > 0 ? request.steps : defaultSteps;
    torch::Tensor end;
    TokenGrid all;
    if (request.from)
        start = encoded(*request.from, false, "--from");
    if (request.to)
        end = encoded(*request.to, false, "--to");
    if (request.prime) {
        start = encoded(*request.prime, true, "--prime");
        all = grammar.encode(*request.prime);
        all.resize((all.size() + static_cast<std::size_t>(stepsPerBar * grammar.width()) - 1) /
                       static_cast<std::size_t>(stepsPerBar * grammar.width()) *
                       static_cast<std::size_t>(stepsPerBar * grammar.width()),
                   grammar.silence(1).front());
    }
    const auto primed = static_cast<Tick>(grammar.stepsOf(all));
    if (!start && wish.place)
        start = atPlace(*m_net, wish.place->at(0), wish.place->at(1));
    const bool given = start.has_value();
    if (!start)
        start = fromPrior(*m_net, request.seed, 0);
    for (int i = 0; i < count; ++i) {
        torch::Tensor z = *start;
        if (journey)
            z = onJourney(*m_net, *start, end, count, i, wish.withinBar);
        else if (m_net->quantiser())
            z = given && i == 0 ? z
                                : fromPrior(*m_net, request.seed, static_cast<std::uint64_t>(i), 0.5 + wish.surprise);
        else if (i > 0 || request.prime)
            z = strayed(*m_net, z, request.seed, static_cast<std::uint64_t>(i), wish.surprise);
        if (!m_net->quantiser())
            z = shifted(*m_net, z, wish);
        const TokenGrid grid = write(z).grid;
        all.insert(all.end(), grid.begin(), grid.end());
    }
    Score score = grammar.decode(all, tempo);
    const Tick ticks = 480 / grammar.stepsPerQuarter;
    const Tick length = bars > 0 && !journey ? (primed + static_cast<Tick>(bars) * stepsPerBar) * ticks : score.length;
    return length < score.length ? score.slice(0, length) : score;
}

std::unique_ptr<Stream> LatentGenerator::stream(std::uint64_t seed)
{
    return std::make_unique<LatentStream>(*this, seed);
}

} // namespace klangraum::latent
