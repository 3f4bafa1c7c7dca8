#include "generators/steps/stepgenerator.h"

#include "generators/steering.h"
#include "generators/steps/steptrainable.h"
#include "music/error.h"

#include <cmath>

namespace klangraum::steps {
namespace {

constexpr int defaultBars = 16;
constexpr int mostBars = 4096;
constexpr int quartersPerBar = 4;

} // namespace

StepGenerator::StepGenerator(const std::filesystem::path &folder, ModelDescription description,
                             std::shared_ptr<StepNet> net, torch::Device device)
    : m_description(std::move(description))
    , m_writer(net)
{
    wishOf({});
    if (m_description.voices.size() != net->stepOptions().codec.voices().size())
        throw Error((folder / "model.json").string() + ": this model has " +
                    std::to_string(net->stepOptions().codec.voices().size()) + " voices, found " +
                    std::to_string(m_description.voices.size()));
    loadInto(*net, folder / "weights.safetensors");
    net->to(device);
    net->eval();
    WriterState state = m_writer.begin(0);
    m_writer.step(state, {}); // the first call makes the kernels
}

Wish StepGenerator::wishOf(const Steering &steering) const
{
    return { controlValue(m_description, steering, "surprise"), controlValue(m_description, steering, "density"),
             controlValue(m_description, steering, "register") };
}

Piece StepGenerator::generate(const GenerateRequest &request)
{
    checkSteering(m_description, request.steering);
    if (request.latent || request.from || request.to || request.melody)
        throw Error("model '" + m_description.name +
                    "' writes step after step: it has no latent space and keeps no melody; it continues with --prime");
    const Codec &codec = m_writer.net().stepOptions().codec;
    double tempo = controlValue(m_description, request.steering, "tempo");
    if (request.bars < 0 || request.bars > mostBars || !(request.seconds >= 0 && request.seconds < 1e5))
        throw Error("the length must be 1 to " + std::to_string(mostBars) + " bars");
    int bars = request.bars;
    if (bars == 0 && request.seconds > 0)
        bars = std::clamp(static_cast<int>(std::ceil(request.seconds * tempo / 60 / quartersPerBar)), 1, mostBars);
    const auto count =
        static_cast<std::size_t>((bars > 0 ? bars : defaultBars) * quartersPerBar * codec.stepsPerQuarter);
    WriterState state = m_writer.begin(request.seed);
    std::vector<Step> steps;
    if (request.prime) {
        if (!codec.fits(*request.prime))
            throw Error("--prime: this model reads " +
                        std::string(codec.coding == Coding::Voices       ? "four voices that sing one note at a time"
                                        : codec.coding == Coding::Melody ? "one voice that sings one note at a time"
                                                                         : "pieces with notes") +
                        ", found " + std::to_string(request.prime->notes.size()) + " notes in " +
                        std::to_string(request.prime->voices.size()) + " voices");
        steps = codec.encode(*request.prime);
        if (codec.coding == Coding::Melody)
            steps.pop_back(); // its end
        m_writer.read(state, steps);
        if (!request.prime->tempi.empty() && !request.steering.values.contains("tempo"))
            tempo = request.prime->tempi.back().quartersPerMinute;
    }
    const Wish wish = wishOf(request.steering);
    for (const std::size_t end = steps.size() + count; steps.size() < end;)
        steps.push_back(m_writer.step(state, wish).step);
    Score score = codec.decode(steps, tempo);
    score.voices = m_description.voices;
    return score;
}

std::unique_ptr<Stream> StepGenerator::stream(std::uint64_t seed)
{
    return std::make_unique<StepStream>(*this, seed);
}

std::vector<KeyProbabilities> StepGenerator::keyProbabilities(std::span<const KeySet> piece)
{
    return keyProbabilitiesOf(m_writer.net(), piece);
}

} // namespace klangraum::steps
