#include "evaluation/evaluate.h"

#include "../console.h"
#include "../interrupt.h"
#include "../samples.h"
#include "../soundevaluation.h"
#include "../verbs.h"
#include "music/atomicfile.h"
#include "music/error.h"

#include <torch/version.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <optional>

namespace klangraum {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t soundSamples = 200; // where none are said: a second of sound takes longer than a bar of notes
constexpr std::size_t soundWindows = 500;

struct EvaluateArguments
{
    SampleRequest samples;
    fs::path corpus, out;
    std::string split;
    std::size_t windows = 2000;
    bool counted = false; // how many samples was said
};

Split splitOf(const Corpus &corpus, const std::string &name)
{
    for (const Split split : { Split::Train, Split::Valid, Split::Test }) {
        if (name == splitName(split))
            return split;
    }
    const auto empty = [&](Split split) { return corpus.split(split).empty() && corpus.audioSplit(split).empty(); };
    if (empty(Split::Test) && !empty(Split::Valid)) {
        printNotice("the corpus has no test split: compared with its validation split");
        return Split::Valid;
    }
    return Split::Test;
}

// Of the longest sample; that is the length of all of them, but for what a family rounds.
double quartersOf(const std::vector<Score> &samples)
{
    double longest = 0;
    for (const Score &score : samples)
        longest = std::max(longest, static_cast<double>(score.length) / score.ticksPerQuarter);
    return longest;
}

std::string now()
{
    const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    char text[32];
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

// The folder, made before the work so that it is not done for nothing, and gone again where nothing came of it.
class ReportFolder
{
public:
    explicit ReportFolder(const fs::path &folder)
        : m_folder(folder)
    {
        std::error_code problem;
        m_made = fs::create_directories(folder, problem);
        if (problem || !fs::is_directory(folder))
            throw Error("--out " + folder.string() + ": the folder cannot be made" +
                        (problem ? ": " + problem.message() : "; there is a file of that name"));
    }
    ~ReportFolder()
    {
        std::error_code ignored;
        if (m_made)
            fs::remove(m_folder, ignored); // only where it is empty
    }
    ReportFolder(const ReportFolder &) = delete;
    ReportFolder &operator=(const ReportFolder &) = delete;

private:
    fs::path m_folder;
    bool m_made = false;
};

void print(const nlohmann::json &report, const fs::path &out)
{
    const auto number = [](const nlohmann::json &value) {
        return value.is_number() ? formatNumber(value.get<double>()) : std::string("-");
    };
    Table table({ "FEATURE", "UNIT", "SAMPLES", "REFERENCE", "INTRA SAMPLES", "INTER", "OVERLAP", "KL" });
    for (const auto &feature : report["features"]) {
        const auto &samples = feature["samples"];
        const auto &agreement = feature["agreement"]["samples-inter"];
        const auto mean = [&](const nlohmann::json &set) {
            return number(set.is_object() ? set.value("mean", nlohmann::json()) : set);
        };
        const bool known = agreement.is_object();
        table.add({ feature["name"], feature["unit"], mean(samples), mean(feature["reference"]), mean(samples["intra"]),
                    mean(feature["inter"]), known ? number(agreement["common-grid"]["overlap"]) : "-",
                    known ? number(agreement["common-grid"]["kl-forward"]) : "-" });
    }
    if (const auto &copies = report["copies"]; copies.is_object())
        table.add(
            { "longest copies, mean", "beats", number(copies["samples"]["mean"]), number(copies["held-out"]["mean"]) });
    table.add({ "report", "", (out / "report.html").string() });
    table.print();
}

void evaluateAndReport(const Globals &globals, EvaluateArguments &arguments)
{
    const Corpus corpus = Corpus::load(arguments.corpus);
    EvaluationSetup setup;
    setup.split = splitOf(corpus, arguments.split);
    setup.seed = arguments.samples.seed;
    setup.mostWindows = arguments.windows;
    setup.threads = globals.computeThreads(2);
    const ReportFolder folder(arguments.out);
    if (corpus.isAudio()) {
        if (!arguments.counted)
            arguments.samples.count = std::min(arguments.samples.count, soundSamples);
        evaluateSoundOf(globals, arguments.samples, corpus, setup.split, std::min(arguments.windows, soundWindows),
                        arguments.out);
        return;
    }

    ProgressBar bar(globals.quiet);
    const Interrupt interrupt;
    arguments.samples.progress = [&](double share) {
        bar.show(0.6 * share, "samples");
        return !interrupt.requested();
    };
    SampleSet samples = takeSamples(globals, arguments.samples);
    setup.quarters = samples.wholePieces ? 0 : quartersOf(samples.scores);
    setup.progress = [&](double share) {
        bar.show(0.6 + 0.4 * share, "comparing");
        return !interrupt.requested();
    };
    EvaluationReport report = evaluate(samples.scores, corpus, setup);
    samples.about["compared"] = samples.scores.size();
    report.about["samples"] = samples.about;
    report.about["reference"]["file"] = fs::absolute(arguments.corpus).filename().string();
    report.about["made-by"] = "klangraum " KLANGRAUM_VERSION ", LibTorch " TORCH_VERSION;
    report.about["made-at"] = now();
    report.about["threads"] = setup.threads;
    const nlohmann::json document = reportJson(report);
    writeFileAtomically(arguments.out / "report.json",
                        document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    writeFileAtomically(arguments.out / "report.html", reportHtml(document));
    bar.clear();
    if (globals.json)
        printJson(document);
    else
        print(document, arguments.out);
}

} // namespace

void addEvaluate(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "evaluate", "Compare samples with a corpus: report.json and report.html");
    auto arguments = std::make_shared<EvaluateArguments>();
    verb->add_option(
            "SAMPLES", arguments->samples.source,
            "A model, a run folder (its best checkpoint), a folder of .mid files or a corpus file; against a corpus of "
            "sound: a model of sound, a folder of sound files or such a corpus")
        ->required();
    verb->add_option("--corpus", arguments->corpus, "What to compare with")->required()->type_name("CORPUS");
    verb->add_option("--split", arguments->split, "Of the corpus; test, or valid where there is no test split")
        ->check(CLI::IsMember({ "train", "valid", "test" }))
        ->type_name("NAME");
    auto *samples = verb->add_option("--samples", arguments->samples.count,
                                     "How many; of a folder or corpus at most so many; of sound 200 where not said")
                        ->check(CLI::Range(1, 20000))
                        ->capture_default_str()
                        ->type_name("N");
    verb->add_option("--windows", arguments->windows, "Most windows of the corpus; more are drawn by the seed")
        ->check(CLI::Range(1, 20000))
        ->capture_default_str()
        ->type_name("N");
    verb->add_option("--bars", arguments->samples.bars,
                     "Pieces of that length; by default a model's own windows, whole pieces of a folder or corpus")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
    verb->add_option("--seed", arguments->samples.seed, "The same seed gives the same report")->type_name("N");
    verb->add_option("--out", arguments->out, "Folder of the report")->required()->type_name("DIR");
    verb->callback([&globals, arguments, samples] {
        arguments->counted = samples->count() > 0;
        evaluateAndReport(globals, *arguments);
    });
}

} // namespace klangraum
