// The figures of an auto-encoder: what it keeps, how its space is used, how journeys go, how long it takes.
#include "runtime/bench.h"

#include "evaluation/comparison.h"
#include "generators/device.h"
#include "generators/family.h"
#include "generators/latent/attributes.h"
#include "generators/latent/latentgenerator.h"
#include "generators/latent/latentmeasures.h"
#include "generators/latent/latentspace.h"
#include "generators/latent/neighbourmap.h"
#include "generators/modelfolder.h"
#include "generators/seeded.h"
#include "music/error.h"
#include "runtime/benchtimes.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace klangraum {

namespace {

using Results = std::vector<BenchmarkResult>;
using Clock = std::chrono::steady_clock;

constexpr int kJourneys = 100;
constexpr int kJourneySteps = 16;
constexpr int kSliderSeeds = 100;
constexpr std::int64_t kCompared = 500; // windows of a set
constexpr std::int64_t kSampledAtOnce = 64;
constexpr std::int64_t kTrainingWindows = 4096; // in which every code of a codebook is looked for
constexpr double kLargestStep = 1.0 / 3; // of the ends' distance

int hamming(const latent::TokenGrid &a, const latent::TokenGrid &b)
{
    int count = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        count += a[i] != b[i] ? 1 : 0;
    return count;
}

double densityOf(const latent::Grammar &grammar, const latent::TokenGrid &grid)
{
    return static_cast<double>(grammar.onsets(grid)) * grammar.stepsPerQuarter / grammar.stepsOf(grid);
}

// Between two held-out windows drawn by the seed, 100 times, in 16 steps.
void travel(Results &results, latent::LatentGenerator &generator, const latent::LatentData &data,
            const std::vector<double> &densities, std::uint64_t seed)
{
    latent::LatentNet &net = generator.net();
    const latent::Grammar &grammar = net.options().grammar;
    const auto [least, most] = std::minmax_element(densities.begin(), densities.end());
    int smooth = 0;
    int outside = 0;
    std::vector<double> largest;
    const auto encode = [&](double chance) {
        const auto item = static_cast<std::int64_t>(chance * static_cast<double>(data.size()));
        return net.posterior(latent::tensorOf({ data.window(item) }, grammar)).mean;
    };
    for (int i = 0; i < kJourneys; ++i) {
        const auto place = static_cast<std::uint64_t>(i);
        const torch::Tensor from = encode(seededUniform(seed, place, 0));
        const torch::Tensor to = encode(seededUniform(seed, place, 1));
        std::vector<latent::TokenGrid> windows;
        for (int step = 0; step < kJourneySteps; ++step) {
            windows.push_back(generator.write(latent::onJourney(net, from, to, kJourneySteps, step, false)).grid);
            const double density = densityOf(grammar, windows.back());
            outside += density < *least || density > *most ? 1 : 0;
        }
        int step = 0;
        for (std::size_t k = 1; k < windows.size(); ++k)
            step = std::max(step, hamming(windows[k - 1], windows[k]));
        const int whole = hamming(windows.front(), windows.back());
        largest.push_back(whole > 0 ? static_cast<double>(step) / whole : 0);
        smooth += largest.back() < kLargestStep ? 1 : 0;
    }
    results.push_back({ "journeys whose largest step is below a third of the way", static_cast<double>(smooth),
                        "of 100", "16 steps, Hamming; goal: at least 90" });
    results.push_back({ "largest step, median", quantile(largest, 0.5), "of the ends' distance", "" });
    results.push_back(
        { "steps outside the corpus's range of density", static_cast<double>(outside), "of 1600", "goal: none" });
}

// Moved by an interval drawn by the seed, as the network sees them while it learns.
std::vector<Score> scoresOf(const latent::LatentData &data, const latent::LatentOptions &options, std::uint64_t seed)
{
    std::vector<Score> scores;
    const std::int64_t count = std::min(kCompared, data.size());
    for (std::int64_t i = 0; i < count; ++i) {
        latent::TokenGrid grid = data.window(i * data.size() / count);
        const double chance = seededUniform(seed, static_cast<std::uint64_t>(i), 7);
        options.grammar.move(grid,
                             static_cast<int>(std::floor((2 * chance - 1) * static_cast<double>(options.transpose))));
        scores.push_back(options.grammar.decode(grid, 100));
    }
    return scores;
}

// One of the nine that Yang and Lerch compare; a goal is set for these.
bool isOfTheNine(const Feature &feature)
{
    return feature.source.starts_with("Yang and Lerch") && feature.kind != FeatureKind::Bars;
}

// Samples of the prior against held-out windows, and training windows against the same, as the network reads them.
void comparePrior(Results &results, latent::LatentNet &net, const latent::LatentData &training,
                  const latent::LatentData &heldOut, std::uint64_t seed)
{
    const latent::Grammar &grammar = net.options().grammar;
    const std::vector<Score> held = scoresOf(heldOut, net.options(), seed);
    const std::vector<Score> real = scoresOf(training, net.options(), seed + 1);
    std::vector<Score> made;
    at::Generator random = at::detail::createCPUGenerator(seed);
    while (made.size() < real.size()) {
        const torch::Tensor z = net.prior(kSampledAtOnce, net.options().priorTemperature, random);
        for (const latent::TokenGrid &grid : latent::gridsOf(net.draw(z, 0, {}).tokens))
            made.push_back(grammar.decode(grid, 100));
    }
    made.resize(real.size());
    const Comparison ours = compareSets(made, held);
    const Comparison theirs = compareSets(real, held);
    double worst = 0;
    double worstOfNine = 0;
    for (std::size_t i = 0; i < ours.features.size(); ++i) {
        const double sampled = ours.features[i].samplesInter.commonGrid.overlap;
        const double given = theirs.features[i].samplesInter.commonGrid.overlap;
        if (!std::isfinite(sampled) || !std::isfinite(given))
            continue;
        worst = std::max(worst, given - sampled);
        if (isOfTheNine(*ours.features[i].feature))
            worstOfNine = std::max(worstOfNine, given - sampled);
        char text[64];
        std::snprintf(text, sizeof text, "training windows: %.3f", given);
        results.push_back({ "overlap, " + std::string(ours.features[i].feature->name), sampled, "of 1", text });
    }
    results.push_back({ "overlap short of training windows, worst of the nine", worstOfNine, "of 1",
                        std::to_string(made.size()) + " samples of the prior, " + std::to_string(held.size()) +
                            " held-out windows; goal: at most 0.05" });
    results.push_back({ "overlap short of training windows, worst of all", worst, "of 1", "" });
}

void time(Results &results, latent::LatentGenerator &generator, const BenchSetup &setup)
{
    latent::LatentNet &net = generator.net();
    std::vector<double> decode;
    std::vector<double> interpolate;
    for (int call = -10; call < setup.calls; ++call) {
        const torch::Tensor a = latent::fromPrior(net, setup.seed, static_cast<std::uint64_t>(call + 10));
        auto begin = Clock::now();
        generator.write(a, true);
        if (call >= 0)
            decode.push_back(millisecondsSince(begin));
        if (call < 0 || call % 4 != 0)
            continue;
        const torch::Tensor b = latent::fromPrior(net, setup.seed + 1, static_cast<std::uint64_t>(call));
        begin = Clock::now();
        std::vector<torch::Tensor> way;
        for (int step = 0; step < 8; ++step)
            way.push_back(net.quantiser() ? (step < 4 ? a : b) : latent::onJourney(net, a, b, 8, step, false));
        const c10::InferenceMode inference;
        latent::gridsOf(net.draw(torch::cat(way), 0, {}).tokens);
        interpolate.push_back(millisecondsSince(begin));
    }
    results.push_back({ "decode p50", quantile(decode, 0.5), "ms", "one window, with its probabilities" });
    results.push_back({ "decode p99", quantile(decode, 0.99), "ms", "goal: at most 5 ms on two cores" });
    results.push_back({ "interpolation of 8 windows p99", quantile(interpolate, 0.99), "ms", "goal: at most 16.7 ms" });
}

} // namespace

