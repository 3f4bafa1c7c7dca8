// Tensors to and from safetensors files, and modules from them. What is read is checked first (safetensorsfile.h);
// what does not fit a module exactly is refused whole and leaves the module as it was.
#pragma once

#include "generators/safetensorsfile.h"

#include <torch/torch.h>

#include <filesystem>
#include <map>
#include <string>

namespace klangraum {

struct TensorFile
{
    std::map<std::string, torch::Tensor> tensors; // on the CPU, contiguous
    std::map<std::string, std::string> metadata;
};

// Half: 32-bit floating point is stored as 16-bit; loadInto() widens it again. Other types are stored as they are.
enum class Storage { Full, Half };

TensorFile readSafetensors(const std::filesystem::path &file);
// Atomic. Throws DiskFull or Error; a tensor of a type that the format here does not know is refused by name.
void writeSafetensors(const std::filesystem::path &file, const TensorFile &content, Storage storage = Storage::Full);

// Parameters and buffers by name, as they stand in weights.safetensors. The tensors share the module's memory.
std::map<std::string, torch::Tensor> namedTensors(const torch::nn::Module &module);

// Copies `tensors` into the module's parameters and buffers. Every one must be there with its shape and kind of
// type (16-bit floats widen to 32) and there must be no other: else throws Error naming them, module untouched.
void loadInto(torch::nn::Module &module, const std::map<std::string, torch::Tensor> &tensors, const std::string &where);
void loadInto(torch::nn::Module &module, const std::filesystem::path &file);

std::uint64_t parameterCount(const torch::nn::Module &module);

} // namespace klangraum
