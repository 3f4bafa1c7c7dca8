#include "training/benchmarks.h"

#include "generators/family.h"
#include "training/heap.h"
#include "training/optimizers.h"

#include "music/error.h"
#include "training/runfolder.h"
#include "training/runreader.h"
#include "training/trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <numeric>
#include <random>

namespace klangraum {

namespace {

double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

} // namespace

BenchmarkResult benchLstmTraining(int steps, int layers, int hidden, int batch, int frames)
{
    constexpr int keys = 88;
    keepFreedMemory();
    torch::manual_seed(1);
    torch::nn::LSTM lstm(torch::nn::LSTMOptions(keys, hidden).num_layers(layers).batch_first(true));
    torch::nn::Linear out(hidden, keys);
    std::vector<torch::Tensor> parameters = lstm->parameters();
    for (const torch::Tensor &parameter : out->parameters())
        parameters.push_back(parameter);
    torch::optim::Adam optimizer(parameters, 1e-3);
    const torch::Tensor roll = (torch::rand({ batch, frames + 1, keys }) < 0.05).to(torch::kFloat32);
    const torch::Tensor x = roll.narrow(1, 0, frames);
    const torch::Tensor target = roll.narrow(1, 1, frames);
    std::vector<double> seconds;
    for (int step = 0; step < steps + 2; ++step) { // two to warm up
        const auto begin = std::chrono::steady_clock::now();
        optimizer.zero_grad();
        const torch::Tensor logits = out(std::get<0>(lstm(x)));
        torch::binary_cross_entropy_with_logits(logits, target).backward();
        optimizer.step();
        if (step >= 2)
            seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return { "lstm-training", batch * frames / medianOf(seconds), "frames/s",
             "LSTM of 2 x 256, batch 64, 128 steps; goal: at least 25,000 on two cores with AVX-512" };
}

BenchmarkResult benchTrainingStep(int steps, int batch, const std::string &familyName)
{
    keepFreedMemory();
    torch::manual_seed(1);
    const Corpus corpus = Corpus::embedded();
    const auto trainable = family(familyName).makeTrainable(nlohmann::json::object());
    const auto data = trainable->data(corpus, Split::Train);
    StepContext context;
    context.random = at::detail::createCPUGenerator(1);
    const std::vector<Update> updates = trainable->updates(context);
    std::vector<std::unique_ptr<torch::optim::Optimizer>> optimizers;
    for (const Update &update : updates)
        optimizers.push_back(makeOptimizer({}, update.parameters));
    std::vector<std::int64_t> items(static_cast<std::size_t>(batch));
    std::vector<double> seconds;
    std::int64_t next = 0;
    for (int step = 0; step < steps + 2; ++step) { // two to warm up
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < updates.size(); ++i) {
            for (std::int64_t &item : items)
                item = next++ % data->size();
            clearGradients(*trainable->module());
            const Losses losses = trainable->losses(updates[i].name, data->batch(items, context), context);
            losses.total.backward();
            optimizers[i]->step();
            trainable->afterUpdate(updates[i].name, context);
        }
        if (step >= 2)
            seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return { familyName == "vae-image" ? "training-step" : familyName + "-step", medianOf(seconds), "s",
             "the same network in Python's PyTorch: tests/benchmarks/compare_training_step.py" };
}

BenchmarkResult benchRunReader(const std::filesystem::path &folder, int events)
{
    const RunFolder run = RunFolder::create(
        folder,
        { { "recipe", { { "name", "bench" }, { "family", "none" }, { "training", { { "epochs", 200 } } } } },
          { "corpus", { { "name", "none" } } } });
    {
        std::ofstream log(run.events());
        std::mt19937 random(1);
        const auto real = [&random] { return std::ldexp(static_cast<double>(random()), -30); };
        for (int step = 1; step <= events; ++step) {
            log << nlohmann::json({ { "type", "step" },
                                    { "step", step },
                                    { "epoch", step / 5000 },
                                    { "time", 1.7e9 + 0.01 * step + 1e-3 * real() },
                                    { "elapsed", 0.01 * step + 1e-3 * real() },
                                    { "train/loss", real() },
                                    { "train/reconstruction", real() },
                                    { "train/kl", real() },
                                    { "learning-rate", real() },
                                    { "gradient-norm", real() },
                                    { "steps-per-second", real() },
                                    { "seconds-left", real() } })
                       .dump()
                << '\n';
        }
    }
    std::vector<double> seconds;
    for (int i = 0; i < 5; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        RunReader reader(folder);
        reader.update();
        if (reader.steps().size() != static_cast<std::size_t>(events))
            throw Error(folder.string() + ": " + std::to_string(reader.steps().size()) + " events read, expected " +
                        std::to_string(events));
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    std::sort(seconds.begin(), seconds.end());
    return { "run-reader", seconds[seconds.size() / 2], "s",
             "a run of " + std::to_string(events) + " events opened; goal: under 1 s" };
}

BenchmarkResult benchTelemetry(const std::filesystem::path &folder, int steps, int batch)
{
    TrainOptions options;
    options.run = folder;
    options.recipe.name = "bench";
    options.recipe.family = "vae-image";
    options.recipe.training.batch = batch;
    options.recipe.training.samples = 0;
    options.recipe.training.keepEvery = 0;
    options.device = "cpu";
    options.handleSignals = false;
    const Corpus corpus = Corpus::embedded();
    Trainer trainer(options, corpus);
    trainer.run([&](const TrainProgress &progress) {
        if (progress.step >= steps)
            trainer.requestStop();
    });
    const TelemetryCost cost = trainer.telemetryCost();
    return { "telemetry", 100 * cost.telemetry / std::max(cost.run, 1e-9), "% of a run",
             "batch " + std::to_string(batch) + ", an event each step; goal: under 2 %" };
}

} // namespace klangraum
