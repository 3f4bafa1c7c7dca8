// Optimizers made from recipes, their schedules, and their state to and from bytes.
#pragma once

#include "training/recipe.h"

#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

namespace klangraum {

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const OptimizerRecipe &recipe,
                                                       const std::vector<torch::Tensor> &parameters);

// Learning rate of the step that follows `step` done ones, in epoch `epoch` (from 0), with `progress` (0..1) of the
// training behind. Cosine: arXiv 1608.03983, equation 5, without restarts.
double learningRate(const OptimizerRecipe &recipe, std::int64_t step, std::int64_t epoch, double progress);
void setLearningRate(torch::optim::Optimizer &optimizer, double rate);

// The state as torch serialises it, in one U8 tensor [bytes].
torch::Tensor optimizerState(const torch::optim::Optimizer &optimizer);
// Throws Error where the state is damaged or belongs to other parameters.
void restoreOptimizer(torch::optim::Optimizer &optimizer, const torch::Tensor &state, const std::string &where);

} // namespace klangraum
