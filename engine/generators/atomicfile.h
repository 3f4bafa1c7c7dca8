// Files are written to a temporary name beside the target, flushed to the disk and renamed: a crash, a full disk or
// a kill at any moment leaves the old file whole. No torch here.
#pragma once

#include "music/error.h"

#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <span>
#include <string>

namespace klangraum {

// There is no room left (ENOSPC, EDQUOT, EFBIG): what failed can be tried again once there is.
class DiskFull : public Error
{
public:
    using Error::Error;
};

// Writes the parts one after the other as one file. Throws DiskFull or Error; the temporary file is removed.
void writeFileAtomically(const std::filesystem::path &file, std::initializer_list<std::span<const std::byte>> parts);
void writeFileAtomically(const std::filesystem::path &file, std::span<const std::span<const std::byte>> parts);
void writeTextAtomically(const std::filesystem::path &file, const std::string &text);

// The whole file. Throws Error where it cannot be read or is longer than `limit` bytes.
std::string readTextFile(const std::filesystem::path &file, std::size_t limit = std::size_t(1) << 30);

// 32 hex digits (XXH3, 128 bits) of a file's content.
std::string fileHash(const std::filesystem::path &file);

} // namespace klangraum
