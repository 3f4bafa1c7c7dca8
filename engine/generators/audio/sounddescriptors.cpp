#include "generators/audio/sounddescriptors.h"

#include "generators/audio/spectrum.h"

#include <cmath>

namespace klangraum::audio {
namespace {

constexpr std::int64_t window = 1024;
constexpr std::int64_t hop = 256;
constexpr std::int64_t bands = 24;
constexpr double lowest = 40; // hertz
constexpr double kickBelow = 110;
constexpr double bassBelow = 250;
constexpr double quiet = 1e-3; // of full scale

} // namespace

Descriptors describeSound(const torch::Tensor &sound, int sampleRate)
{
    const torch::NoGradGuard noGrad;
    Descriptors found{};
    const std::int64_t frames = sound.size(0);
    if (frames < window || sound.abs().max().item<float>() < quiet)
        return found;
    const torch::Tensor endless = torch::cat({ sound, sound.narrow(0, 0, window) }).unsqueeze(0);
    const torch::Tensor spectrum = magnitudes(endless, window, hop)[0]; // [windows, bins]
    const torch::Tensor hertz =
        torch::arange(spectrum.size(1), torch::kFloat32) * (static_cast<double>(sampleRate) / window);
    const torch::Tensor power = spectrum.square().mean(0);
    const double seconds = static_cast<double>(frames) / sampleRate;
    // Rises of the level, in decibels a second.
    const auto rises = [&](const torch::Tensor &levels) {
        const torch::Tensor decibels = 20 * (levels + quiet).log10();
        return torch::relu(decibels.slice(0, 2) - decibels.slice(0, 0, -2)).sum(0) / (2 * seconds);
    };
    const auto between = [&](double low, double high) { return torch::logical_and(hertz >= low, hertz < high); };
    found[0] = rises(spectrum.square().matmul(between(1, kickBelow).to(torch::kFloat32)).sqrt()).item<double>();
    const double centre = ((power * hertz).sum() / power.sum()).item<double>();
    found[1] = std::log2(std::max(centre, 100.0) / 100.0);
    found[2] =
        rises(spectrum.matmul(melFilters(bands, window, sampleRate, lowest, 0.45 * sampleRate))).mean().item<double>();
    const double low = power.masked_select(between(lowest, bassBelow)).sum().item<double>();
    found[3] = 10 * std::log10(std::max(low, 1e-12) / power.sum().item<double>());
    return found;
}

} // namespace klangraum::audio
