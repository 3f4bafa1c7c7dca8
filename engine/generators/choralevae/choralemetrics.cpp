#include "generators/choralevae/choralemetrics.h"

#include "generators/choralevae/choraletrainable.h"
#include "music/correlation.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace klangraum::chorale {
namespace {

constexpr double densestShare = 0.99;
constexpr std::size_t encodedAtOnce = 256;

// As it sounds: the piece's own key for windows of the corpus, the drawn one for samples.
struct Extent
{
    std::array<double, 12> pitchClasses{};
    double sounding = 0;
    int lowest = 127;
    int highest = 0;

    void add(const ChoraleWindow &window, int shift)
    {
        for (const std::uint8_t cell : window)
            if (cell < rest) {
                const int pitch = cell + lowestPitch + shift;
                ++pitchClasses[static_cast<std::size_t>((pitch % 12 + 12) % 12)];
                ++sounding;
                lowest = std::min(lowest, pitch);
                highest = std::max(highest, pitch);
            }
    }
};

double uniform(std::uint64_t seed)
{
    return static_cast<double>((seed * 0x9e3779b97f4a7c15ULL) >> 11) * 0x1p-53;
}

} // namespace

std::map<std::string, double> reconstructionMetrics(ChoraleVaeNet &net, const Store &store)
{
    const c10::InferenceMode inference;
    const torch::Device device = net.parameters().front().device();
    OnsetCount onsets;
    double kl = 0;
    double count = 0;
    std::vector<ChoraleWindow> windows;
    for (const Item &item : store.items)
        if (item.natural)
            windows.push_back(item.window);
    for (std::size_t begin = 0; begin < windows.size(); begin += encodedAtOnce) {
        const std::vector<ChoraleWindow> some(
            windows.begin() + static_cast<std::ptrdiff_t>(begin),
            windows.begin() + static_cast<std::ptrdiff_t>(std::min(windows.size(), begin + encodedAtOnce)));
        const LatentPosterior posterior = net.encode(tensorOf(some).to(device));
        const auto estimates = windowsOf(net.decode(posterior.mean).argmax(3));
        for (std::size_t i = 0; i < some.size(); ++i)
            onsets.add(some[i], estimates[i]);
        kl += 0.5 *
            (posterior.mean.square() + posterior.logVariance.exp() - posterior.logVariance - 1).sum().item<double>();
        count += static_cast<double>(some.size());
    }
    if (count == 0)
        return {};
    return { { "onset-f1", onsets.f1() }, { "kl", kl / count } };
}

std::map<std::string, double> sampleMetrics(ChoraleDecoder &decoder, const Store &train, int count)
{
    Extent corpus;
    std::vector<double> densities;
    for (const Item &item : train.items)
        if (item.natural) {
            corpus.add(item.window, -train.versions[static_cast<std::size_t>(item.version)].shift);
            densities.push_back(densityOf(item.window));
        }
    if (densities.empty())
        return {};
    std::sort(densities.begin(), densities.end());
    const double densest =
        densities[static_cast<std::size_t>(densestShare * static_cast<double>(densities.size() - 1))];
    Extent samples;
    double empty = 0;
    double outside = 0;
    double dense = 0;
    for (int i = 0; i < count; ++i) {
        const auto seed = static_cast<std::uint64_t>(i + 1);
        const DecodedWindow decoded = decoder.decode({}, { seed, 0, true, false, decoder.keyOf(seed) }, {});
        Extent one;
        one.add(decoded.window, decoded.shift);
        samples.add(decoded.window, decoded.shift);
        empty += one.sounding > 0 ? 0 : 1;
        outside += one.lowest < corpus.lowest || one.highest > corpus.highest ? 1 : 0;
        dense += densityOf(decoded.window) > densest ? 1 : 0;
    }
    double distance = 0;
    for (std::size_t i = 0; i < 12; ++i)
        distance += 0.5 *
            std::abs(corpus.pitchClasses[i] / std::max(1.0, corpus.sounding) -
                     samples.pitchClasses[i] / std::max(1.0, samples.sounding));
    return { { "samples", count },
             { "samples-empty", empty / count },
             { "samples-out-of-range", outside / count },
             { "samples-too-dense", dense / count },
             { "samples-pitch-class-distance", distance } };
}

std::map<std::string, double> controlMetrics(ChoraleDecoder &decoder, int count)
{
    struct Case
    {
        std::string name;
        std::function<void(Wish &, double)> set;
        std::function<double(const DecodedWindow &)> measure;
    };
    const IntervalTable &intervals = decoder.measures().intervals;
    const std::vector<Case> all{
        { "slider-surprise", [](Wish &wish, double value) { wish.surprise = value; },
          [&](const DecodedWindow &decoded) { return intervals.surpriseOf(decoded.window); } },
        { "slider-density", [](Wish &wish, double value) { wish.density = value; },
          [](const DecodedWindow &decoded) { return densityOf(decoded.window); } },
        { "slider-register", [](Wish &wish, double value) { wish.height = value; },
          [](const DecodedWindow &decoded) { return registerOf(decoded.window) + decoded.shift; } },
        { "axis-x", [](Wish &wish, double value) { wish.x = 2 * value - 1; },
          [](const DecodedWindow &decoded) { return densityOf(decoded.window); } },
        { "axis-y", [](Wish &wish, double value) { wish.y = 2 * value - 1; },
          [](const DecodedWindow &decoded) { return modeOf(decoded.window); } },
    };
    std::map<std::string, double> metrics;
    for (const Case &one : all) {
        std::vector<double> values;
        std::vector<double> measured;
        for (int i = 0; i < count; ++i) {
            const auto seed = static_cast<std::uint64_t>(i + 1);
            Wish wish;
            values.push_back(uniform(seed));
            one.set(wish, values.back());
            measured.push_back(one.measure(decoder.decode(wish, { seed, 0, true, false, decoder.keyOf(seed) }, {})));
        }
        metrics[one.name] = spearman(values, measured);
    }
    return metrics;
}

} // namespace klangraum::chorale
