#include "generators/choralevae/choraledecoder.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace klangraum::chorale {
namespace {

constexpr std::int64_t waves = 24; // of the noise field
constexpr double fieldLength = 0.5; // pad units over which the noise changes
constexpr std::int64_t fieldConditions = 4; // activity, mode, height, surprise stray a little, too
constexpr double stray = 0.3; // deviations

constexpr double sliderReach = 2.0; // deviations of activity and surprise at a slider's end
constexpr double mostDeviation = 2.4;
constexpr double registerReach = 6.0; // semitones at the slider's end
constexpr double mostHeight = 9.0; // semitones that a window in C may lie from the middle
constexpr double guidance = 2.2; // how far the wishes are followed beyond what the prior learned of them
constexpr double calmTemperature = 0.85; // of the noise, at the slider's middle
constexpr double temperatureReach = 0.2; // at the slider's end

std::uint64_t mixed(std::uint64_t value) // splitmix64's finaliser
{
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

float within(double value)
{
    return static_cast<float>(std::clamp(value, -mostDeviation, mostDeviation));
}

} // namespace

NoiseField::NoiseField(std::uint64_t seed, std::uint64_t index, std::int64_t latent)
{
    const at::Generator random = at::detail::createCPUGenerator(mixed(mixed(seed) + index));
    m_waves = torch::randn({ waves, 2 }, random) / fieldLength;
    m_weights =
        torch::randn({ beats * latent + fieldConditions, 2 * waves }, random) / std::sqrt(static_cast<double>(waves));
}

torch::Tensor NoiseField::at(double x, double y) const
{
    const torch::Tensor angles = torch::mv(m_waves, torch::tensor({ static_cast<float>(x), static_cast<float>(y) }));
    return torch::mv(m_weights, torch::cat({ angles.cos(), angles.sin() }));
}

ChoraleDecoder::ChoraleDecoder(std::shared_ptr<ChoraleVaeNet> net)
    : m_net(std::move(net))
    , m_measures(m_net->measures())
    , m_device(m_net->parameters().front().device())
{
}

int ChoraleDecoder::keyOf(std::uint64_t seed) const
{
    constexpr std::uint64_t keySalt = 0x6b6579;
    double place = static_cast<double>(mixed(mixed(seed) ^ keySalt) >> 11) * 0x1p-53;
    int key = 11;
    for (int tonic = 0; tonic < 12; ++tonic) {
        place -= static_cast<double>(m_measures.keys[static_cast<std::size_t>(tonic)]);
        if (place < 0) {
            key = tonic;
            break;
        }
    }
    return key > 6 ? key - 12 : key;
}

torch::Tensor ChoraleDecoder::latentsOf(const std::vector<ChoraleWindow> &windows)
{
    const c10::InferenceMode inference;
    return m_net->standardised(m_net->encode(tensorOf(windows).to(m_device)).mean);
}

DecodedWindow decodeLatent(ChoraleVaeNet &net, const torch::Tensor &latent, int shift)
{
    const c10::InferenceMode inference;
    DecodedWindow decoded;
    const torch::Tensor logits = net.decode(net.unstandardised(latent));
    decoded.probabilities = torch::softmax(logits, 3)[0].to(torch::kCPU).contiguous();
    decoded.window = windowsOf(decoded.probabilities.argmax(2).unsqueeze(0)).front();
    decoded.shift = shift;
    return decoded;
}

DecodedWindow ChoraleDecoder::decodeLatent(const torch::Tensor &latent, int shift)
{
    return chorale::decodeLatent(*m_net, latent, shift);
}

DecodedWindow ChoraleDecoder::decode(const Wish &wish, const WindowPlace &place,
                                     const std::optional<ChoraleWindow> &previous)
{
    const c10::InferenceMode inference;
    const auto begin = std::chrono::steady_clock::now();
    const std::int64_t latent = m_net->options().latent;
    if (!m_field || m_fieldSeed != place.seed || m_fieldIndex != place.index) {
        m_field.emplace(place.seed, place.index, latent);
        m_fieldSeed = place.seed;
        m_fieldIndex = place.index;
    }
    if (!m_previousLatent.defined() || m_previous != previous) {
        m_previous = previous;
        m_previousLatent = previous ? latentsOf({ *previous }) : torch::zeros({ 1, beats, latent }).to(m_device);
    }
    const torch::Tensor field = m_field->at(wish.x, wish.y);
    const float *strayed = field.data_ptr<float>() + beats * latent;
    const double bold = 2 * (wish.surprise - 0.5);
    const double lift = 2 * (wish.height - 0.5) * registerReach - place.key;
    const torch::Tensor conditions = torch::tensor(
        { within(padReach * wish.x + sliderReach * 2 * (wish.density - 0.5) + stray * static_cast<double>(strayed[0])),
          within(padReach * wish.y + stray * static_cast<double>(strayed[1])),
          static_cast<float>(
              std::clamp(lift + stray * pitchScale * static_cast<double>(strayed[2]), -mostHeight, mostHeight) /
              pitchScale),
          within(sliderReach * bold + stray * static_cast<double>(strayed[3])), place.first ? 1.0F : 0.0F,
          place.last ? 1.0F : 0.0F, 0.0F });
    torch::Tensor neutral = conditions.clone();
    for (const int plain : { 0, 1, 3 })
        neutral[plain] = 0;
    const double temperature = calmTemperature + temperatureReach * bold;
    const torch::Tensor noise =
        (field.narrow(0, 0, beats * latent) * temperature).view({ 1, beats, latent }).to(m_device);
    const torch::Tensor known = torch::full({ 2 }, previous ? 1.0F : 0.0F).to(m_device);
    const PriorContext context = m_net->context(m_previousLatent.expand({ 2, -1, -1 }), known,
                                                torch::stack({ conditions, neutral }).to(m_device));
    DecodedWindow decoded = decodeLatent(m_net->flow(noise, context, guidance), place.key);
    decoded.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return decoded;
}

} // namespace klangraum::chorale
