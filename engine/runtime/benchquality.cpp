#include "corpus/windows.h"
#include "evaluation/bounds.h"
#include "evaluation/copyaudit.h"
#include "evaluation/pitchclasses.h"
#include "evaluation/surprise.h"
#include "generators/family.h"
#include "generators/modelfolder.h"
#include "music/atomicfile.h"
#include "music/correlation.h"
#include "music/error.h"
#include "music/statistics.h"
#include "runtime/bench.h"

#include <algorithm>
#include <optional>
#include <random>

namespace klangraum {

namespace {

constexpr int kSliderBars = 8; // of a piece whose statistic is taken
constexpr int kPieceBars = 16; // of a piece that is searched for copies
constexpr int kPieces = 100;

using Results = std::vector<BenchmarkResult>;

std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

// The model as the trainer sees it: the module with the packaged weights.
std::unique_ptr<Trainable> openTrainable(const std::filesystem::path &folder)
{
    const auto json = nlohmann::json::parse(readText(folder / "model.json"));
    auto trainable = family(json.at("family").get<std::string>()).makeTrainable(json.at("model"));
    loadInto(*trainable->module(), folder / "weights.safetensors");
    trainable->module()->eval();
    return trainable;
}

// Every number that the family takes of held-out windows (note F1 and the like).
void reconstruct(Results &results, Trainable &trainable, const Corpus &corpus, Split split)
{
    const auto data = trainable.data(corpus, split);
    if (data->size() == 0)
        throw Error("bench quality: the " + std::string(splitName(split)) + " split of '" + corpus.name +
                    "' gives no window; import it with --split 80,10,10 or folders");
    StepContext context;
    context.training = false;
    context.progress = 1;
    context.random = at::detail::createCPUGenerator(1);
    for (const auto &[name, value] : trainable.validate(*data, context))
        results.push_back({ "reconstruction " + name, value, "",
                            std::to_string(data->size()) + " windows of the " + splitName(split) + " split" });
}

std::vector<Score> scoresOf(const std::vector<CorpusWindow> &windows)
{
    std::vector<Score> scores;
    for (const CorpusWindow &window : windows)
        if (window.transpose == 0)
            scores.push_back(window.score());
    return scores;
}

std::vector<WindowExtent> extentsOf(const std::vector<Score> &scores)
{
    std::vector<WindowExtent> extents;
    for (const Score &score : scores)
        extents.push_back(extentOf(score));
    return extents;
}

std::vector<Frames> framesOfAll(const std::vector<Score> &scores)
{
    std::vector<Frames> frames;
    for (const Score &score : scores)
        frames.push_back(framesOf(score));
    return frames;
}

void comparePrior(Results &results, const std::vector<Score> &samples, const std::vector<Score> &training)
{
    const BoundsReport report = CorpusBounds::fit(extentsOf(training)).check(extentsOf(samples));
    const std::string of = "of " + std::to_string(report.samples) + " samples from the prior; goal: ";
    results.push_back({ "prior empty", static_cast<double>(report.empty), "samples", of + "none" });
    results.push_back({ "prior out of range or too dense", static_cast<double>(report.outside), "samples",
                        of + "at most 1 in 100 (" + std::to_string(report.outsideRange) + " out of range, " +
                            std::to_string(report.tooDense) + " too dense)" });
    PitchClassHistogram made;
    PitchClassHistogram given;
    for (const Score &score : samples)
        made.add(score);
    for (const Score &score : training)
        given.add(score);
    results.push_back({ "prior pitch-class distance", totalVariation(made.shares(), given.shares()), "total variation",
                        "to the training split; goal: at most 0.1" });
}

void compareCopies(Results &results, const std::string &what, const CopyIndex &index, const std::vector<Score> &made,
                   const std::vector<Score> &heldOut)
{
    const CopyAudit ours = auditCopies(index, framesOfAll(made));
    const CopyAudit theirs = auditCopies(index, framesOfAll(heldOut));
    const auto add = [&](const std::string &name, double value, double other) {
        results.push_back({ "copies, " + what + ", " + name, value, "quarters",
                            "held-out music: " + number(other) + "; goal: no longer" });
    };
    add("mean", ours.mean, theirs.mean);
    add("95th percentile", ours.percentile95, theirs.percentile95);
    add("longest", ours.longest, theirs.longest);
}

// The statistic that a control names; empty where it names none that can be counted in notes.
std::optional<double> statistic(const std::string &control, const Score &score, const SurpriseModel &surprise)
{
    if (control == "surprise")
        return surprise.of(score).bits;
    if (control == "density")
        return statisticsOf(score).notesPerQuarter;
    if (control == "register")
        return statisticsOf(score).meanPitch;
    return {};
}

void moveSliders(Results &results, Generator &generator, const BenchSetup &setup, const SurpriseModel &surprise,
                 const std::function<void(double)> &progress)
{
    const auto &controls = generator.description().controls;
    double done = 0;
    for (const Control &control : controls) {
        if (control.kind != ControlKind::Slider || !statistic(control.name, Score(), surprise))
            continue;
        std::mt19937_64 random(setup.seed);
        std::vector<double> positions;
        std::vector<double> found;
        for (int i = 0; i < setup.sliderSeeds; ++i) {
            GenerateRequest request;
            request.seed = setup.seed + static_cast<std::uint64_t>(i);
            request.bars = kSliderBars;
            const double position =
                control.minimum + (control.maximum - control.minimum) * static_cast<double>(random() >> 11) * 0x1p-53;
            request.steering.values[control.name] = position;
            const Piece piece = generator.generate(request);
            positions.push_back(position);
            found.push_back(*statistic(control.name, std::get<Score>(piece), surprise));
            progress((done + static_cast<double>(i) / setup.sliderSeeds) / static_cast<double>(controls.size()));
        }
        results.push_back(
            { "slider " + control.name, spearman(positions, found), "rank correlation",
              std::to_string(setup.sliderSeeds) + " seeds, each at another position; goal: at least 0.5" });
        ++done;
    }
}

} // namespace

std::vector<BenchmarkResult> benchQuality(const BenchSetup &setup, const Corpus &corpus)
{
    const auto report = [&](double share) {
        if (setup.progress)
            setup.progress(share);
    };
    const torch::NoGradGuard noGrad;
    const auto generator = openModel(setup.model, torch::kCPU);
    const auto trainable = openTrainable(setup.model);
    const Split heldOut = corpus.split(Split::Test).empty() ? Split::Valid : Split::Test;
    Results results;
    reconstruct(results, *trainable, corpus, heldOut);
    report(0.2);

    const std::vector<Score> samples = trainable->sample(setup.samples, setup.seed);
    WindowOptions windows;
    windows.onBars = true;
    if (!samples.empty())
        windows.quarters = static_cast<double>(samples.front().length) / samples.front().ticksPerQuarter;
    const std::vector<Score> training = scoresOf(cutWindows(corpus, Split::Train, windows));
    comparePrior(results, samples, training);
    report(0.4);

    std::vector<Frames> pieces;
    for (const CorpusPiece *piece : corpus.split(Split::Train))
        pieces.push_back(framesOf(piece->score));
    const CopyIndex index(pieces);
    compareCopies(results, "samples from the prior", index, samples, scoresOf(cutWindows(corpus, heldOut, windows)));
    std::vector<Score> made;
    for (int i = 0; i < kPieces; ++i) {
        GenerateRequest request;
        request.seed = setup.seed + static_cast<std::uint64_t>(i);
        request.bars = kPieceBars;
        made.push_back(std::get<Score>(generator->generate(request)));
        report(0.5 + 0.2 * i / kPieces);
    }
    windows.quarters = 4.0 * kPieceBars;
    windows.hop = windows.quarters;
    windows.leastFilled = 0.75;
    compareCopies(results, "pieces of 16 bars", index, made, scoresOf(cutWindows(corpus, heldOut, windows)));

    moveSliders(results, *generator, setup, SurpriseModel::fit(corpus),
                [&](double share) { report(0.7 + 0.3 * share); });
    return results;
}

} // namespace klangraum
