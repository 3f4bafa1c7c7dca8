#include "generators/bargan/bargangenerator.h"

#include "generators/bargan/bargantrainable.h"
#include "generators/barsasked.h"
#include "generators/choralevae/choralescore.h"
#include "generators/inference.h"
#include "generators/steering.h"
#include "music/error.h"

namespace klangraum::bargan {
namespace {

constexpr int barsAtOnce = 2;
constexpr int barsByItself = 16; // of a piece whose length is not asked for
constexpr std::uint64_t windowsOfPiece = 8; // of a stream

} // namespace

BarGanGenerator::BarGanGenerator(const std::filesystem::path &folder, ModelDescription description,
                                 std::shared_ptr<BarGan> net, const adversarial::DuelOptions &rules,
                                 torch::Device device)
    : m_description(std::move(description))
    , m_contest{ net, std::make_shared<BarMedium>(net), rules }
    , m_writer(net)
{
    wishOf({});
    if (m_description.voices.size() != chorale::voices)
        throw Error((folder / "model.json").string() + ": bar-gan has four voices, found " +
                    std::to_string(m_description.voices.size()));
    loadInto(*net, folder / "weights.safetensors");
    net->to(device);
    prepareForInference(*net);
    m_writer.write({}, {}, chorale::ChoraleWindow{}); // the first call makes the kernels
}

Wish BarGanGenerator::wishOf(const Steering &steering) const
{
    return { controlValue(m_description, steering, "surprise"), controlValue(m_description, steering, "density"),
             controlValue(m_description, steering, "register") };
}

Piece BarGanGenerator::generate(const GenerateRequest &request)
{
    checkSteering(m_description, request.steering);
    if (request.latent || request.from || request.to || request.melody)
        throw Error("model '" + m_description.name +
                    "' writes measures after measures from noise: it has no map and keeps no melody; it continues with "
                    "--prime");
    const int bars = barsAsked(request, m_description.initialTempo, barsByItself);
    const int count = (bars + barsAtOnce - 1) / barsAtOnce;
    const Wish wish = wishOf(request.steering);
    std::vector<chorale::ChoraleWindow> windows;
    int shift = m_writer.keyOf(request.seed);
    if (request.prime) {
        const chorale::PrimedWindows primed = chorale::primedWindowsOf(*request.prime, "--prime", m_description.name);
        windows = primed.windows;
        shift = primed.key;
    }
    const auto primed = static_cast<int>(windows.size());
    for (int i = 0; i < count; ++i) {
        const Place place{ request.seed, static_cast<std::uint64_t>(i), i + 1 == count && count > 1 };
        windows.push_back(
            m_writer.write(wish, place, windows.empty() ? std::nullopt : std::optional(windows.back())).window);
    }
    Score score = chorale::scoreOf(windows, shift, m_description.voices, m_description.initialTempo);
    const Tick length = primed * chorale::windowTicks + bars * chorale::windowTicks / barsAtOnce;
    return length < score.length ? score.slice(0, length) : score;
}

std::unique_ptr<Stream> BarGanGenerator::stream(std::uint64_t seed)
{
    return std::make_unique<BarGanStream>(*this, seed);
}

std::optional<double> BarGanGenerator::judge(const Score &score)
{
    return adversarial::judgeScore(m_contest, score);
}

chorale::DecodedWindow BarGanStream::make(std::uint64_t index, const Steering &steering,
                                          const std::optional<chorale::ChoraleWindow> &previous) const
{
    const Place place{ m_seed, index, index % windowsOfPiece == windowsOfPiece - 1 };
    const bool begins = index % windowsOfPiece == 0;
    return m_generator.writer().write(m_generator.wishOf(steering), place, begins ? std::nullopt : previous);
}

Window BarGanStream::decode(const Steering &steering)
{
    const chorale::DecodedWindow decoded = make(m_index, steering, m_previous);
    m_current = decoded.window;
    const ModelDescription &model = m_generator.description();
    return chorale::windowOf(decoded, model.voices, model.initialTempo);
}

Window BarGanStream::preview(const Steering &steering)
{
    if (!m_current)
        decode(steering);
    const ModelDescription &model = m_generator.description();
    return chorale::windowOf(make(m_index + 1, steering, m_current), model.voices, model.initialTempo);
}

void BarGanStream::advance()
{
    if (!m_current)
        decode({});
    m_previous = m_current;
    m_current.reset();
    ++m_index;
}

} // namespace klangraum::bargan
