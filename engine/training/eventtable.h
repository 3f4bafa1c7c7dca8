// EventTable: the scalars of a run's step, epoch or system events, by columns, and the quick way from lines of the log
// into it. The log's writer dumps the same keys in the same order line after line: a line that fits a shape seen before
// is read by comparing the text between its numbers; any other line is left to the JSON parser and may leave its shape.
// Plain values; no torch.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace klangraum {

// One scalar over the run: its values and the rows of the table they stand in, ascending.
struct Series
{
    std::vector<std::uint32_t> rows;
    std::vector<double> values; // may be NaN and infinite
};

struct EventTable
{
    std::vector<std::int64_t> step, epoch; // by row
    std::vector<double> time; // seconds since 1970, a wall clock that may jump
    std::vector<double> elapsed; // seconds of training, never falling
    std::map<std::string, Series> series; // "train/loss", ...

    std::size_t size() const { return step.size(); }
    // Drops the last rows that lie behind this step or epoch; returns whether there were any.
    bool dropBehind(std::int64_t behindStep, std::int64_t behindEpoch);
};

// A line's keys: the text before each number, and the table and column it goes to.
class EventShape
{
public:
    // False where `line` (one object, no line break) holds anything but numbers and its type, or a key twice.
    bool learn(std::string_view line, EventTable &table);
    // Appends a row where the line has this shape to the last byte; otherwise changes nothing.
    bool read(std::string_view line);

private:
    struct Field
    {
        std::string before; // text up to the value
        Series *series = nullptr; // null: one of the four own columns
        int own = -1; // 0 step, 1 epoch, 2 time, 3 elapsed
        double value = 0;
    };
    std::vector<Field> m_fields;
    std::string m_tail;
    EventTable *m_table = nullptr;
};

// Appends an event that the JSON parser has read.
void append(EventTable &table, const nlohmann::json &event);

} // namespace klangraum
