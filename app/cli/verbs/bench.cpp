#include "runtime/bench.h"

#include "../console.h"
#include "../sound.h"
#include "../verbs.h"
#include "generators/device.h"
#include "generators/modelfolder.h"
#include "music/atomicfile.h"
#include "music/error.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <optional>

namespace klangraum {

namespace {

constexpr const char *kModel = "chorale-vae";

struct BenchArguments
{
    std::vector<std::string> names;
    std::string model = kModel;
    std::filesystem::path corpus;
    std::optional<std::string> json; // the file; empty: standard output
    BenchSetup setup;
};

using Results = std::vector<BenchmarkResult>;

struct Benchmark
{
    const char *name;
    const char *what;
    int threads; // of the network, where nothing else is asked for; 0: one a core
    Results (*run)(const Globals &, const BenchArguments &);
};

BenchmarkResult inTemporaryFolder(const std::function<BenchmarkResult(const std::filesystem::path &)> &run)
{
    std::string name = (std::filesystem::temp_directory_path() / "klangraum-bench-XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw Error("cannot make a temporary folder " + name);
    std::error_code error;
    try {
        const BenchmarkResult result = run(std::filesystem::path(name) / "run");
        std::filesystem::remove_all(name, error);
        return result;
    } catch (...) {
        std::filesystem::remove_all(name, error);
        throw;
    }
}

// In the order in which all of them run.
const Benchmark kBenchmarks[] = {
    { "decode", "one window of the model while the pad is dragged", 1,
      [](const Globals &, const BenchArguments &arguments) { return benchDecode(arguments.setup); } },
    { "stream", "a step of chorale-stream, and voices to a melody (of --model where it is named)", 1,
      [](const Globals &globals, const BenchArguments &arguments) {
          BenchSetup setup = arguments.setup;
          if (arguments.model == kModel)
              setup.model = findModel("chorale-stream", globals.modelPlaces()).folder;
          return benchStream(setup);
      } },
    { "training", "a training step of vae-image, batch 32, dcgan-image, batch 64, and midinet, batch 128", 0,
      [](const Globals &, const BenchArguments &) {
          return Results{ benchTrainingStep(), benchTrainingStep(10, 64, "dcgan-image"),
                          benchTrainingStep(4, 128, "midinet") };
      } },
    { "lstm", "frames a second of training an LSTM of 2 x 256, batch 64, 128 steps", 0,
      [](const Globals &, const BenchArguments &) { return Results{ benchLstmTraining() }; } },
    { "run-reader", "a run of a million events opened", 1,
      [](const Globals &, const BenchArguments &) {
          return Results{ inTemporaryFolder([](const auto &folder) { return benchRunReader(folder); }) };
      } },
    { "telemetry", "the share of a training that its events cost", 1,
      [](const Globals &, const BenchArguments &) {
          return Results{ inTemporaryFolder([](const auto &folder) { return benchTelemetry(folder); }) };
      } },
    { "export", "a WAV file against the length of its music, and the audio callback", 1,
      [](const Globals &globals, const BenchArguments &) { return benchSound(globals.settings()); } },
    { "evaluation", "1,000 samples of two bars compared with 2,000 windows", 2,
      [](const Globals &, const BenchArguments &) { return benchEvaluation(); } },
    { "compose", "electronic pieces against the time they sound", 1,
      [](const Globals &, const BenchArguments &) { return benchCompose(); } },
    { "latent", "an auto-encoder: what it keeps of held-out music (--corpus), its journeys, sliders and times", 1,
      [](const Globals &globals, const BenchArguments &arguments) {
          BenchSetup setup = arguments.setup;
          if (arguments.model == kModel)
              setup.model = findModel("melody-space", globals.modelPlaces()).folder;
          return benchLatent(setup, Corpus::load(arguments.corpus));
      } },
    { "audio", "growing-wgan's 262,144 samples whole and part by part, and the loops of --model where it is named", 2,
      [](const Globals &, const BenchArguments &arguments) {
          BenchSetup setup = arguments.setup;
          if (arguments.model == kModel)
              setup.model.clear();
          return benchAudio(setup);
      } },
    { "quality", "the model's music against a corpus (--corpus)", 1,
      [](const Globals &, const BenchArguments &arguments) {
          return benchQuality(arguments.setup, Corpus::load(arguments.corpus));
      } },
};

bool needsCorpus(const Benchmark &benchmark)
{
    return benchmark.name == std::string("quality") || benchmark.name == std::string("latent");
}

void check(BenchArguments &arguments)
{
    const bool all = arguments.names.empty();
    for (const Benchmark &benchmark : kBenchmarks)
        if (all && (!needsCorpus(benchmark) || !arguments.corpus.empty()))
            arguments.names.push_back(benchmark.name);
    if (all && arguments.corpus.empty())
        printNotice("bench quality and bench latent are left out: they need --corpus FILE");
    for (const Benchmark &benchmark : kBenchmarks)
        if (needsCorpus(benchmark) && arguments.corpus.empty() &&
            std::count(arguments.names.begin(), arguments.names.end(), benchmark.name) > 0)
            throw CLI::ValidationError(benchmark.name, "needs --corpus FILE with training and held-out pieces");
}

nlohmann::json toJson(const Results &results)
{
    auto list = nlohmann::json::array();
    for (const BenchmarkResult &result : results)
        list.push_back({ { "name", result.name },
                         { "value", result.value },
                         { "unit", result.unit },
                         { "threads", result.threads },
                         { "compared-to", result.comparedTo } });
    return list;
}

void bench(const Globals &globals, BenchArguments &arguments)
{
    check(arguments);
    arguments.setup.model = findModel(arguments.model, globals.modelPlaces()).folder;
    arguments.setup.compute = globals.computeDevice();
    ProgressBar bar(globals.quiet);
    Results results;
    for (const Benchmark &benchmark : kBenchmarks) {
        if (std::count(arguments.names.begin(), arguments.names.end(), benchmark.name) == 0)
            continue;
        arguments.setup.progress = [&](double share) { bar.show(share, benchmark.name); };
        arguments.setup.progress(0);
        const int threads = setThreads(globals.computeThreads(benchmark.threads));
        Results found = benchmark.run(globals, arguments);
        for (BenchmarkResult &result : found)
            result.threads = threads;
        results.insert(results.end(), found.begin(), found.end());
    }
    bar.clear();

    const nlohmann::json machine = describeMachine();
    const nlohmann::json document = { { "machine", machine },
                                      { "model", arguments.model },
                                      { "results", toJson(results) } };
    if (arguments.json && !arguments.json->empty())
        writeFileAtomically(*arguments.json, document.dump(2) + "\n");
    if (globals.json || (arguments.json && arguments.json->empty())) {
        printJson(document);
        return;
    }
    Table table({ "BENCHMARK", "VALUE", "UNIT", "THREADS", "" });
    for (const BenchmarkResult &result : results)
        table.add({ result.name, formatNumber(result.value), result.unit, std::to_string(result.threads),
                    result.comparedTo });
    table.add({ "machine", "", "", "",
                machine["processor"].get<std::string>() + ", " + machine["cores"].dump() + " cores, " +
                    machine["blas"].get<std::string>() + ", LibTorch " + machine["libtorch"].get<std::string>() });
    table.print();
}

} // namespace

void addBench(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "bench", "The benchmarks, each with its unit and what it is compared to");
    auto arguments = std::make_shared<BenchArguments>();
    std::vector<std::string> names;
    std::string help = "Which; all by default:";
    for (const Benchmark &benchmark : kBenchmarks) {
        names.emplace_back(benchmark.name);
        help += std::string(" ") + benchmark.name + " (" + benchmark.what + ");";
    }
    verb->add_option("NAME", arguments->names, help)->check(CLI::IsMember(names));
    verb->add_option_function<std::vector<std::string>>(
            "--json",
            [arguments](const std::vector<std::string> &file) { arguments->json = file.empty() ? "" : file.front(); },
            "One JSON document, into FILE where it is given")
        ->expected(0, 1)
        ->type_name("FILE");
    verb->add_option("--model", arguments->model, "Which model decode, stream, latent and quality take")
        ->type_name("MODEL");
    verb->add_option("--corpus", arguments->corpus, "The corpus for quality and latent")->type_name("FILE");
    verb->add_option("--samples", arguments->setup.samples, "Of quality")->check(CLI::Range(1, 100000))->type_name("N");
    verb->add_option("--seed", arguments->setup.seed, "Of quality and decode")->type_name("N");
    verb->callback([&globals, arguments] { bench(globals, *arguments); });
}

} // namespace klangraum
