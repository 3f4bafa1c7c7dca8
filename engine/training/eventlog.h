// events.jsonl: append-only, one JSON object a line, each line written whole and at once. After a kill the last line
// may be half: readers pass over it, and the next writer completes it to a line of its own.
//
// Every event has "type", "time" (seconds since 1970), "step" and "epoch" (optimizer steps and epochs done). Types:
//   start       device, threads, resumed (bool). After a resume, events of later steps before it are void.
//   step        train/NAME..., learning-rate/UPDATE, gradient-norm/UPDATE, steps-per-second
//   epoch       validation/NAME..., train/NAME (means of the epoch), seconds, best (bool)
//   checkpoint  file
//   samples     file
//   notice      text
//   state       state: running, paused, stopped, finished, failed; reason
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace klangraum {

class EventLog
{
public:
    // Opens for appending; a half-written last line is cut off first (its event was never complete).
    explicit EventLog(const std::filesystem::path &file);
    ~EventLog();
    EventLog(const EventLog &) = delete;
    EventLog &operator=(const EventLog &) = delete;

    // Adds the time. Throws DiskFull where there is no room: the file then still ends with a whole line.
    void append(nlohmann::json event);

private:
    std::filesystem::path m_path;
    int m_file = -1;
};

// Calls `each` for every whole event from byte `from` on; returns the offset behind the last whole line, to go on
// from. A line that is no JSON object is passed over.
std::uint64_t readEvents(const std::filesystem::path &file, std::uint64_t from,
                         const std::function<void(const nlohmann::json &)> &each);
// All events that count: those that a later resume made void are left out.
std::vector<nlohmann::json> validEvents(const std::filesystem::path &file);
// The last whole events, newest last, from at most `bytes` at the end of the file.
std::vector<nlohmann::json> lastEvents(const std::filesystem::path &file, std::uint64_t bytes = 65536);

} // namespace klangraum