std::vector<BenchmarkResult> benchLatent(const BenchSetup &setup, const Corpus &corpus)
{
    const auto generator = openModel(setup.model, chooseDevice(setup.compute).device);
    auto *space = dynamic_cast<latent::LatentGenerator *>(generator.get());
    if (!space)
        throw Error("bench latent: model '" + generator->description().name +
                    "' is no auto-encoder of this kind; take --model melody-space");
    const c10::InferenceMode inference;
    latent::LatentNet &net = space->net();
    const latent::LatentOptions &options = net.options();
    const Split heldOut = corpus.split(Split::Test).empty() ? Split::Valid : Split::Test;
    const latent::LatentData data(corpus, heldOut, options);
    if (data.size() == 0)
        throw Error("bench latent: the " + std::string(splitName(heldOut)) + " split of '" + corpus.name +
                    "' gives no window that the model reads; import it with --split 80,10,10 or folders");
    const auto report = [&](double share) {
        if (setup.progress)
            setup.progress(share);
    };
    Results results;
    const std::string of = std::to_string(data.size()) + " windows of the " + splitName(heldOut) + " split";
    for (const auto &[name, value] : latent::measureLatent(net, data, 0, setup.seed))
        results.push_back({ name, value, "", of });
    report(0.4);
    const latent::LatentData training(corpus, Split::Train, options);
    if (training.size() > 0)
        comparePrior(results, net, training, data, setup.seed);
    if (net.quantiser() && training.size() > 0) { // held-out music is too little to use every code
        const auto measured = latent::measureLatent(net, training, kTrainingWindows, setup.seed);
        for (const char *name : { "codebook/perplexity", "codebook/dead", "note-f1", "note-f1-one-code" })
            results.push_back({ std::string("training windows: ") + name, measured.at(name), "",
                                std::to_string(std::min(kTrainingWindows, training.size())) + " windows" });
    }
    report(0.6);
    if (!net.quantiser()) {
        std::vector<double> densities;
        for (std::int64_t item = 0; item < training.size(); ++item)
            densities.push_back(densityOf(options.grammar, training.window(item)));
        if (!densities.empty())
            travel(results, *space, data, densities, setup.seed);
        report(0.7);
        const std::int64_t anchors = net.space()->anchorCount();
        const torch::Tensor places = net.space()->places.narrow(0, 0, anchors);
        results.push_back({ "map trustworthiness",
                            latent::trustworthiness(net.space()->anchors.narrow(0, 0, anchors), places), "",
                            std::to_string(anchors) + " pieces, 12 neighbours" });
        for (const auto &[name, value] : latent::measureSliders(net, kSliderSeeds, setup.seed))
            results.push_back({ name, value, "rank correlation", "100 points of the prior" });
    }
    report(0.9);
    time(results, *space, setup);
    return results;
}

} // namespace klangraum
