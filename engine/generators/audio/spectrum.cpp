#include "generators/audio/spectrum.h"

#include <cmath>

namespace klangraum::audio {
namespace {

constexpr double floorLevel = 1e-3; // -60 dB
constexpr double smallest = 1e-12; // so that the root has a slope

double melOf(double hertz)
{
    return 2595 * std::log10(1 + hertz / 700);
}

double hertzOf(double mel)
{
    return 700 * (std::pow(10, mel / 2595) - 1);
}

} // namespace

torch::Tensor magnitudes(const torch::Tensor &sound, std::int64_t size, std::int64_t hop)
{
    const torch::Tensor window = torch::hann_window(size, sound.options()) * (4.0 / static_cast<double>(size));
    const torch::Tensor spectrum = torch::view_as_real(torch::fft_rfft(sound.unfold(1, size, hop) * window));
    return (spectrum.square().sum(-1) + smallest).sqrt();
}

torch::Tensor melFilters(std::int64_t bands, std::int64_t size, int sampleRate, double lowest, double highest)
{
    torch::Tensor filters = torch::zeros({ size / 2 + 1, bands });
    auto values = filters.accessor<float, 2>();
    const double low = melOf(lowest);
    const double step = (melOf(highest) - low) / static_cast<double>(bands + 1);
    for (std::int64_t band = 0; band < bands; ++band) {
        const double from = hertzOf(low + static_cast<double>(band) * step);
        const double middle = hertzOf(low + static_cast<double>(band + 1) * step);
        const double to = hertzOf(low + static_cast<double>(band + 2) * step);
        for (std::int64_t bin = 0; bin <= size / 2; ++bin) {
            const double hertz = static_cast<double>(bin) * sampleRate / static_cast<double>(size);
            const double height = std::min((hertz - from) / (middle - from), (to - hertz) / (to - middle));
            values[bin][band] = static_cast<float>(std::max(0.0, height));
        }
        // A triangle narrower than the bins takes the nearest one.
        const auto nearest = static_cast<std::int64_t>(std::lround(middle * static_cast<double>(size) / sampleRate));
        if (nearest <= size / 2 && values[nearest][band] < 0.5F)
            values[nearest][band] = 0.5F;
    }
    return filters;
}

torch::Tensor spectralDistance(const torch::Tensor &made, const torch::Tensor &real)
{
    torch::Tensor sum = torch::zeros({}, made.options());
    for (const std::int64_t size : { 1024, 256 }) {
        const torch::Tensor ours = magnitudes(made, size, size / 4);
        const torch::Tensor theirs = magnitudes(real, size, size / 4);
        const torch::Tensor convergence = (ours - theirs).norm(2, { 1, 2 }) / (theirs.norm(2, { 1, 2 }) + floorLevel);
        const torch::Tensor logarithms = ((ours + floorLevel).log() - (theirs + floorLevel).log()).abs();
        sum = sum + convergence.mean() + logarithms.mean();
    }
    return sum / 2;
}

} // namespace klangraum::audio
