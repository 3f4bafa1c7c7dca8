// What the command line prints: tables and JSON on standard output, a progress bar on standard error where that is a
// terminal. Used by the main thread only.
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace klangraum {

// Columns as wide as their longest cell; counts characters, not bytes.
class Table
{
public:
    explicit Table(std::vector<std::string> header);
    void add(std::vector<std::string> row);
    void print() const;

private:
    std::vector<std::vector<std::string>> m_rows; // the first is the header
};

// One JSON document on standard output. Bytes that are no UTF-8 (file names) are replaced.
void printJson(const nlohmann::json &document);
// One line on standard error, for what the person should know though the work goes on.
void printNotice(const std::string &text);

// Drawn over itself at most ten times a second, wiped out when it goes.
class ProgressBar
{
public:
    explicit ProgressBar(bool quiet);
    ~ProgressBar();
    ProgressBar(const ProgressBar &) = delete;
    ProgressBar &operator=(const ProgressBar &) = delete;

    void show(double share, const std::string &text); // share 0..1
    void clear(); // before something else is written to standard error

private:
    bool m_shown = false;
    bool m_active;
    std::chrono::steady_clock::time_point m_last;
};

std::string formatNumber(double value, int digits = 4); // significant digits; no trailing zeros
std::string formatBytes(std::uint64_t bytes); // "3.2 MB"
std::string formatSeconds(double seconds); // "1:02:03", "4:05"

} // namespace klangraum
