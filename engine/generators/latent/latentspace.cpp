#include "generators/latent/latentspace.h"

#include "generators/latent/attributes.h"
#include "generators/latent/latentdata.h"
#include "generators/latent/latentwalk.h"
#include "generators/latent/neighbourmap.h"
#include "generators/seeded.h"
#include "music/correlation.h"
#include "music/error.h"

#include <set>

namespace klangraum::latent {
namespace {

constexpr std::int64_t encodedAtOnce = 128;
constexpr std::int64_t mostForDirections = 4096; // windows
constexpr double ridge = 0.02; // of the mean variance

struct EncodedWindows
{
    torch::Tensor means; // [n, dimensions], on the CPU, double
    std::vector<TokenGrid> grids;
};

EncodedWindows encodeItems(LatentNet &net, const LatentData &data, const std::vector<std::int64_t> &items)
{
    StepContext context;
    context.training = false;
    context.device = net.device();
    EncodedWindows result;
    std::vector<torch::Tensor> means;
    for (std::size_t begin = 0; begin < items.size(); begin += encodedAtOnce) {
        const std::vector<std::int64_t> some(
            items.begin() + static_cast<std::ptrdiff_t>(begin),
            items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), begin + encodedAtOnce)));
        means.push_back(net.posterior(data.batch(some, context).at(0)).mean.to(torch::kCPU, torch::kFloat64));
        for (const std::int64_t item : some)
            result.grids.push_back(data.window(item));
    }
    result.means = means.empty() ? torch::zeros({ 0, net.options().dimensions }, torch::kFloat64) : torch::cat(means);
    return result;
}

// Ranks as normal deviates [n]: attributes are counted alike, whatever their scale and tails.
torch::Tensor normalRanks(const std::vector<double> &values)
{
    const std::vector<double> ranks = ranksOf(values);
    const torch::Tensor share =
        (torch::tensor(ranks, torch::kFloat64) - 0.5) / static_cast<double>(std::max<std::size_t>(ranks.size(), 1));
    return torch::erfinv(2 * share - 1) * std::sqrt(2.0);
}

torch::Tensor directionsOf(const torch::Tensor &means, const std::vector<Attributes> &attributes)
{
    std::vector<torch::Tensor> columns;
    for (std::size_t i = 0; i < attributeNames.size(); ++i) {
        std::vector<double> values;
        for (const Attributes &each : attributes)
            values.push_back(each[i]);
        columns.push_back(normalRanks(values));
    }
    const torch::Tensor wanted = torch::stack(columns, 1); // [n, 5]
    const torch::Tensor centred = means - means.mean(0);
    const auto n = static_cast<double>(means.size(0));
    const torch::Tensor covariance = centred.t().matmul(centred) / n;
    const torch::Tensor damped = covariance +
        torch::eye(means.size(1), torch::kFloat64) * (ridge * covariance.diagonal().mean().clamp_min(1e-9));
    const torch::Tensor weights = torch::linalg_solve(damped, centred.t().matmul(wanted) / n, true); // [d, 5]
    const torch::Tensor along = damped.matmul(weights);
    const torch::Tensor both = weights.t().matmul(along) + torch::eye(attributeCount, torch::kFloat64) * 1e-6;
    return torch::linalg_solve(both, along.t(), true); // weights^T d_j = e_j
}

} // namespace

SpaceReport fillSpace(LatentNet &net, const Corpus &corpus)
{
    const torch::NoGradGuard noGrad;
    const LatentOptions &options = net.options();
    std::vector<torch::Tensor> means;
    SpaceReport report;
    for (const Split split : { Split::Train, Split::Valid, Split::Test }) {
        const LatentData data(corpus, split, options);
        std::vector<std::int64_t> first;
        std::set<std::int64_t> known;
        for (std::int64_t item = 0; item < data.size(); ++item)
            if (known.insert(data.piece(item)).second)
                first.push_back(item);
        means.push_back(encodeItems(net, data, first).means);
        for (const std::int64_t item : first)
            report.map.push_back(
                { 0, 0, corpus.label(corpus.pieces[static_cast<std::size_t>(data.piece(item))]), false });
        if (split != Split::Train)
            continue;
        std::vector<std::int64_t> some;
        const std::int64_t count = std::min(mostForDirections, data.size());
        for (std::int64_t i = 0; i < count; ++i)
            some.push_back(i * data.size() / count);
        const EncodedWindows encoded = encodeItems(net, data, some);
        std::vector<Attributes> attributes;
        for (const TokenGrid &grid : encoded.grids)
            attributes.push_back(attributesOf(options.grammar.decode(grid, 100)));
        if (some.size() > attributeNames.size())
            net.space()->directions.copy_(directionsOf(encoded.means, attributes));
    }
    torch::Tensor all = torch::cat(means);
    if (all.size(0) == 0)
        throw Error("corpus '" + corpus.name + "' has no window that this model can read, to draw its map from");
    if (all.size(0) > mostAnchors) {
        const torch::Tensor kept = torch::arange(mostAnchors, torch::kInt64) * all.size(0) / mostAnchors;
        std::vector<MapPoint> fewer;
        for (std::int64_t i = 0; i < mostAnchors; ++i)
            fewer.push_back(report.map[static_cast<std::size_t>(i * all.size(0) / mostAnchors)]);
        all = all.index_select(0, kept.to(torch::kInt64));
        report.map = std::move(fewer);
    }
    const torch::Tensor places = neighbourMap(all);
    report.trustworthiness = trustworthiness(all, places);
    report.components = trustworthiness(all, componentMap(all));
    const std::int64_t count = all.size(0);
    Space &space = *net.space();
    space.anchors.zero_();
    space.places.zero_();
    space.anchors.narrow(0, 0, count).copy_(all);
    space.places.narrow(0, 0, count).copy_(places);
    space.count.fill_(static_cast<double>(count));
    for (std::int64_t i = 0; i < count; ++i) {
        report.map[static_cast<std::size_t>(i)].x = places[i][0].item<float>();
        report.map[static_cast<std::size_t>(i)].y = places[i][1].item<float>();
    }
    return report;
}

std::map<std::string, double> measureSliders(LatentNet &net, int seeds, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    std::map<std::string, double> result;
    for (std::size_t slider = 0; slider < attributeNames.size(); ++slider) {
        std::vector<double> positions;
        std::array<std::vector<double>, attributeNames.size()> found;
        for (int i = 0; i < seeds; ++i) {
            Wish wish;
            wish.attributes[slider] = seededUniform(seed, static_cast<std::uint64_t>(i), 1 + slider);
            const torch::Tensor z = shifted(net, fromPrior(net, seed, static_cast<std::uint64_t>(i)), wish);
            const Attributes attributes =
                attributesOf(net.options().grammar.decode(gridsOf(net.draw(z, 0, {}).tokens).front(), 100));
            positions.push_back(wish.attributes[slider]);
            for (std::size_t other = 0; other < attributes.size(); ++other)
                found[other].push_back(attributes[other]);
        }
        const std::string name = std::string("slider-") + attributeNames[slider];
        for (std::size_t other = 0; other < attributeNames.size(); ++other)
            result[other == slider ? name : name + "-on-" + attributeNames[other]] = spearman(positions, found[other]);
    }
    return result;
}

} // namespace klangraum::latent
