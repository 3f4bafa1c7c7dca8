#include "generators/adversarial/duel.h"

#include <algorithm>
#include <cmath>

namespace klangraum::adversarial {
namespace {

constexpr double longestMemory = 100; // batches

} // namespace

Duel::Duel()
    : m_scores(register_buffer("scores", torch::zeros({ 3 })))
{
}

void Duel::remember(const torch::Tensor &real, const torch::Tensor &generated)
{
    const torch::NoGradGuard noGrad;
    const double seen = std::min(m_scores[2].item<double>() + 1, longestMemory);
    const torch::Tensor now = torch::stack({ real.mean(), generated.mean() });
    m_scores.narrow(0, 0, 2).lerp_(now, 1 / seen);
    m_scores[2] = seen;
}

double Duel::between(double score) const
{
    const double real = m_scores[0].item<double>();
    const double generated = m_scores[1].item<double>();
    const double way = real - generated;
    if (!std::isfinite(score) || std::abs(way) < 1e-12)
        return 0.5;
    return std::clamp((score - generated) / way, 0.0, 1.0);
}

} // namespace klangraum::adversarial
