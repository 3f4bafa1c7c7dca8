// Whole files in and out, on music/atomicfile.h: a crash, a full disk or a kill at any moment leaves the old file
// whole. A full disk is told apart from other failures, because a training waits for room. No torch here.
#pragma once

#include "music/error.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace klangraum {

// There is no room left (ENOSPC, EDQUOT, EFBIG): what failed can be tried again once there is.
class DiskFull : public Error
{
public:
    using Error::Error;
};

// Throws DiskFull for these three, Error for any other system error number. `what` is "write", "rename", ...
[[noreturn]] void throwFileError(const std::filesystem::path &file, const std::string &what, int error);

// Writes the parts one after the other as one file, atomically. Throws DiskFull or Error.
void writeParts(const std::filesystem::path &file, std::span<const std::span<const std::byte>> parts);
void writeText(const std::filesystem::path &file, const std::string &text);

// The whole file. Throws Error where it cannot be read or is longer than `limit` bytes.
std::string readText(const std::filesystem::path &file, std::size_t limit = std::size_t(1) << 30);

// 32 hex digits (XXH3, 128 bits) of a file's content.
std::string fileHash(const std::filesystem::path &file);

} // namespace klangraum
