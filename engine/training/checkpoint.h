// Checkpoints: all that a run needs to go on as if nothing had happened. One safetensors file, written atomically:
//   model/NAME            parameters and buffers as trained
//   mean/NAME             their moving mean, where the recipe asks for it
//   optimizer/UPDATE/NUMBER/FIELD   the optimizer's state (optimizers.h)
//   metadata "state"      JSON: step, epoch, position in the epoch, best value, sums of the running epoch
// "last" holds all of it; "best" and "epoch-NNNN" only the weights to evaluate, as model/NAME; of
// "epoch-NNNN" in half precision. Their state holds "corpus-facts" (Trainable::corpusFacts), so that they sound alone.
// Random numbers are a function of seed and step (trainer.h), so that no generator's state is kept.
#pragma once

#include "generators/safetensors.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace klangraum {

inline constexpr int checkpointFormat = 1;

struct Checkpoint
{
    std::map<std::string, torch::Tensor> model;
    std::map<std::string, torch::Tensor> mean;
    std::map<std::string, torch::Tensor> optimizers;
    nlohmann::json state;
};

void saveCheckpoint(const std::filesystem::path &file, const Checkpoint &checkpoint, Storage storage = Storage::Full);
// Throws Error for a damaged file or one of another version.
Checkpoint loadCheckpoint(const std::filesystem::path &file);

} // namespace klangraum
