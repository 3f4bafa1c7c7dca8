// What a file holds, in 32 hex digits: the identity of a model's weights.
#pragma once

#include <filesystem>
#include <string>

namespace klangraum {

// XXH3, 128 bits, canonical order. Throws Error where the file cannot be read.
std::string fileHash(const std::filesystem::path &file);

} // namespace klangraum
