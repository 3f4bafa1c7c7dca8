// How long a model that streams takes for one step, and for voices to a melody.
#include "runtime/bench.h"

#include "generators/device.h"
#include "generators/modelfolder.h"
#include "generators/notetokens/notetokensgenerator.h"
#include "music/error.h"
#include "runtime/benchtimes.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace klangraum {

namespace {

using Clock = std::chrono::steady_clock;

// Quarters up and down a scale, in the range of a soprano.
Score melody(int bars)
{
    constexpr int scale[] = { 67, 69, 71, 72, 74, 76, 74, 72, 71, 69 };
    Score score;
    score.voices = { { "Melody", 0, false } };
    for (int quarter = 0; quarter < 4 * bars; ++quarter)
        score.notes.push_back(
            { quarter * 480, 480, scale[static_cast<std::size_t>(quarter) % std::size(scale)], 80, 0 });
    score.length = 4 * bars * 480;
    score.normalise();
    return score;
}

} // namespace

std::vector<BenchmarkResult> benchStream(const BenchSetup &setup)
{
    const auto generator = openModel(setup.model, chooseDevice(setup.compute).device);
    auto *tokens = dynamic_cast<tokens::NoteTokensGenerator *>(generator.get());
    if (!tokens)
        throw Error("bench stream: model '" + generator->description().name +
                    "' does not write note after note; take --model chorale-stream");
    tokens::WriterState state;
    state.seed = setup.seed;
    std::vector<double> steps;
    for (int call = 0; call < setup.calls; ++call) {
        const auto begin = Clock::now();
        tokens->writer().step(state, {});
        steps.push_back(millisecondsSince(begin));
        if (setup.progress)
            setup.progress(0.5 * call / setup.calls);
    }
    std::vector<BenchmarkResult> results{
        { "step p50", quantile(steps, 0.5), "ms", generator->description().name + ", all voices" },
        { "step p99", quantile(steps, 0.99), "ms", "goal: at most 2 ms on two cores" }
    };
    for (const int bars : { 1, 16 }) {
        std::vector<double> times;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            GenerateRequest request;
            request.seed = seed;
            request.melody = melody(bars);
            const auto begin = Clock::now();
            generator->generate(request);
            times.push_back(millisecondsSince(begin));
        }
        results.push_back({ "harmonise " + std::to_string(bars) + (bars == 1 ? " bar" : " bars"), quantile(times, 1),
                            "ms", bars == 1 ? "the worst of ten; goal: at most 100 ms" : "goal: at most 600 ms" });
    }
    return results;
}

} // namespace klangraum
