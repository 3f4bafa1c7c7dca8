#include "training/optimizers.h"

#include "music/error.h"

#include <cmath>
#include <numbers>
#include <type_traits>

namespace klangraum {
namespace {

namespace optim = torch::optim;

std::string prefixOf(std::size_t number)
{
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits + "/";
}

// LibTorch 1.13 keys the states by the tensor's address as text, newer ones by the address itself.
template <typename States> typename std::decay_t<States>::key_type keyOf(const torch::Tensor &parameter)
{
    if constexpr (std::is_pointer_v<typename std::decay_t<States>::key_type>)
        return parameter.unsafeGetTensorImpl();
    else
        return c10::guts::to_string(parameter.unsafeGetTensorImpl());
}

template <typename States> auto find(States &states, const torch::Tensor &parameter)
{
    return states.find(keyOf<States>(parameter));
}

template <typename States>
void put(States &states, const torch::Tensor &parameter, std::unique_ptr<optim::OptimizerParamState> state)
{
    states[keyOf<States>(parameter)] = std::move(state);
}

std::unique_ptr<optim::OptimizerParamState> emptyState(const optim::Optimizer &optimizer)
{
    if (dynamic_cast<const optim::Adam *>(&optimizer))
        return std::make_unique<optim::AdamParamState>();
    if (dynamic_cast<const optim::AdamW *>(&optimizer))
        return std::make_unique<optim::AdamWParamState>();
    if (dynamic_cast<const optim::RMSprop *>(&optimizer))
        return std::make_unique<optim::RMSpropParamState>();
    return std::make_unique<optim::SGDParamState>();
}

// Calls each(name, value) for every field of a state: tensors and whole numbers.
template <typename Each> void visit(optim::OptimizerParamState &state, const Each &each)
{
    const auto moments = [&](auto &adam) {
        each("step", adam.step());
        each("exp-avg", adam.exp_avg());
        each("exp-avg-sq", adam.exp_avg_sq());
    };
    if (auto *adam = dynamic_cast<optim::AdamParamState *>(&state)) {
        moments(*adam);
    } else if (auto *adamw = dynamic_cast<optim::AdamWParamState *>(&state)) {
        moments(*adamw);
    } else if (auto *rmsprop = dynamic_cast<optim::RMSpropParamState *>(&state)) {
        each("step", rmsprop->step());
        each("square-avg", rmsprop->square_avg());
        each("momentum", rmsprop->momentum_buffer());
    } else if (auto *sgd = dynamic_cast<optim::SGDParamState *>(&state)) {
        each("momentum", sgd->momentum_buffer());
    }
}

} // namespace

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const OptimizerRecipe &recipe,
                                                       const std::vector<torch::Tensor> &parameters)
{
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

double gradientNorm(const std::vector<torch::Tensor> &parameters)
{
    const torch::NoGradGuard noGrad;
    std::vector<torch::Tensor> norms;
    for (const torch::Tensor &parameter : parameters)
        if (parameter.grad().defined())
            norms.push_back(parameter.grad().norm());
    return norms.empty() ? 0 : torch::stack(norms).norm().item<double>();
}

void setLearningRate(torch::optim::Optimizer &optimizer, double rate)
{
    for (auto &group : optimizer.param_groups())
        group.options().set_lr(rate);
}

std::map<std::string, torch::Tensor> optimizerState(const torch::optim::Optimizer &optimizer)
{
    std::map<std::string, torch::Tensor> tensors;
    std::size_t number = 0;
    for (const auto &group : optimizer.param_groups())
        for (const torch::Tensor &parameter : group.params()) {
            const std::string prefix = prefixOf(number++);
            const auto found = find(optimizer.state(), parameter);
            if (found == optimizer.state().end())
                continue;
            visit(*found->second, [&](const char *field, auto &value) {
                if constexpr (std::is_same_v<std::decay_t<decltype(value)>, torch::Tensor>) {
                    if (value.defined())
                        tensors.emplace(prefix + field, value);
                } else {
                    tensors.emplace(prefix + field, torch::tensor(static_cast<std::int64_t>(value)));
                }
            });
        }
    return tensors;
}

void restoreOptimizer(torch::optim::Optimizer &optimizer, const std::map<std::string, torch::Tensor> &state,
                      const std::string &where)
{
    std::size_t number = 0;
    std::size_t used = 0;
    for (auto &group : optimizer.param_groups())
        for (torch::Tensor &parameter : group.params()) {
            const std::string prefix = prefixOf(number++);
            const auto first = state.lower_bound(prefix);
            if (first == state.end() || !first->first.starts_with(prefix))
                continue;
            std::unique_ptr<torch::optim::OptimizerParamState> fresh = emptyState(optimizer);
            visit(*fresh, [&](const char *field, auto &value) {
                const auto it = state.find(prefix + field);
                if (it == state.end())
                    return;
                ++used;
                if constexpr (std::is_same_v<std::decay_t<decltype(value)>, torch::Tensor>) {
                    if (it->second.sizes() != parameter.sizes())
                        throw Error(where + ": the optimizer's '" + it->first +
                                    "' has another shape than its parameter");
                    value = torch::empty_like(parameter).detach();
                    value.copy_(it->second);
                } else {
                    if (it->second.numel() != 1 || it->second.scalar_type() != torch::kInt64)
                        throw Error(where + ": the optimizer's '" + it->first + "' is no whole number");
                    value = it->second.template item<std::int64_t>();
                }
            });
            put(optimizer.state(), parameter, std::move(fresh));
        }
    if (used != state.size())
        throw Error(where + ": the optimizer's state belongs to another network or optimizer");
}

} // namespace klangraum
