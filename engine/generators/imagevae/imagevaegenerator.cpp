#include "generators/imagevae/imagevaegenerator.h"

#include "generators/barsasked.h"
#include "generators/imagevae/imagevaedescription.h"
#include "generators/imagevae/imagevaescore.h"
#include "generators/imagevae/imagevaetrainable.h"
#include "generators/inference.h"
#include "generators/jsonreader.h"
#include "generators/steering.h"

#include <chrono>
#include <cmath>

namespace klangraum {
namespace {

constexpr int ticksPerQuarter = 480; // of all scores that go to playback
constexpr int barsPerWindow = 2;
constexpr int defaultBars = 8;
constexpr int defaultSteps = 8; // windows of an interpolation
constexpr double mostStray = 1.5; // standard deviations of the prior, at the wild end of the surprise slider
constexpr double semitonesOfRegister = 24; // over the whole slider

class ImageVaeStream : public Stream
{
public:
    ImageVaeStream(ImageVaeGenerator &generator, std::uint64_t seed)
        : m_generator(generator)
        , m_seed(seed)
    {
    }
    Window decode(const Steering &steering) override
    {
        return m_generator.window(m_generator.decode(m_seed, m_index, steering));
    }
    Window preview(const Steering &steering) override
    {
        return m_generator.window(m_generator.decode(m_seed, m_index + 1, steering));
    }
    void advance() override { ++m_index; }

private:
    ImageVaeGenerator &m_generator;
    std::uint64_t m_seed;
    std::uint64_t m_index = 0;
};

} // namespace

ImageVaeGenerator::ImageVaeGenerator(const std::filesystem::path &folder, const nlohmann::json &json,
                                     ModelDescription description, torch::Device device)
    : m_description(std::move(description))
    , m_device(device)
{
    const std::string where = (folder / "model.json").string();
    JsonReader reader(json, where);
    const ImageVaeOptions options = ImageVaeOptions::fromJson(reader.required("model"));
    JsonReader own(reader.required("generator"), where + ": generator");
    m_whiteShare = own.number("white-share", 0, mostShare);
    for (const char *name : { "surprise", "density", "register" })
        controlValue(m_description, {}, name);
    padValue(m_description, {}, "map");
    m_net = std::make_shared<ImageVaeNet>(options);
    loadInto(*m_net, folder / "weights.safetensors");
    m_net->to(m_device);
    prepareForInference(*m_net);
    decode(0, 0, {}); // the first call makes the kernels
}

std::vector<double> ImageVaeGenerator::strayed(std::vector<double> z, std::uint64_t seed, std::uint64_t index,
                                               const Steering &steering) const
{
    const double reach = mostStray * controlValue(m_description, steering, "surprise");
    const auto random = at::detail::createCPUGenerator(seed * 1'000'003 + index);
    const torch::Tensor noise = torch::randn({ static_cast<std::int64_t>(z.size()) }, random);
    for (std::size_t i = 0; i < z.size(); ++i)
        z[i] = std::clamp(z[i] + reach * static_cast<double>(noise.data_ptr<float>()[i]), -latentReach, latentReach);
    return z;
}

DecodedImage ImageVaeGenerator::decodeAt(const std::vector<double> &z, const Steering &steering)
{
    const c10::InferenceMode inference;
    const auto begin = std::chrono::steady_clock::now();
    torch::Tensor latent = torch::empty({ 1, static_cast<std::int64_t>(z.size()) });
    for (std::size_t i = 0; i < z.size(); ++i)
        latent.data_ptr<float>()[i] = static_cast<float>(z[i]);
    const torch::Tensor probabilities = torch::sigmoid(m_net->decode(latent.to(m_device))).to(torch::kCPU).contiguous();
    DecodedImage image;
    image.probabilities.assign(probabilities.data_ptr<float>(),
                               probabilities.data_ptr<float>() + probabilities.numel());
    const double share = m_whiteShare * densityFactor(controlValue(m_description, steering, "density"));
    image.threshold = thresholdForShare(image.probabilities, std::min(mostShare, share));
    image.shift =
        static_cast<int>(std::lround((controlValue(m_description, steering, "register") - 0.5) * semitonesOfRegister));
    image.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return image;
}

DecodedImage ImageVaeGenerator::decode(std::uint64_t seed, std::uint64_t index, const Steering &steering)
{
    const PadValue pad = padValue(m_description, steering, "map");
    std::vector<double> z(static_cast<std::size_t>(m_net->options().latent), 0.0);
    z[0] = latentReach * pad.x;
    z[1] = latentReach * pad.y;
    return decodeAt(strayed(std::move(z), seed, index, steering), steering);
}

Window ImageVaeGenerator::window(const DecodedImage &decoded) const
{
    const NoteImage image = cleanImage(decoded.probabilities, decoded.threshold);
    Window window;
    window.score = decodeImages({ &image, 1 }, m_description.initialTempo)
                       .withTicksPerQuarter(ticksPerQuarter)
                       .transposed(decoded.shift);
    window.score.voices = m_description.voices;
    window.stepTicks = ticksPerQuarter / 4;
    window.cells = probabilityCells(decoded.probabilities, decoded.shift);
    window.milliseconds = decoded.milliseconds;
    return window;
}

std::vector<double> ImageVaeGenerator::latentOf(const Score &score, bool last)
{
    const c10::InferenceMode inference;
    const auto images = encodeImages(score);
    if (images.empty())
        throw Error("the piece to start from has no notes between MIDI pitches 1 and 96");
    const NoteImage &image = last ? images.back() : images.front();
    torch::Tensor picture = torch::empty({ 1, 1, NoteImage::size, NoteImage::size });
    std::copy(image.pixels.begin(), image.pixels.end(), picture.data_ptr<float>());
    const torch::Tensor mean = m_net->encode(picture.to(m_device)).mean.to(torch::kCPU).contiguous();
    return { mean.data_ptr<float>(), mean.data_ptr<float>() + mean.numel() };
}

Piece ImageVaeGenerator::generate(const GenerateRequest &request)
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
    const int bars = barsAsked(request, m_description.initialTempo, defaultBars);
    const int windows =
        request.from ? (request.steps > 0 ? request.steps : defaultSteps) : (bars + barsPerWindow - 1) / barsPerWindow;
    if (windows > mostBars)
        throw Error("at most " + std::to_string(mostBars) + " windows, found " + std::to_string(windows));
    std::vector<NoteImage> images;
    std::vector<double> from;
    std::vector<double> to;
    if (request.from) {
        from = latentOf(*request.from, false);
        to = latentOf(*request.to, false);
    } else if (request.prime) {
        images = encodeImages(*request.prime);
        from = latentOf(*request.prime, true);
    }
    int shift = 0;
    const auto primed = static_cast<Tick>(images.size()) * NoteImage::size;
    for (int i = 0; i < windows; ++i) {
        DecodedImage decoded;
        if (request.from) {
            std::vector<double> z = from;
            const double part = windows > 1 ? static_cast<double>(i) / (windows - 1) : 0.0;
            for (std::size_t k = 0; k < z.size(); ++k)
                z[k] += part * (to[k] - from[k]);
            decoded = decodeAt(z, steering);
        } else if (request.prime) {
            decoded = decodeAt(strayed(from, request.seed, static_cast<std::uint64_t>(i), steering), steering);
        } else {
            decoded = decode(request.seed, static_cast<std::uint64_t>(i), steering);
        }
        shift = decoded.shift;
        images.push_back(cleanImage(decoded.probabilities, decoded.threshold));
    }
    Score score = decodeImages(images, m_description.initialTempo);
    if (!request.from)
        score = score.slice(0, primed + static_cast<Tick>(bars) * NoteImage::size / barsPerWindow);
    score = score.withTicksPerQuarter(ticksPerQuarter);
    for (Note &note : score.notes)
        if (note.start >= primed * ticksPerQuarter / NoteImage::columnsPerQuarter)
            note.pitch += shift;
    score.voices = m_description.voices;
    score.normalise();
    return score;
}

std::unique_ptr<Stream> ImageVaeGenerator::stream(std::uint64_t seed)
{
    return std::make_unique<ImageVaeStream>(*this, seed);
}

} // namespace klangraum
