// A process that outlives its parent.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace klangraum {

// Starts `command` in a session of its own, `nice` added, standard input empty, output and errors appended to `log`.
// `announce` is called with the process id before the program begins; throws it, nothing is started. Throws Error
// where the program cannot be started.
std::int64_t startDetached(const std::vector<std::string> &command, const std::filesystem::path &log, int nice,
                           const std::function<void(std::int64_t)> &announce = {});

// When a process began, in the kernel's ticks since the machine did: with the id it names a process for good.
// 0: there is none.
std::uint64_t processStart(std::int64_t process);

} // namespace klangraum
