#include "training/benchmarks.h"

#include "generators/family.h"
#include "training/heap.h"
#include "training/optimizers.h"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace klangraum {

BenchmarkResult benchTrainingStep(int steps, int batch)
{
    keepFreedMemory();
    torch::manual_seed(1);
    const Corpus corpus = Corpus::embedded();
    const auto trainable = family("vae-image").makeTrainable(nlohmann::json::object());
    const auto data = trainable->data(corpus, Split::Train);
    StepContext context;
    context.random = at::detail::createCPUGenerator(1);
    const Update update = trainable->updates(context).front();
    const auto optimizer = makeOptimizer({}, update.parameters);
    std::vector<std::int64_t> items(static_cast<std::size_t>(batch));
    std::vector<double> seconds;
    for (int step = 0; step < steps + 2; ++step) { // two to warm up
        for (std::size_t i = 0; i < items.size(); ++i)
            items[i] = static_cast<std::int64_t>(static_cast<std::size_t>(step) * items.size() + i) % data->size();
        const auto begin = std::chrono::steady_clock::now();
        clearGradients(*trainable->module());
        const Losses losses = trainable->losses(update.name, data->batch(items, context), context);
        losses.total.backward();
        optimizer->step();
        if (step >= 2)
            seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    std::nth_element(seconds.begin(), seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2), seconds.end());
    return { "training-step", seconds[seconds.size() / 2], "s",
             "the same network in Python's PyTorch: tests/benchmarks/compare_training_step.py" };
}

} // namespace klangraum
