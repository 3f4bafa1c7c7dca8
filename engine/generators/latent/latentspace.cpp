#include "generators/latent/latentspace.h"

#include "generators/latent/attributes.h"
#include "generators/latent/directions.h"
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
constexpr std::int64_t mostForDirections = 2048; // windows
constexpr std::int64_t mostTurned = 512; // windows that directions are corrected on
constexpr int turns = 5;
constexpr double turnReach = 1.5; // deviations
constexpr double aroundReach = 0.8; // deviations: how far the points around a window lie
constexpr std::uint64_t worthSeed = 7;

// [n, dimensions], on the CPU, double
torch::Tensor encodeItems(LatentNet &net, const LatentData &data, const std::vector<std::int64_t> &items)
{
    StepContext context;
    context.training = false;
    context.device = net.device();
    std::vector<torch::Tensor> means;
    for (std::size_t begin = 0; begin < items.size(); begin += encodedAtOnce) {
        const std::vector<std::int64_t> some(
            items.begin() + static_cast<std::ptrdiff_t>(begin),
            items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), begin + encodedAtOnce)));
        means.push_back(net.posterior(data.batch(some, context).at(0)).mean.to(torch::kCPU, torch::kFloat64));
    }
    return means.empty() ? torch::zeros({ 0, net.options().dimensions }, torch::kFloat64) : torch::cat(means);
}

std::vector<Attributes> decodedAttributes(LatentNet &net, const torch::Tensor &points)
{
    std::vector<Attributes> attributes;
    for (std::int64_t begin = 0; begin < points.size(0); begin += encodedAtOnce) {
        const torch::Tensor z = points.narrow(0, begin, std::min(encodedAtOnce, points.size(0) - begin));
        for (const TokenGrid &grid : gridsOf(net.draw(z.to(torch::kFloat32).to(net.device()), 0, {}).tokens))
            attributes.push_back(attributesOf(net.options().grammar.decode(grid, 100)));
    }
    return attributes;
}

torch::Tensor tableOf(const std::vector<Attributes> &attributes) // [n, 5]
{
    torch::Tensor table =
        torch::empty({ static_cast<std::int64_t>(attributes.size()), attributeCount }, torch::kFloat64);
    auto *values = table.data_ptr<double>();
    for (const Attributes &each : attributes)
        values = std::copy(each.begin(), each.end(), values);
    return table;
}

// [5 moved, 5 found]: what a step along each direction changes, of the mean of all points.
torch::Tensor effectsOf(LatentNet &net, const torch::Tensor &points, const torch::Tensor &directions)
{
    std::vector<torch::Tensor> effects;
    for (std::int64_t i = 0; i < attributeCount; ++i) {
        const auto after = [&](double way) {
            return tableOf(decodedAttributes(net, points + way * directions[i])).mean(0);
        };
        effects.push_back((after(turnReach) - after(-turnReach)) / (2 * turnReach));
    }
    return torch::stack(effects);
}

// Directions turned towards moving one's own attribute alone, since what a decoder makes of a step is not what least
// squares foretell: the given ones and each turn.
std::vector<torch::Tensor> turnedDirections(LatentNet &net, const torch::Tensor &points, const torch::Tensor &scale,
                                            torch::Tensor directions)
{
    std::vector<torch::Tensor> all{ directions };
    for (int turn = 0; turn < turns; ++turn) {
        const torch::Tensor effects = effectsOf(net, points, directions) / scale; // [5 moved, 5 found]
        const torch::Tensor damped = effects + torch::eye(attributeCount, torch::kFloat64) * 0.1;
        const torch::Tensor turned = 0.6 * directions + 0.4 * torch::linalg_solve(damped, directions, true);
        if (!turned.isfinite().all().item<bool>())
            break; // an attribute that nothing moves
        directions = turned * (directions.norm(2, 1, true) / turned.norm(2, 1, true).clamp_min(1e-9)).clamp_max(1);
        all.push_back(directions);
    }
    return all;
}

// How well `direction` serves as the slider of `attribute`: its rank correlation with it, less half of the strongest
// one with another.
double worthOf(LatentNet &net, const torch::Tensor &points, const torch::Tensor &direction, std::size_t attribute)
{
    std::vector<double> positions;
    for (std::int64_t i = 0; i < points.size(0); ++i)
        positions.push_back(seededUniform(worthSeed, static_cast<std::uint64_t>(i), attribute));
    const torch::Tensor way = torch::tensor(positions, torch::kFloat64).unsqueeze(1) - 0.5;
    const std::vector<Attributes> found = decodedAttributes(net, points + 2 * sliderReach * way * direction);
    double own = 0, strongest = 0;
    for (std::size_t k = 0; k < attributeNames.size(); ++k) {
        std::vector<double> values;
        for (const Attributes &each : found)
            values.push_back(each[k]);
        const double correlation = spearman(positions, values);
        if (k == attribute)
            own = correlation;
        else
            strongest = std::max(strongest, std::abs(correlation));
    }
    return own - 0.5 * strongest;
}

// Two guesses: from the windows of the corpus and points around them, and from pairs on opposite sides of each window,
// whose difference is theirs alone. Of both, of their turns and of longer ones each attribute has the one that serves
// it best.
void learnDirections(LatentNet &net, const torch::Tensor &means)
{
    at::Generator random = at::detail::createCPUGenerator(1);
    const torch::Tensor step =
        aroundReach * torch::randn(means.sizes(), random) * net.space()->scale.to(torch::kCPU, torch::kFloat64);
    const torch::Tensor here = tableOf(decodedAttributes(net, means));
    const torch::Tensor beyond = tableOf(decodedAttributes(net, means + step));
    const torch::Tensor before = tableOf(decodedAttributes(net, means - step));
    const torch::Tensor scale = here.std(0, false).clamp_min(1e-6);
    const torch::Tensor few = means.narrow(0, 0, std::min(mostTurned, means.size(0)));
    const torch::Tensor ofPairs = directionsOfPairs(2 * step, beyond - before, scale);
    std::vector<torch::Tensor> candidates;
    for (const torch::Tensor &guess :
         { directionsOf(torch::cat({ means, means + step }), torch::cat({ here, beyond })), ofPairs })
        for (const torch::Tensor &directions : turnedDirections(net, few, scale, guess))
            for (const double longer : { 1.0, 1.6 })
                candidates.push_back(longer * directions);
    net.space()->directions.zero_();
    for (std::int64_t i = 0; i < attributeCount; ++i) {
        double most = 0; // a slider that does nothing
        for (const torch::Tensor &directions : candidates) {
            if (!directions[i].isfinite().all().item<bool>())
                continue;
            const double worth = worthOf(net, few, directions[i], static_cast<std::size_t>(i));
            if (worth > most) {
                most = worth;
                net.space()->directions[i].copy_(directions[i]);
            }
        }
    }
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
        means.push_back(encodeItems(net, data, first));
        for (const std::int64_t item : first)
            report.map.push_back(
                { 0, 0, corpus.label(corpus.pieces[static_cast<std::size_t>(data.piece(item))]), false });
        if (split != Split::Train)
            continue;
        std::vector<std::int64_t> some;
        const std::int64_t count = std::min(mostForDirections, data.size());
        for (std::int64_t i = 0; i < count; ++i)
            some.push_back(i * data.size() / count);
        if (some.size() > attributeNames.size())
            learnDirections(net, encodeItems(net, data, some));
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
