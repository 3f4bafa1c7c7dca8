// How long networks of sound take: the published growing one whole and part by part, and the loops of a model.
#include "runtime/bench.h"

#include "generators/device.h"
#include "generators/growingwgan/growinggenerator.h"
#include "generators/modelfolder.h"
#include "music/error.h"
#include "runtime/benchtimes.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>

namespace klangraum {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRuns = 7;

// Weights as they are drawn before a training: the time does not depend on them.
void benchPublished(std::vector<BenchmarkResult> &results, const BenchSetup &setup)
{
    const torch::NoGradGuard noGrad;
    torch::manual_seed(setup.seed);
    const auto net = std::make_shared<growing::GrowingNet>(growing::GrowingOptions::fromJson(nlohmann::json::object()));
    net->setStage({ net->options().levels(), 1 });
    net->to(chooseDevice(setup.compute).device);
    growing::GrowingModel model(net);
    const auto frames = net->options().framesOf(net->options().levels());
    std::vector<double> whole, first, parts;
    for (int run = -1; run < kRuns; ++run) {
        const auto draw = [&] { return model.drawn(static_cast<std::uint64_t>(run + 1)).z; };
        auto begin = Clock::now();
        model.prepare(draw(), {})->part(0, frames);
        const double all = millisecondsSince(begin);
        begin = Clock::now();
        const auto loop = model.prepare(draw(), {});
        double soon = 0;
        for (std::int64_t at = 0; at < frames; at += model.partFrames()) {
            loop->part((at + frames / 2) % frames, model.partFrames());
            soon = at == 0 ? millisecondsSince(begin) : soon;
        }
        if (run < 0) // warms up
            continue;
        whole.push_back(all);
        first.push_back(soon);
        parts.push_back(millisecondsSince(begin));
        if (setup.progress)
            setup.progress(0.7 * (run + 1) / kRuns);
    }
    const std::string samples = std::to_string(frames) + " samples";
    results.push_back(
        { "growing-wgan, whole", quantile(whole, 0.5), "ms", samples + "; goal: at most 350 ms on two cores" });
    results.push_back({ "growing-wgan, first part", quantile(first, 0.5), "ms",
                        std::to_string(model.partFrames()) + " samples; goal: at most 120 ms on two cores" });
    results.push_back({ "growing-wgan, all parts", quantile(parts, 0.5), "ms", samples + " streamed" });
}

void benchLoops(std::vector<BenchmarkResult> &results, const BenchSetup &setup)
{
    const auto generator = openModel(setup.model, chooseDevice(setup.compute).device);
    const std::string name = generator->description().name;
    const auto stream = generator->audioStream(setup.seed);
    if (!stream)
        throw Error("bench audio: model '" + name + "' makes no sound; take --model beat-gan");
    std::vector<double> first, whole;
    double seconds = 0;
    for (int call = -3; call < std::min(setup.calls, 50); ++call) {
        Steering steering; // as a finger drags
        for (const Control &control : generator->description().controls)
            if (control.kind == ControlKind::Pad) {
                steering.values[control.name + ".x"] = 0.01 * call;
                steering.values[control.name + ".y"] = -0.01 * call;
            }
        const auto begin = Clock::now();
        const AudioLoop loop = stream->begin(steering, call + 3);
        stream->next();
        const double soon = millisecondsSince(begin);
        while (stream->next()) { }
        seconds = static_cast<double>(loop.frames) / loop.sampleRate;
        if (call < 0)
            continue;
        first.push_back(soon);
        whole.push_back(millisecondsSince(begin));
    }
    std::sort(first.begin(), first.end());
    results.push_back({ name + ", first part p50", quantile(first, 0.5), "ms", "under the playhead, after a gesture" });
    results.push_back({ name + ", first part, slowest", first.back(), "ms", "goal: at most 120 ms" });
    char text[64];
    std::snprintf(text, sizeof text, "%.1f seconds of sound", seconds);
    results.push_back({ name + ", whole loop", quantile(whole, 0.5), "ms", text });
}

} // namespace

std::vector<BenchmarkResult> benchAudio(const BenchSetup &setup)
{
    std::vector<BenchmarkResult> results;
    benchPublished(results, setup);
    if (!setup.model.empty())
        benchLoops(results, setup);
    return results;
}

} // namespace klangraum
