#include "training/checkpoint.h"

#include "music/error.h"

namespace klangraum {
namespace {

constexpr const char *modelPrefix = "model/";
constexpr const char *meanPrefix = "mean/";
constexpr const char *optimizerPrefix = "optimizer/";

} // namespace

void saveCheckpoint(const std::filesystem::path &file, const Checkpoint &checkpoint, Storage storage)
{
    TensorFile content;
    for (const auto &[prefix, tensors] :
         { std::pair(modelPrefix, &checkpoint.model), std::pair(meanPrefix, &checkpoint.mean),
           std::pair(optimizerPrefix, &checkpoint.optimizers) })
        for (const auto &[name, tensor] : *tensors)
            content.tensors.emplace(prefix + name, tensor);
    content.metadata["format"] = std::to_string(checkpointFormat);
    content.metadata["state"] = checkpoint.state.dump();
    writeSafetensors(file, content, storage);
}

Checkpoint loadCheckpoint(const std::filesystem::path &file)
{
    TensorFile content = readSafetensors(file);
    if (content.metadata["format"] != std::to_string(checkpointFormat))
        throw Error(file.string() + ": checkpoint of format '" + content.metadata["format"] + "', expected " +
                    std::to_string(checkpointFormat));
    Checkpoint checkpoint;
    checkpoint.state = nlohmann::json::parse(content.metadata["state"], nullptr, false);
    if (!checkpoint.state.is_object())
        throw Error(file.string() + ": the checkpoint's state is damaged");
    for (auto &[name, tensor] : content.tensors) {
        if (name.starts_with(modelPrefix))
            checkpoint.model.emplace(name.substr(6), tensor);
        else if (name.starts_with(meanPrefix))
            checkpoint.mean.emplace(name.substr(5), tensor);
        else if (name.starts_with(optimizerPrefix))
            checkpoint.optimizers.emplace(name.substr(10), tensor);
        else
            throw Error(file.string() + ": unknown tensor '" + name + "' in the checkpoint");
    }
    return checkpoint;
}

} // namespace klangraum
