#include "generators/latent/directions.h"

#include "music/correlation.h"

#include <cmath>
#include <vector>

namespace klangraum::latent {
namespace {

constexpr double ridge = 0.02; // of the mean variance
constexpr double longest = 5; // times what pairs show

// Ranks as normal deviates [n]: attributes are counted alike, whatever their scale and tails.
torch::Tensor normalRanks(const std::vector<double> &values)
{
    const std::vector<double> ranks = ranksOf(values);
    const torch::Tensor share =
        (torch::tensor(ranks, torch::kFloat64) - 0.5) / static_cast<double>(std::max<std::size_t>(ranks.size(), 1));
    return torch::erfinv(2 * share - 1) * std::sqrt(2.0);
}

} // namespace

torch::Tensor directionsOf(const torch::Tensor &means, const torch::Tensor &attributes)
{
    std::vector<torch::Tensor> columns;
    for (std::int64_t i = 0; i < attributes.size(1); ++i) {
        const torch::Tensor column = attributes.select(1, i).contiguous();
        columns.push_back(normalRanks({ column.data_ptr<double>(), column.data_ptr<double>() + column.numel() }));
    }
    const torch::Tensor wanted = torch::stack(columns, 1); // [n, k]
    const torch::Tensor centred = means - means.mean(0);
    const auto n = static_cast<double>(means.size(0));
    const torch::Tensor covariance = centred.t().matmul(centred) / n;
    const torch::Tensor damped = covariance +
        torch::eye(means.size(1), torch::kFloat64) * (ridge * covariance.diagonal().mean().clamp_min(1e-9));
    const torch::Tensor weights = torch::linalg_solve(damped, centred.t().matmul(wanted) / n, true); // [d, k]
    const torch::Tensor along = damped.matmul(weights);
    const torch::Tensor both = weights.t().matmul(along) + torch::eye(attributes.size(1), torch::kFloat64) * 1e-6;
    return torch::linalg_solve(both, along.t(), true); // weights^T d_j = e_j
}

torch::Tensor directionsOfPairs(const torch::Tensor &steps, const torch::Tensor &changes, const torch::Tensor &spread)
{
    const torch::Tensor longer = (spread / changes.std(0, false).clamp_min(1e-9)).clamp_max(longest);
    return directionsOf(steps, changes) * longer.unsqueeze(1);
}

} // namespace klangraum::latent
