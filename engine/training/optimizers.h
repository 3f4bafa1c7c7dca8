// Optimizers made from recipes, their schedules, and their state to and from named tensors.
#pragma once

#include "training/recipe.h"

#include <torch/torch.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace klangraum {

std::unique_ptr<torch::optim::Optimizer> makeOptimizer(const OptimizerRecipe &recipe,
                                                       const std::vector<torch::Tensor> &parameters);

// Learning rate of the step that follows `step` done ones, in epoch `epoch` (from 0), with `progress` (0..1) of the
// training behind. Cosine: arXiv 1608.03983, equation 5, without restarts.
double learningRate(const OptimizerRecipe &recipe, std::int64_t step, std::int64_t epoch, double progress);
// Euclidean norm of all gradients together; parameters without one count as 0.
double gradientNorm(const std::vector<torch::Tensor> &parameters);
void setLearningRate(torch::optim::Optimizer &optimizer, double rate);

// The state by parameter number and field ("0003/exp-avg"); parameters that never had a gradient have none. Restoring
// throws Error where a tensor is missing, unknown or of another shape than its parameter.
std::map<std::string, torch::Tensor> optimizerState(const torch::optim::Optimizer &optimizer);
void restoreOptimizer(torch::optim::Optimizer &optimizer, const std::map<std::string, torch::Tensor> &state,
                      const std::string &where);

} // namespace klangraum
