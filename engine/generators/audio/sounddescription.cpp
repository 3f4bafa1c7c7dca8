#include "generators/audio/sounddescription.h"

#include "generators/latent/directions.h"
#include "generators/latent/neighbourmap.h"
#include "generators/seeded.h"
#include "generators/stagecontrols.h"
#include "music/correlation.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum::audio {
namespace {

constexpr double around =
    0.7; // deviations: how far the points lie that directions are learned from, beside the anchors
constexpr double farthest = 2.5; // deviations: how far a fader moves; as soundgenerator.cpp
constexpr std::uint64_t directionSeed = 1;
constexpr auto descriptors = static_cast<std::int64_t>(descriptorNames.size());

// One unit of each fader is one deviation of its descriptor.
Control faderOf(std::size_t descriptor)
{
    const auto named = [](const char *name, Text label, Text help, const char *texture, std::vector<Text> words) {
        Control control;
        control.name = name;
        control.label = std::move(label);
        control.help = std::move(help);
        control.texture = texture;
        control.words = std::move(words);
        return control;
    };
    switch (descriptor) {
    case 0:
        return named("kick", { "Kick", "Bassdrum" },
                     { "How hard the bass drum strikes.", "Wie hart die Bassdrum schlägt." }, "strokes",
                     { { "gone", "fort" },
                       { "soft", "weich" },
                       { "medium", "mittel" },
                       { "hard", "hart" },
                       { "heavy", "schwer" } });
    case 1:
        return named("brightness", { "Brightness", "Helligkeit" },
                     { "How many high frequencies there are.", "Wie viele hohe Frequenzen es gibt." }, "waves",
                     { { "dark", "dunkel" },
                       { "dim", "matt" },
                       { "medium", "mittel" },
                       { "bright", "hell" },
                       { "glaring", "grell" } });
    case 2:
        return densityFader({ "How many strokes a beat brings.", "Wie viele Schläge ein Takt bringt." });
    default:
        return named("bass", { "Bass", "Bass" }, { "How much there is below.", "Wie viel unten liegt." }, "memory",
                     { { "thin", "dünn" },
                       { "light", "leicht" },
                       { "medium", "mittel" },
                       { "full", "voll" },
                       { "deep", "tief" } });
    }
}

Descriptors descriptorsOf(SoundModel &model, const torch::Tensor &z, const SoundWish &wish)
{
    const auto loop = model.prepare(z.unsqueeze(0), wish);
    const torch::Tensor sound = loop->part(0, static_cast<std::int64_t>(loop->loop().frames));
    return describeSound(sound, loop->loop().sampleRate);
}

void placeAnchors(SoundSpace &space, const std::vector<Anchor> &anchors, SpaceFacts &facts)
{
    const auto n = static_cast<std::int64_t>(anchors.size());
    std::vector<torch::Tensor> rows;
    for (const Anchor &anchor : anchors)
        rows.push_back(anchor.z);
    const torch::Tensor all = torch::stack(rows);
    space.mean.copy_(all.mean(0));
    space.scale.copy_(n > 1 ? all.std(0, false).clamp_min(1e-3) : torch::ones_like(space.scale));
    const torch::Tensor standard = ((all - space.mean) / space.scale).to(torch::kCPU, torch::kFloat64);
    const torch::Tensor places = latent::neighbourMap(standard);
    space.anchors.zero_();
    space.anchorFacts.zero_();
    space.places.zero_();
    space.anchors.narrow(0, 0, n).copy_(all);
    space.places.narrow(0, 0, n).copy_(places);
    space.count.fill_(static_cast<double>(n));
    for (std::int64_t i = 0; i < n; ++i) {
        const Anchor &anchor = anchors[static_cast<std::size_t>(i)];
        for (std::size_t k = 0; k < anchor.wish.styles.size(); ++k)
            space.anchorFacts[i][static_cast<std::int64_t>(k)].fill_(anchor.wish.styles[k]);
        facts.map.push_back({ places[i][0].item<float>(), places[i][1].item<float>(), anchor.label, false });
    }
    chooseLandmarks(facts.map);
    facts.metrics["map-trustworthiness"] = latent::trustworthiness(standard, places);
}

// The direction of each descriptor, one deviation of it among the anchors long: [descriptors, dimensions]. Learned from
// pairs, so that what tells one anchor from another does not blur it.
torch::Tensor waysOf(SoundModel &model, const std::vector<Anchor> &anchors, std::int64_t sounds)
{
    at::Generator random = at::detail::createCPUGenerator(directionSeed);
    std::vector<torch::Tensor> steps;
    torch::Tensor changes = torch::zeros({ sounds, descriptors }, torch::kFloat64);
    torch::Tensor values = torch::zeros({ sounds, descriptors }, torch::kFloat64);
    for (std::int64_t i = 0; i < sounds; ++i) {
        const Anchor &anchor = anchors[static_cast<std::size_t>(i) % anchors.size()];
        const torch::Tensor step =
            around * torch::randn(anchor.z.sizes(), random).to(anchor.z.device()) * model.space().scale;
        steps.push_back(2 * step);
        const Descriptors here = descriptorsOf(model, anchor.z + step, anchor.wish);
        const Descriptors there = descriptorsOf(model, anchor.z - step, anchor.wish);
        for (std::int64_t k = 0; k < descriptors; ++k) {
            const auto which = static_cast<std::size_t>(k);
            changes[i][k] = here[which] - there[which];
            values[i][k] = 0.5 * (here[which] + there[which]);
        }
    }
    return latent::directionsOfPairs(torch::stack(steps).to(torch::kCPU, torch::kFloat64), changes,
                                     values.std(0, false))
        .to(torch::kFloat32);
}

// Each candidate takes the name of the descriptor that it moves most, where no other has it yet.
void nameDirections(SoundModel &model, const torch::Tensor &candidates, const std::vector<Anchor> &anchors,
                    std::int64_t sounds, SpaceFacts &facts)
{
    SoundSpace &space = model.space();
    space.directions.zero_();
    std::int64_t kept = 0;
    std::array<bool, descriptors> taken{};
    for (std::int64_t candidate = 0; candidate < candidates.size(0); ++candidate) {
        const torch::Tensor direction = candidates[candidate].to(space.mean.device());
        if (!direction.isfinite().all().item<bool>())
            continue;
        std::vector<double> positions;
        std::array<std::vector<double>, descriptors> values;
        for (std::int64_t i = 0; i < sounds; ++i) {
            const auto place = static_cast<std::uint64_t>(i);
            const Anchor &anchor = anchors[(place * 7 + 3) % anchors.size()];
            positions.push_back(seededUniform(directionSeed, place, static_cast<std::uint64_t>(candidate)));
            const Descriptors found =
                descriptorsOf(model, anchor.z + direction * (2 * farthest * (positions.back() - 0.5)), anchor.wish);
            for (std::size_t k = 0; k < found.size(); ++k)
                values[k].push_back(found[k]);
        }
        std::size_t best = 0;
        double most = 0;
        for (std::size_t k = 0; k < values.size(); ++k) {
            const double correlation = spearman(positions, values[k]);
            if (!taken[k] && std::abs(correlation) > std::abs(most)) {
                most = correlation;
                best = k;
            }
        }
        if (std::abs(most) < axisCorrelation || kept == mostDirections)
            continue;
        taken[best] = true;
        space.directions[kept++].copy_(most > 0 ? direction : -direction);
        facts.faders.push_back(faderOf(best));
        facts.metrics[std::string("slider-") + descriptorNames[best]] = std::abs(most);
    }
}

} // namespace

SpaceFacts fillSpace(SoundModel &model, std::vector<Anchor> anchors, std::int64_t sounds)
{
    const torch::NoGradGuard noGrad;
    if (anchors.empty())
        throw Error("no loop of the corpus can be read by this model, to draw its map from");
    if (static_cast<std::int64_t>(anchors.size()) > mostPlaces) {
        std::vector<Anchor> fewer;
        for (std::size_t i = 0; i < static_cast<std::size_t>(mostPlaces); ++i)
            fewer.push_back(anchors[i * anchors.size() / static_cast<std::size_t>(mostPlaces)]);
        anchors = std::move(fewer);
    }
    SpaceFacts facts;
    placeAnchors(model.space(), anchors, facts);

    const torch::Tensor candidates = waysOf(model, anchors, sounds);
    nameDirections(model, candidates, anchors, sounds, facts);
    return facts;
}

SpaceFacts fillDirections(SoundModel &model, const torch::Tensor &candidates, const std::vector<Anchor> &anchors,
                          std::int64_t sounds)
{
    const torch::NoGradGuard noGrad;
    SpaceFacts facts;
    nameDirections(model, candidates, anchors, sounds, facts);
    return facts;
}

} // namespace klangraum::audio
