#include "generators/audio/equaliser.h"

#include "generators/audio/spectrum.h"

#include <algorithm>
#include <cmath>

namespace klangraum::audio {
namespace {

constexpr double smallestPower = 1e-20;

// Means over a third of an octave about each bin, one bin to either side at least.
torch::Tensor smoothed(const torch::Tensor &power)
{
    const torch::Tensor sums =
        torch::cat({ torch::zeros({ 1 }, torch::kFloat64), power.to(torch::kFloat64).cumsum(0) }).contiguous();
    const auto sum = sums.accessor<double, 1>();
    torch::Tensor result = torch::empty({ power.size(0) }, torch::kFloat64);
    auto values = result.accessor<double, 1>();
    const double reach = std::exp2(1.0 / 6);
    const std::int64_t last = power.size(0) - 1;
    for (std::int64_t bin = 0; bin <= last; ++bin) {
        const auto centre = static_cast<double>(bin);
        const std::int64_t low = std::max<std::int64_t>(0, std::min(bin - 1, std::lround(centre / reach)));
        const std::int64_t high = std::min(last, std::max(bin + 1, std::lround(centre * reach)));
        values[bin] = (sum[high + 1] - sum[low]) / static_cast<double>(high + 1 - low);
    }
    return result;
}

} // namespace

torch::Tensor meanPower(const torch::Tensor &sound, std::int64_t size)
{
    return magnitudes(sound, size, size / 2).to(torch::kFloat64).square().mean(torch::IntArrayRef({ 0, 1 }));
}

torch::Tensor equaliser(const torch::Tensor &from, const torch::Tensor &to, std::int64_t taps, double most)
{
    const double limit = most / 10 * std::log(10.0); // of the power
    const torch::Tensor gain =
        0.5 * ((smoothed(to) + smallestPower) / (smoothed(from) + smallestPower)).log().clamp(-limit, limit);
    const std::int64_t size = 2 * (gain.size(0) - 1);
    torch::Tensor cepstrum = torch::fft_irfft(torch::complex(gain, torch::zeros_like(gain)), size);
    cepstrum.narrow(0, 1, size / 2 - 1).mul_(2);
    cepstrum.narrow(0, size / 2 + 1, size / 2 - 1).zero_();
    return torch::fft_irfft(torch::fft_rfft(cepstrum).exp(), size).narrow(0, 0, taps).to(torch::kFloat32);
}

torch::Tensor filtered(const torch::Tensor &sounds, const torch::Tensor &filter)
{
    const std::int64_t size = sounds.size(1) + filter.size(0) - 1;
    return torch::fft_irfft(torch::fft_rfft(sounds, size) * torch::fft_rfft(filter, size), size)
        .narrow(1, 0, sounds.size(1))
        .contiguous();
}

} // namespace klangraum::audio
