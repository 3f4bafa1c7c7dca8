#include "generators/audio/soundspace.h"

#include "generators/latent/neighbourmap.h"
#include "generators/seeded.h"

namespace klangraum::audio {
namespace {

constexpr double followed = 0.02; // of the way to each batch

// Between two points, as far from 0 as they are.
torch::Tensor mixedOf(const torch::Tensor &points, const torch::Tensor &share)
{
    const torch::Tensor mixed = share.matmul(points);
    const torch::Tensor norm = share.matmul(points.norm(2, 1, true));
    return mixed * (norm / mixed.norm(2, 1, true).clamp_min(1e-6));
}

} // namespace

SoundSpace::SoundSpace(std::int64_t dimensions, std::int64_t facts)
    : mean(register_buffer("mean", torch::zeros({ dimensions })))
    , scale(register_buffer("scale", torch::ones({ dimensions })))
    , anchors(register_buffer("anchors", torch::zeros({ mostPlaces, dimensions })))
    , anchorFacts(register_buffer("anchor_facts", torch::zeros({ mostPlaces, facts })))
    , places(register_buffer("places", torch::zeros({ mostPlaces, 2 })))
    , count(register_buffer("count", torch::zeros({ 1 })))
    , directions(register_buffer("directions", torch::zeros({ mostDirections, dimensions })))
{
}

void SoundSpace::follow(const torch::Tensor &z)
{
    const torch::NoGradGuard noGrad;
    mean.lerp_(z.mean(0), followed);
    scale.copy_((scale.square() * (1 - followed) + (z - mean).square().mean(0) * followed).sqrt());
}

std::int64_t SoundSpace::anchorCount() const
{
    return std::min(mostPlaces, std::max<std::int64_t>(0, static_cast<std::int64_t>(count.item<float>())));
}

SoundSpace::Place SoundSpace::at(double x, double y) const
{
    const std::int64_t n = anchorCount();
    if (n == 0)
        return { mean.unsqueeze(0),
                 torch::full({ 1, anchorFacts.size(1) },
                             1.0 / static_cast<double>(std::max<std::int64_t>(1, anchorFacts.size(1))),
                             mean.options()) };
    const torch::Tensor share = latent::barycentre(places.narrow(0, 0, n).to(torch::kCPU, torch::kFloat64), x, y)
                                    .to(torch::kFloat32)
                                    .to(mean.device())
                                    .unsqueeze(0);
    const torch::Tensor points = (anchors.narrow(0, 0, n) - mean) / scale;
    return { mixedOf(points, share) * scale + mean, share.matmul(anchorFacts.narrow(0, 0, n)) };
}

SoundSpace::Place SoundSpace::drawn(std::uint64_t seed) const
{
    const std::int64_t n = anchorCount();
    Place place = at(0, 0);
    if (n == 0) {
        at::Generator random = at::detail::createCPUGenerator(seed);
        place.z = torch::randn({ 1, mean.size(0) }, random).to(mean.device()) * scale + mean;
        return place;
    }
    torch::Tensor share = torch::zeros({ 1, n }, mean.options());
    const auto draw = [&](std::uint64_t part) {
        return std::min(n - 1, static_cast<std::int64_t>(seededUniform(seed, 0, part) * static_cast<double>(n)));
    };
    const auto way = static_cast<float>(0.5 * seededUniform(seed, 0, 2));
    share[0][draw(0)] += 1 - way;
    share[0][draw(1)] += way;
    const torch::Tensor points = (anchors.narrow(0, 0, n) - mean) / scale;
    return { mixedOf(points, share) * scale + mean, share.matmul(anchorFacts.narrow(0, 0, n)) };
}

} // namespace klangraum::audio
