// events.jsonl: append-only, one JSON object a line, each line written whole and at once. After a kill the last line
// may be half: readers pass over it, and the next writer completes it to a line of its own.
//
// What the events say stands in this folder's README.md. Numbers that JSON cannot write are the words "NaN", "Infinity"
// and "-Infinity" (loggable, scalarOf).
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace klangraum {

// A number for the log, and back: nothing where the value is neither a number nor one of the three words. null, which
// older logs have, counts as NaN.
nlohmann::json loggable(double value);
std::optional<double> scalarOf(const nlohmann::json &value);

// What an event holds under a key; empty or 0 where it is missing or of another type.
std::string textIn(const nlohmann::json &event, const char *key);
std::int64_t wholeIn(const nlohmann::json &event, const char *key);

bool isResume(const nlohmann::json &event);
// Whether a resume at `step` and `epoch` makes this earlier event void.
bool isVoid(const nlohmann::json &event, std::int64_t step, std::int64_t epoch);

class EventLog
{
public:
    // Opens for appending; a half-written last line is cut off first (its event was never complete).
    explicit EventLog(const std::filesystem::path &file);
    ~EventLog();
    EventLog(const EventLog &) = delete;
    EventLog &operator=(const EventLog &) = delete;

    // Adds the wall clock's time. Throws DiskFull where there is no room: the file then still ends with a whole line.
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
