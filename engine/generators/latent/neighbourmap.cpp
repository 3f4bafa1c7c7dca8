#include "generators/latent/neighbourmap.h"

#include <algorithm>
#include <cmath>

namespace klangraum::latent {
namespace {

constexpr double padReach = 0.96;
constexpr double mostPerplexity = 20; // neighbours that a point listens to
constexpr int searches = 40; // of a point's bandwidth, by halving
constexpr int iterations = 400;
constexpr int exaggerated = 100; // of these, with attraction `exaggeration` times as strong
constexpr double exaggeration = 8;
constexpr std::int64_t anchors = 6; // that a place is made of

torch::Tensor squaredDistances(const torch::Tensor &points)
{
    const torch::Tensor squares = points.square().sum(1, true);
    return (squares + squares.t() - 2 * points.matmul(points.t())).clamp_min(0);
}

torch::Tensor scaledToPad(const torch::Tensor &places)
{
    const torch::Tensor centred = places - places.mean(0);
    const double most = centred.abs().max().item<double>();
    return most > 0 ? centred * (padReach / most) : centred;
}

// Symmetric affinities of the points, each with about the same number of neighbours.
torch::Tensor affinities(const torch::Tensor &points, double perplexity)
{
    const std::int64_t n = points.size(0);
    const torch::Tensor distances = squaredDistances(points);
    const torch::Tensor far = torch::eye(n, points.options()) * 1e12;
    torch::Tensor low = torch::zeros({ n, 1 }, points.options());
    torch::Tensor high = torch::full({ n, 1 }, 1e6, points.options());
    torch::Tensor beta = torch::ones({ n, 1 }, points.options()) / distances.mean().clamp_min(1e-12);
    torch::Tensor share;
    for (int i = 0; i < searches; ++i) {
        share = torch::softmax(-(distances + far) * beta, 1);
        const torch::Tensor entropy = -(share * share.clamp_min(1e-30).log()).sum(1, true);
        const torch::Tensor broad = entropy > std::log(perplexity);
        low = torch::where(broad, beta, low);
        high = torch::where(broad, high, beta);
        beta = torch::where(high >= 1e6, beta * 2, (low + high) / 2);
    }
    return (share + share.t()) / (2.0 * static_cast<double>(n));
}

} // namespace

torch::Tensor componentMap(const torch::Tensor &points)
{
    const std::int64_t n = points.size(0);
    if (n < 2)
        return torch::zeros({ n, 2 }, torch::kFloat64);
    const torch::Tensor centred = points.to(torch::kFloat64) - points.to(torch::kFloat64).mean(0);
    const auto [values, vectors] = torch::linalg_eigh(centred.t().matmul(centred), "L");
    torch::Tensor axes = vectors
                             .narrow(1, vectors.size(1) - std::min<std::int64_t>(2, vectors.size(1)),
                                     std::min<std::int64_t>(2, vectors.size(1)))
                             .flip(1);
    if (axes.size(1) < 2)
        axes = torch::cat({ axes, torch::zeros_like(axes) }, 1);
    // An axis points to where its largest entry is positive: eigenvectors have no sign of their own.
    const torch::Tensor largest = axes.gather(0, axes.abs().argmax(0, true));
    return scaledToPad(
        centred.matmul(axes * torch::where(largest < 0, -torch::ones_like(largest), torch::ones_like(largest))));
}

torch::Tensor neighbourMap(const torch::Tensor &given)
{
    const torch::Tensor points = given.to(torch::kFloat64);
    const std::int64_t n = points.size(0);
    torch::Tensor places = componentMap(points);
    if (n < 5) // too few to have neighbourhoods
        return places;
    const torch::Tensor wanted =
        affinities(points, std::min(mostPerplexity, static_cast<double>(n - 1) / 3)).clamp_min(1e-12);
    places = places * 1e-2;
    torch::Tensor speed = torch::zeros_like(places);
    torch::Tensor gain = torch::ones_like(places);
    const double rate = std::max(50.0, static_cast<double>(n) / 4);
    const torch::Tensor self = torch::eye(n, places.options());
    for (int i = 0; i < iterations; ++i) {
        const torch::Tensor near = (1 - self) / (1 + squaredDistances(places));
        const torch::Tensor made = near / near.sum().clamp_min(1e-12);
        const torch::Tensor pull = (wanted * (i < exaggerated ? exaggeration : 1.0) - made) * near;
        const torch::Tensor gradient = 4 * (pull.sum(1, true) * places - pull.matmul(places));
        gain = torch::where(gradient * speed < 0, gain + 0.2, gain * 0.8).clamp_min(0.01);
        speed = speed * (i < exaggerated ? 0.5 : 0.8) - rate * gain * gradient;
        places = places + speed;
        places = places - places.mean(0);
    }
    return scaledToPad(places);
}

double trustworthiness(const torch::Tensor &points, const torch::Tensor &places, std::int64_t k)
{
    const std::int64_t n = points.size(0);
    if (n < 4)
        return 0;
    k = std::max<std::int64_t>(1, std::min(k, n / 2 - 1));
    const torch::Tensor self = torch::eye(n, torch::kFloat64) * 1e15;
    const auto ranks = [&](const torch::Tensor &x) { // of each row's other points, the nearest first, from 0
        return (squaredDistances(x.to(torch::kFloat64)) + self).argsort(1, false).argsort(1, false);
    };
    const torch::Tensor there = ranks(points).to(torch::kFloat64);
    const torch::Tensor here = ranks(places);
    const double wrong =
        torch::where(here < k, (there + 1 - static_cast<double>(k)).clamp_min(0), torch::zeros_like(there))
            .sum()
            .item<double>();
    const auto size = static_cast<double>(n);
    const auto near = static_cast<double>(k);
    return 1 - 2 / (size * near * (2 * size - 3 * near - 1)) * wrong;
}

torch::Tensor barycentre(const torch::Tensor &places, double x, double y)
{
    const torch::Tensor here = torch::tensor({ x, y }, torch::kFloat64);
    const torch::Tensor distance = (places.to(torch::kFloat64) - here).square().sum(1);
    const std::int64_t count = std::min(anchors, places.size(0));
    const auto [near, index] = distance.topk(count, 0, false, true);
    // Goes to nothing at the first neighbour that is left out, so that a share never jumps.
    const double edge = places.size(0) > count
        ? std::get<0>(distance.topk(count + 1, 0, false, true))[count].item<double>()
        : 2 * near.max().item<double>() + 1e-9;
    const torch::Tensor closeness = 1 / near.clamp_min(1e-12) - 1 / std::max(edge, 1e-12);
    const torch::Tensor weight = closeness.clamp_min(0) + 1e-9 / near.clamp_min(1e-12);
    return torch::zeros({ places.size(0) }, torch::kFloat64).index_copy(0, index, weight / weight.sum());
}

} // namespace klangraum::latent
