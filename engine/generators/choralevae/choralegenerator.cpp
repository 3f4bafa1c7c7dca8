#include "generators/choralevae/choralegenerator.h"

#include "generators/barsasked.h"
#include "generators/choralevae/choralescore.h"
#include "generators/choralevae/choralestream.h"
#include "generators/inference.h"
#include "generators/jsonreader.h"
#include "generators/steering.h"

#include <cmath>
#include <limits>

namespace klangraum::chorale {
namespace {

constexpr int barsPerWindow = 2;
constexpr int defaultBars = 16;
constexpr int defaultSteps = 8; // windows of an interpolation
constexpr std::size_t mostEncoded = 64; // windows of a piece that are looked at for its place

} // namespace

ChoraleGenerator::ChoraleGenerator(const std::filesystem::path &folder, const nlohmann::json &json,
                                   ModelDescription description, torch::Device device)
    : m_description(std::move(description))
{
    const std::string where = (folder / "model.json").string();
    JsonReader reader(json, where);
    auto net = std::make_shared<ChoraleVaeNet>(ChoraleVaeOptions::fromJson(reader.required("model")));
    wishOf({});
    if (m_description.voices.size() != voices)
        throw Error(where + ": chorale-vae has four voices, found " + std::to_string(m_description.voices.size()));
    loadInto(*net, folder / "weights.safetensors");
    net->to(device);
    prepareForInference(*net);
    m_decoder = std::make_unique<ChoraleDecoder>(std::move(net));
    m_decoder->decode({}, {}, ChoraleWindow{}); // the first call makes the kernels
}

Wish ChoraleGenerator::wishOf(const Steering &steering) const
{
    const PadValue pad = padValue(m_description, steering, "map");
    return { pad.x, pad.y, controlValue(m_description, steering, "surprise"),
             controlValue(m_description, steering, "density"), controlValue(m_description, steering, "register") };
}

Piece ChoraleGenerator::generate(const GenerateRequest &request)
{
    checkSteering(m_description, request.steering);
    Steering steering = request.steering;
    if (request.latent) {
        if (request.latent->size() != 2)
            throw Error("--latent takes the two coordinates of the map, found " +
                        std::to_string(request.latent->size()));
        steering.values["map.x"] = request.latent->at(0);
        steering.values["map.y"] = request.latent->at(1);
        checkSteering(m_description, steering);
    }
    if (request.from.has_value() != request.to.has_value())
        throw Error("an interpolation needs both ends, --from and --to");
    if (request.from && request.prime)
        throw Error("--prime goes on from one piece, --from and --to go between two: take one of them");
    if (request.steps < 0 || request.steps > mostBars)
        throw Error("--steps must be 1 to " + std::to_string(mostBars));
    if (request.from)
        return interpolate(*request.from, *request.to, request.steps > 0 ? request.steps : defaultSteps);

    const int bars = barsAsked(request, m_description.initialTempo, defaultBars);
    const int count = (bars + barsPerWindow - 1) / barsPerWindow;
    const Wish wish = wishOf(steering);
    WindowPlace place{ request.seed, 0, true, false, m_decoder->keyOf(request.seed) };
    std::optional<ChoraleWindow> previous;
    std::vector<ChoraleWindow> windows;
    int primed = 0; // windows
    if (request.prime) {
        const PrimedWindows given = primedWindowsOf(*request.prime, "--prime", m_description.name);
        place.key = given.key;
        windows = given.windows;
        primed = static_cast<int>(windows.size());
        previous = windows.back();
    }
    for (int i = 0; i < count; ++i) {
        place.index = static_cast<std::uint64_t>(i);
        place.first = i == 0 && !request.prime;
        place.last = i + 1 == count && count > 1;
        windows.push_back(m_decoder->decode(wish, place, previous).window);
        previous = windows.back();
    }
    Score score = scoreOf(windows, place.key, m_description.voices, m_description.initialTempo);
    const Tick length = primed * windowTicks + bars * windowTicks / barsPerWindow;
    return length < score.length ? score.slice(0, length) : score;
}

Score ChoraleGenerator::interpolate(const Score &fromScore, const Score &toScore, int count)
{
    const VoiceGrid from = gridOfPrime(fromScore, "--from", m_description.name);
    const VoiceGrid to = gridOfPrime(toScore, "--to", m_description.name);
    const int key = keyOf(from);
    const torch::Tensor ends =
        m_decoder->latentsOf({ windowOf(from, 0, -key), windowOf(to, 0, -keyOf(to)) }).to(torch::kCPU, torch::kFloat64);
    const torch::Tensor a = ends[0];
    const torch::Tensor b = ends[1];
    // On the sphere between them (Shoemake 1985): the middle keeps the ends' norm.
    const double cosine = ((a * b).sum() / (a.norm() * b.norm()).clamp_min(1e-9)).item<double>();
    const double angle = std::acos(std::clamp(cosine, -1.0, 1.0));
    std::vector<ChoraleWindow> windows;
    for (int i = 0; i < count; ++i) {
        const double part = count > 1 ? static_cast<double>(i) / (count - 1) : 0;
        const torch::Tensor z = std::sin(angle) > 1e-4
            ? (std::sin((1 - part) * angle) * a + std::sin(part * angle) * b) / std::sin(angle)
            : (1 - part) * a + part * b;
        const torch::Tensor latent = z.to(torch::kFloat32).unsqueeze(0);
        windows.push_back(
            m_decoder->decodeLatent(latent.to(m_decoder->net().parameters().front().device()), key).window);
    }
    return scoreOf(windows, key, m_description.voices, m_description.initialTempo);
}

std::unique_ptr<Stream> ChoraleGenerator::stream(std::uint64_t seed)
{
    return std::make_unique<ChoraleStream>(*this, seed);
}

std::optional<Encoded> ChoraleGenerator::encode(const Score &score)
{
    const VoiceGrid grid = gridOfPrime(score, "the piece", m_description.name);
    const int key = keyOf(grid);
    std::vector<ChoraleWindow> windows;
    for (int step = 0; step == 0 || (step + steps <= grid.steps && windows.size() < mostEncoded); step += steps)
        windows.push_back(windowOf(grid, step, -key));
    const c10::InferenceMode inference;
    const torch::Tensor latents = m_decoder->latentsOf(windows);
    const torch::Tensor place = m_decoder->net().place(latents).mean(0).to(torch::kCPU, torch::kFloat64);
    const torch::Tensor first = latents[0].flatten().to(torch::kCPU, torch::kFloat64).contiguous();
    Encoded encoded;
    encoded.latent.assign(first.data_ptr<double>(), first.data_ptr<double>() + first.numel());
    encoded.onMap = true;
    const auto onPad = [&](std::int64_t axis) {
        return static_cast<float>(std::clamp(place[axis].item<double>() / padReach, -1.0, 1.0));
    };
    encoded.x = onPad(0);
    encoded.y = onPad(1);
    float best = std::numeric_limits<float>::max();
    for (const MapPoint &point : m_description.map)
        if (const float distance = std::hypot(point.x - encoded.x, point.y - encoded.y); distance < best) {
            best = distance;
            encoded.nearest = point.piece;
        }
    return encoded;
}

} // namespace klangraum::chorale
