// Where models and recipes are looked for. No torch.
#pragma once

#include <filesystem>
#include <vector>

namespace klangraum {

// `given` (--models DIR), $KLANGRAUM_MODELS (colon-separated), the user's data folder, the installed models/ and the
// one beside the program or the sources. Only folders that exist.
std::vector<std::filesystem::path> modelPlaces(const std::vector<std::filesystem::path> &given = {});

} // namespace klangraum
