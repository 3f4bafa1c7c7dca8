// AtomicFile: a file that appears whole or not at all. Everything is written to a temporary name in the same
// folder (".NAME.PID-N.tmp"), commit() flushes it to the disk and renames it over the old file; without commit()
// the destructor removes the temporary file. Whatever goes wrong, the old file stays as it was.
// A full disk is told apart from other failures, because a training waits for room and tries again.
// Used by every room that writes files. One thread an object; different objects may be used from different threads.
#pragma once

#include "music/error.h"
#include <cstddef>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace klangraum {

// There is no room left (ENOSPC, EDQUOT, EFBIG): what failed can be tried again once there is.
class DiskFull : public Error
{
public:
    using Error::Error;
};

// Throws DiskFull for these three, Error for any other system error number. `step` is "write", "rename", ...
[[noreturn]] void throwFileError(const std::filesystem::path &file, const std::string &step, int code);

class AtomicFile
{
public:
    // Opens the temporary file. Throws Error where the folder does not exist or does not allow it, or where `path`
    // is there but is no regular file (a folder, a device). A symbolic link is followed: its target is replaced.
    explicit AtomicFile(const std::filesystem::path &path);
    ~AtomicFile();
    AtomicFile(const AtomicFile &) = delete;
    AtomicFile &operator=(const AtomicFile &) = delete;

    // Appends. Throws DiskFull or Error with the system's reason.
    void write(std::span<const std::uint8_t> bytes);
    void write(std::string_view text);
    // For libraries that write by themselves (libsndfile's sf_open_fd without closing, or by name). Owned by this.
    int descriptor() const { return m_descriptor; }
    const std::filesystem::path &temporaryPath() const { return m_temporary; }
    // Flush to the disk, close and rename. Throws DiskFull or Error; afterwards the temporary file is gone in any case.
    void commit();

private:
    [[noreturn]] void fail(const char *step, int code);
    void discard();

    std::filesystem::path m_path; // as given, for messages
    std::filesystem::path m_target; // the link's target where `path` is a link
    std::filesystem::path m_temporary; // empty once renamed or removed
    int m_descriptor = -1;
};

// The whole content at once. Throws DiskFull or Error naming the path and the system's reason.
void writeFileAtomically(const std::filesystem::path &path, std::span<const std::uint8_t> bytes);
void writeFileAtomically(const std::filesystem::path &path, std::string_view text);

// The whole file. Throws Error where it cannot be read, is no regular file or is larger than `maxBytes`.
std::vector<std::uint8_t> readFile(const std::filesystem::path &path, std::uint64_t maxBytes);
std::string readText(const std::filesystem::path &path, std::uint64_t maxBytes = std::uint64_t(1) << 30);

} // namespace klangraum
