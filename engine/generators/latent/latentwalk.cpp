#include "generators/latent/latentwalk.h"

#include "generators/latent/neighbourmap.h"
#include "generators/seeded.h"

#include <algorithm>
#include <cmath>

namespace klangraum::latent {
namespace {

// How much later than the first the last part of a vector sets out, in travel times of a part.
constexpr double stagger = 6;
constexpr double strayReach = 0.5; // of the way to another point, at full surprise
constexpr std::int64_t mapNeighbours = 3; // anchors that say where a vector lies

at::Generator randomAt(std::uint64_t seed, std::uint64_t index)
{
    return at::detail::createCPUGenerator(static_cast<std::uint64_t>(seededUniform(seed, index, 0) * 0x1p+53));
}

} // namespace

torch::Tensor atPlace(const LatentNet &net, double x, double y)
{
    const Space &space = *net.space();
    const std::int64_t count = space.anchorCount();
    if (count == 0) // not packaged yet
        return space.mean.unsqueeze(0);
    const torch::Tensor share = barycentre(space.places.narrow(0, 0, count).to(torch::kCPU), x, y)
                                    .to(torch::kFloat32)
                                    .to(net.device())
                                    .unsqueeze(0);
    const torch::Tensor anchors = (space.anchors.narrow(0, 0, count) - space.mean) / space.scale;
    const torch::Tensor mixed = share.matmul(anchors);
    const torch::Tensor norm = share.matmul(anchors.norm(2, 1, true));
    return mixed * (norm / mixed.norm(2, 1, true).clamp_min(1e-6)) * space.scale + space.mean;
}

Found onMap(const LatentNet &net, const torch::Tensor &z)
{
    const Space &space = *net.space();
    const std::int64_t count = space.anchorCount();
    const torch::Tensor distance = ((space.anchors.narrow(0, 0, count) - z) / space.scale).norm(2, 1);
    const auto [near, index] = distance.topk(std::min(mapNeighbours, count), 0, false, true);
    const torch::Tensor share = 1 / near.square().clamp_min(1e-9);
    const torch::Tensor place =
        (space.places.index_select(0, index) * (share / share.sum()).unsqueeze(1)).sum(0).to(torch::kCPU);
    return { place[0].item<double>(), place[1].item<double>(), index[0].item<std::int64_t>() };
}

torch::Tensor shifted(const LatentNet &net, const torch::Tensor &z, const Wish &wish)
{
    torch::Tensor moved = z;
    for (std::size_t i = 0; i < wish.attributes.size(); ++i)
        if (wish.attributes[i] != 0.5)
            moved = moved +
                net.space()->directions[static_cast<std::int64_t>(i)] * (2 * sliderReach * (wish.attributes[i] - 0.5));
    return moved;
}

torch::Tensor between(const LatentNet &net, const torch::Tensor &a, const torch::Tensor &b, double share)
{
    const Space &space = *net.space();
    const torch::Tensor from = (a - space.mean) / space.scale;
    const torch::Tensor to = (b - space.mean) / space.scale;
    const double fromNorm = from.norm().item<double>();
    const double toNorm = to.norm().item<double>();
    const double cosine = std::clamp((from * to).sum().item<double>() / std::max(fromNorm * toNorm, 1e-9), -1.0, 1.0);
    const double angle = std::acos(cosine);
    if (std::sin(angle) < 1e-3)
        return a + (b - a) * share;
    const torch::Tensor way = from * (std::sin((1 - share) * angle) / std::sin(angle) / std::max(fromNorm, 1e-9)) +
        to * (std::sin(share * angle) / std::sin(angle) / std::max(toNorm, 1e-9));
    return way * ((1 - share) * fromNorm + share * toNorm) * space.scale + space.mean;
}

namespace {

// `share` of the way; of a vector with places in time each part `step` farther than the one before.
torch::Tensor along(const LatentNet &net, const torch::Tensor &a, const torch::Tensor &b, double share, double step)
{
    const LatentOptions &options = net.options();
    if (step == 0 || !options.parts)
        return between(net, a, b, std::clamp(share, 0.0, 1.0));
    torch::Tensor z = torch::empty_like(a);
    const std::int64_t width = options.partDimensions();
    for (std::int64_t part = 0; part < options.segments(); ++part)
        z.narrow(1, part * width, width)
            .copy_(between(net, a, b, std::clamp(share + static_cast<double>(part) * step, 0.0, 1.0))
                       .narrow(1, part * width, width));
    return z;
}

// Each part has its own stretch of the way, the first ones first, so that no window changes everywhere at once.
torch::Tensor staggered(const LatentNet &net, const torch::Tensor &a, const torch::Tensor &b, double share)
{
    const LatentOptions &options = net.options();
    if (!options.parts || options.segments() < 2)
        return between(net, a, b, std::clamp(share, 0.0, 1.0));
    return along(net, a, b, share * (1 + stagger), -stagger / static_cast<double>(options.segments() - 1));
}

} // namespace

torch::Tensor onJourney(const LatentNet &net, const torch::Tensor &a, const torch::Tensor &b, int windows, int index,
                        bool withinBar)
{
    if (windows < 2)
        return a;
    if (!withinBar)
        return staggered(net, a, b, static_cast<double>(index) / (windows - 1));
    const auto parts = static_cast<double>(net.options().segments());
    const double step = 1 / (windows * parts - 1);
    return along(net, a, b, index * parts * step, step);
}

torch::Tensor onMorph(const LatentNet &net, const Morph &morph, double windows, bool withinBar)
{
    const LatentOptions &options = net.options();
    const double window =
        morph.perQuarter * static_cast<double>(options.steps) / static_cast<double>(options.grammar.stepsPerQuarter);
    const torch::Tensor from = atPlace(net, morph.fromX, morph.fromY);
    const torch::Tensor to = atPlace(net, morph.toX, morph.toY);
    const double share = morph.share + windows * window;
    return withinBar ? along(net, from, to, share, window / static_cast<double>(options.segments()))
                     : staggered(net, from, to, share);
}

torch::Tensor fromPrior(LatentNet &net, std::uint64_t seed, std::uint64_t index, double temperature)
{
    constexpr std::uint64_t ofThePiece = 0xffffffff; // no window: scale and density are the same for all of them
    const torch::Tensor labels = net.flow() ? net.flow()->drawLabels(1, randomAt(seed, ofThePiece)) : torch::Tensor();
    return net.prior(1, temperature * net.options().priorTemperature, randomAt(seed, index), labels);
}

torch::Tensor codesFromPrior(LatentNet &net, std::uint64_t seed, std::uint64_t index, double temperature)
{
    return net.codePrior()->draw(1, temperature * net.options().priorTemperature, randomAt(seed, index));
}

torch::Tensor strayed(LatentNet &net, const torch::Tensor &z, std::uint64_t seed, std::uint64_t index, double surprise)
{
    return surprise <= 0 ? z : strayedTo(net, z, fromPrior(net, seed, index + 1), surprise);
}

torch::Tensor strayedTo(const LatentNet &net, const torch::Tensor &z, const torch::Tensor &other, double surprise)
{
    return between(net, z, other, strayReach * surprise);
}

} // namespace klangraum::latent
