#include "training/eventtable.h"

#include "training/eventlog.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>

namespace klangraum {
namespace {

using nlohmann::json;

constexpr std::size_t mostSeries = 4096; // names of scalars in a table; what is beyond is no log of ours
constexpr double mostCount = 9e15; // whole numbers that a double holds exactly
// A log without "elapsed": the wall clock, and a gap longer than this counts as a pause.
constexpr double longestStep = 600; // seconds

constexpr std::array<std::string_view, 4> ownColumns{ "step", "epoch", "time", "elapsed" };

int ownColumn(std::string_view key)
{
    const auto it = std::find(ownColumns.begin(), ownColumns.end(), key);
    return it == ownColumns.end() ? -1 : static_cast<int>(it - ownColumns.begin());
}

struct Word
{
    std::string_view text;
    double value;
};
const std::array<Word, 4> words{ { { "\"NaN\"", std::numeric_limits<double>::quiet_NaN() },
                                   { "\"Infinity\"", std::numeric_limits<double>::infinity() },
                                   { "\"-Infinity\"", -std::numeric_limits<double>::infinity() },
                                   { "null", std::numeric_limits<double>::quiet_NaN() } } };

// A number of the log at `at`; the byte behind it, or null.
const char *readNumber(const char *at, const char *end, double &value)
{
    if (at == end)
        return nullptr;
    const char *digits = at + (*at == '-' ? 1 : 0);
    if (digits < end && *digits >= '0' && *digits <= '9') { // from_chars would take "inf" and "nan" too
        const auto [behind, error] = std::from_chars(at, end, value);
        return error == std::errc() ? behind : nullptr;
    }
    for (const Word &word : words)
        if (std::string_view(at, static_cast<std::size_t>(end - at)).starts_with(word.text)) {
            value = word.value;
            return at + word.text.size();
        }
    return nullptr;
}

// The four own columns of a row; `elapsed` may be NaN where the log has none.
void appendRow(EventTable &table, const std::array<double, 4> &own)
{
    const bool first = table.step.empty();
    double elapsed = own[3];
    const double before = first ? 0 : table.elapsed.back();
    if (!std::isfinite(elapsed)) {
        const double gap = first ? 0 : own[2] - table.time.back();
        elapsed = before + (gap > 0 && gap < longestStep ? gap : 0);
    }
    table.step.push_back(static_cast<std::int64_t>(own[0]));
    table.epoch.push_back(static_cast<std::int64_t>(own[1]));
    table.time.push_back(own[2]);
    table.elapsed.push_back(std::max(elapsed, before));
}

bool isCount(double value)
{
    return value >= 0 && value < mostCount;
}

Series *seriesOf(EventTable &table, const std::string &name)
{
    const auto it = table.series.find(name);
    if (it != table.series.end())
        return &it->second;
    return table.series.size() < mostSeries ? &table.series[name] : nullptr;
}

} // namespace

bool EventTable::dropBehind(std::int64_t behindStep, std::int64_t behindEpoch)
{
    std::size_t rows = size();
    while (rows > 0 && (step[rows - 1] > behindStep || epoch[rows - 1] > behindEpoch))
        --rows;
    if (rows == size())
        return false;
    step.resize(rows);
    epoch.resize(rows);
    time.resize(rows);
    elapsed.resize(rows);
    for (auto &[name, column] : series) {
        const auto keep = std::lower_bound(column.rows.begin(), column.rows.end(), rows) - column.rows.begin();
        column.rows.resize(static_cast<std::size_t>(keep));
        column.values.resize(static_cast<std::size_t>(keep));
    }
    return true;
}

bool EventShape::learn(std::string_view line, EventTable &table)
{
    std::vector<Field> fields;
    std::set<std::string_view> keys;
    std::size_t at = 0;
    std::size_t literal = 0; // where the text before the next value begins
    const auto next = [&](char wanted) { return at < line.size() && line[at] == wanted && ++at; };
    if (!next('{'))
        return false;
    for (bool more = true; more;) {
        if (!next('"'))
            return false;
        const std::size_t close = line.find('"', at);
        if (close == std::string_view::npos)
            return false;
        const std::string_view key = line.substr(at, close - at);
        if (key.find('\\') != std::string_view::npos || !keys.insert(key).second)
            return false;
        at = close + 1;
        if (!next(':'))
            return false;
        if (key == "type") { // its value is part of the text
            if (!next('"'))
                return false;
            at = line.find('"', at);
            if (at == std::string_view::npos)
                return false;
            ++at;
        } else {
            Field field{ std::string(line.substr(literal, at - literal)), nullptr, ownColumn(key), 0 };
            const char *behind = readNumber(line.data() + at, line.data() + line.size(), field.value);
            if (!behind)
                return false;
            if (field.own < 0 && !(field.series = seriesOf(table, std::string(key))))
                return false;
            at = literal = static_cast<std::size_t>(behind - line.data());
            fields.push_back(std::move(field));
        }
        more = next(',');
    }
    if (!next('}') || at != line.size() || !keys.contains("step") || !keys.contains("epoch") || !keys.contains("time"))
        return false;
    m_tail = line.substr(literal);
    m_fields = std::move(fields);
    m_table = &table;
    return true;
}

bool EventShape::read(std::string_view line)
{
    const char *at = line.data();
    const char *const end = at + line.size();
    std::array<double, 4> own{ 0, 0, 0, std::numeric_limits<double>::quiet_NaN() };
    for (Field &field : m_fields) {
        const std::size_t length = field.before.size();
        if (static_cast<std::size_t>(end - at) < length || std::memcmp(at, field.before.data(), length) != 0)
            return false;
        at = readNumber(at + length, end, field.value);
        if (!at)
            return false;
        if (field.own >= 0)
            own[static_cast<std::size_t>(field.own)] = field.value;
    }
    if (std::string_view(at, static_cast<std::size_t>(end - at)) != m_tail || !isCount(own[0]) || !isCount(own[1]) ||
        !std::isfinite(own[2]))
        return false;
    const auto row = static_cast<std::uint32_t>(m_table->size());
    appendRow(*m_table, own);
    for (const Field &field : m_fields)
        if (field.series) {
            field.series->rows.push_back(row);
            field.series->values.push_back(field.value);
        }
    return true;
}

void append(EventTable &table, const json &event)
{
    std::array<double, 4> own{ 0, 0, 0, std::numeric_limits<double>::quiet_NaN() };
    for (std::size_t i = 0; i < own.size(); ++i)
        if (const auto it = event.find(std::string(ownColumns[i])); it != event.end() && it->is_number())
            own[i] = it->get<double>();
    if (!isCount(own[0]) || !isCount(own[1]) || !std::isfinite(own[2]))
        return;
    const auto row = static_cast<std::uint32_t>(table.size());
    appendRow(table, own);
    for (const auto &[key, value] : event.items()) {
        if (key == "type" || ownColumn(key) >= 0)
            continue;
        const auto number = scalarOf(value);
        Series *series = number ? seriesOf(table, key) : nullptr;
        if (!series)
            continue;
        series->rows.push_back(row);
        series->values.push_back(*number);
    }
}

} // namespace klangraum
