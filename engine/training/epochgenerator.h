// A run's epoch, made to sound: its weights and its latent plane as a Generator, from the run folder alone. Every
// family that can be trained can be heard; one with a latent space has the pad "map", whose square is the plane of
// latent/epoch-NNNN.json from -reach to reach; one of two networks against each other judges pieces; one of sound
// generates clips, a seed a clip, and streams nothing. No torch in this header.
#pragma once

#include "generators/generator.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace klangraum {

struct Family;

// `epoch`: one of RunFolder::keptEpochs(), or the best so far where 0 or where only best.safetensors is of this epoch.
// A touched point ("map.x" or "map.y" is set) decodes to the family's natural window, the same each time; where none is
// touched, every seed and every window of a stream is another sample of the prior. Throws Error: no such weights
// (naming those that there are), a damaged file. `known`: used instead of the registered family.
std::unique_ptr<Generator> openEpoch(const std::filesystem::path &run, std::int64_t epoch,
                                     const std::string &device = "cpu", const Family *known = nullptr);

} // namespace klangraum
