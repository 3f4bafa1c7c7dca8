// What tests of several families do alike: a context, a short training, a model folder.
#pragma once

#include "generators/modelfolder.h"
#include "generators/trainable.h"

#include <QTemporaryDir>

#include <filesystem>
#include <string>
#include <vector>

namespace klangraum::familytest {

inline StepContext context(std::uint64_t seed, bool training)
{
    StepContext context;
    context.training = training;
    context.random = at::detail::createCPUGenerator(seed);
    return context;
}

// `steps` steps of 24 items, the same every time.
inline void learn(Trainable &trainable, const TrainingData &data, torch::optim::Optimizer &optimizer, int steps)
{
    trainable.module()->train();
    for (int step = 0; step < steps; ++step) {
        const StepContext here = context(static_cast<std::uint64_t>(step), true);
        std::vector<std::int64_t> items;
        for (int i = 0; i < 24; ++i)
            items.push_back((step * 24 + i) * 7 % data.size());
        optimizer.zero_grad();
        trainable.losses("main", data.batch(items, here), here).total.backward();
        optimizer.step();
        trainable.afterUpdate("main", here);
    }
}

// Every sixth piece: enough to package a model, which measures it on all of them.
inline Corpus thinned(Corpus corpus)
{
    int index = 0;
    std::erase_if(corpus.pieces, [&](const CorpusPiece &) { return index++ % 6 != 0; });
    return corpus;
}

inline std::filesystem::path packaged(const std::string &family, Trainable &trainable, const Corpus &corpus,
                                      const nlohmann::json &model, const QTemporaryDir &folder)
{
    nlohmann::json described = trainable.describe(corpus);
    for (const char *key : { "name", "recipe", "source", "corpus", "licence" })
        described[key] = "test";
    described["format"] = modelFormat;
    described["family"] = family;
    described["model"] = model;
    const std::filesystem::path out = folder.filePath("test").toStdString();
    writeModelFolder(out, described, *trainable.module(), "card", Storage::Full);
    return out;
}

} // namespace klangraum::familytest
