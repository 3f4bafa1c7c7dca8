#include "generators/bargan/barwriter.h"

#include "generators/seeded.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace klangraum::bargan {
namespace {

constexpr double wishReach = 2.0; // deviations of activity and surprise at a slider's end
constexpr double heightReach = 6.0; // semitones at the slider's end
constexpr double mostHeight = 9.0; // semitones that a window in C may lie from the middle
constexpr double mostDeviation = 2.4;
constexpr double mostGuidance = 1.5; // more than 1, at a slider's end

// Parts of a seed's chance.
enum Part : std::uint64_t { PieceMood, WindowMood };

// As drawn where the slider stands in the middle; the further it is moved, the less is left to chance.
float asked(float drawn, double slider)
{
    const double moved = 2 * (slider - 0.5);
    const double value = static_cast<double>(drawn) * (1 - 0.7 * std::abs(moved)) + wishReach * moved;
    return static_cast<float>(std::clamp(value, -mostDeviation, mostDeviation));
}

} // namespace

int BarWriter::keyOf(std::uint64_t seed) const
{
    return m_net->mood(seededUniform(seed, 0, PieceMood)).key;
}

torch::Tensor BarWriter::wished(const Wish &wish, const Place &place) const
{
    const Mood piece = m_net->mood(seededUniform(place.seed, 0, PieceMood));
    const Mood here = place.index == 0 ? piece : m_net->mood(seededUniform(place.seed, place.index, WindowMood));
    const double height =
        chorale::pitchScale * static_cast<double>(piece.conditions.height) + 2 * (wish.height - 0.5) * heightReach;
    return torch::tensor({ asked(here.conditions.activity, wish.density), piece.conditions.mode,
                           static_cast<float>(std::clamp(height, -mostHeight, mostHeight) / chorale::pitchScale),
                           asked(here.conditions.surprise, wish.surprise), 0.0F, place.last ? 1.0F : 0.0F, 0.0F });
}

torch::Tensor BarWriter::noise(const Place &place) const
{
    return m_net->noise(1, at::detail::createCPUGenerator(place.seed * 1'000'003 + place.index));
}

chorale::DecodedWindow BarWriter::write(const Wish &wish, const Place &place,
                                        const std::optional<chorale::ChoraleWindow> &previous) const
{
    const c10::InferenceMode inference;
    const auto begin = std::chrono::steady_clock::now();
    const torch::Device device = m_net->device();
    torch::Tensor before = torch::zeros({ 1, chorale::beats, m_net->options().chorale.latent }, device);
    if (previous)
        before =
            m_net->chorale().standardised(m_net->chorale().encode(chorale::tensorOf({ *previous }).to(device)).mean);
    const torch::Tensor known = torch::full({ 1 }, previous ? 1.0F : 0.0F, device);
    const torch::Tensor wanted = wished(wish, place);
    torch::Tensor neutral = wanted.clone();
    for (const int plain : { 0, 3 }) // activity, surprise
        neutral[plain] = 0;
    const chorale::PriorContext context = m_net->chorale().context(before.expand({ 2, -1, -1 }), known.expand({ 2 }),
                                                                   torch::stack({ wanted, neutral }).to(device));
    // At rest this is the generator as it learned; a moved slider is followed further than it learned to.
    const double moved = 2 * std::max(std::abs(wish.density - 0.5), std::abs(wish.surprise - 0.5));
    const torch::Tensor latent = m_net->chorale().flow(noise(place).to(device), context, 1 + mostGuidance * moved);
    chorale::DecodedWindow decoded = chorale::decodeLatent(m_net->chorale(), latent, keyOf(place.seed));
    decoded.milliseconds = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    return decoded;
}

std::vector<chorale::DecodedWindow> BarWriter::begin(std::uint64_t seed, int count) const
{
    const c10::InferenceMode inference;
    const torch::Device device = m_net->device();
    std::vector<chorale::DecodedWindow> windows;
    std::vector<torch::Tensor> noises;
    std::vector<torch::Tensor> wishes;
    for (int i = 0; i < count; ++i) {
        const Place place{ seed + static_cast<std::uint64_t>(i), 0, false };
        noises.push_back(noise(place));
        wishes.push_back(wished({}, place).unsqueeze(0));
    }
    if (noises.empty())
        return windows;
    const torch::Tensor nothing = torch::zeros({ count, chorale::beats, m_net->options().chorale.latent }, device);
    const torch::Tensor condition =
        conditionOf(nothing, torch::zeros({ count }, device), torch::cat(wishes).to(device));
    const torch::Tensor latents = m_net->make(torch::cat(noises).to(device), condition);
    for (int i = 0; i < count; ++i)
        windows.push_back(chorale::decodeLatent(m_net->chorale(), latents.narrow(0, i, 1),
                                                keyOf(seed + static_cast<std::uint64_t>(i))));
    return windows;
}

} // namespace klangraum::bargan
