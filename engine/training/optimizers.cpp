#include "training/optimizers.h"

#include "music/error.h"

#include <cmath>
#include <cstring>
#include <numbers>
#include <sstream>

namespace klangraum {

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const OptimizerRecipe &recipe,
                                                       const std::vector<torch::Tensor> &parameters)
{
    namespace optim = torch::optim;
    if (recipe.type == "sgd")
        return std::make_unique<optim::SGD>(
            parameters,
            optim::SGDOptions(recipe.learningRate).momentum(recipe.momentum).weight_decay(recipe.weightDecay));
    if (recipe.type == "rmsprop")
        return std::make_unique<optim::RMSprop>(parameters,
                                                optim::RMSpropOptions(recipe.learningRate)
                                                    .alpha(recipe.smoothing)
                                                    .eps(recipe.epsilon)
                                                    .momentum(recipe.momentum)
                                                    .weight_decay(recipe.weightDecay));
    const std::tuple<double, double> betas{ recipe.betas.at(0), recipe.betas.at(1) };
    if (recipe.type == "adamw")
        return std::make_unique<optim::AdamW>(
            parameters,
            optim::AdamWOptions(recipe.learningRate).betas(betas).eps(recipe.epsilon).weight_decay(recipe.weightDecay));
    return std::make_unique<optim::Adam>(
        parameters,
        optim::AdamOptions(recipe.learningRate).betas(betas).eps(recipe.epsilon).weight_decay(recipe.weightDecay));
}

double learningRate(const OptimizerRecipe &recipe, std::int64_t step, std::int64_t epoch, double progress)
{
    double factor = 1;
    if (recipe.warmupSteps > 0)
        factor = std::min(1.0, static_cast<double>(step + 1) / static_cast<double>(recipe.warmupSteps));
    if (recipe.schedule == "cosine")
        factor *= recipe.finalFactor +
            (1 - recipe.finalFactor) * 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, progress)));
    else if (recipe.schedule == "step")
        factor *= std::pow(recipe.stepFactor, static_cast<double>(epoch / recipe.stepEpochs));
    return recipe.learningRate * factor;
}

void setLearningRate(torch::optim::Optimizer &optimizer, double rate)
{
    for (auto &group : optimizer.param_groups())
        group.options().set_lr(rate);
}

torch::Tensor optimizerState(const torch::optim::Optimizer &optimizer)
{
    std::ostringstream stream;
    torch::save(optimizer, stream);
    const std::string bytes = stream.str();
    torch::Tensor state = torch::empty({ static_cast<std::int64_t>(bytes.size()) }, torch::kUInt8);
    std::memcpy(state.data_ptr(), bytes.data(), bytes.size());
    return state;
}

void restoreOptimizer(torch::optim::Optimizer &optimizer, const torch::Tensor &state, const std::string &where)
{
    if (state.scalar_type() != torch::kUInt8 || state.dim() != 1)
        throw Error(where + ": the optimizer's state is damaged");
    try {
        std::istringstream stream(
            std::string(state.data_ptr<std::uint8_t>(), state.data_ptr<std::uint8_t>() + state.numel()));
        torch::load(optimizer, stream);
    } catch (const c10::Error &) {
        throw Error(where + ": the optimizer's state is damaged or belongs to another network");
    }
}

} // namespace klangraum
