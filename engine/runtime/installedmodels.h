// InstalledModels: the ModelSource of the exhibit: the model folders on this machine, opened with torch on the
// chosen device. The header is free of torch.
#pragma once

#include "runtime/modelsource.h"

#include <filesystem>
#include <memory>

namespace klangraum {

// `compute`: auto, cpu or cuda; `threads`: of one network, 0: one (fastest for a single window).
std::unique_ptr<ModelSource> makeInstalledModels(const std::vector<std::filesystem::path> &folders,
                                                 const std::string &compute, int threads);

} // namespace klangraum
