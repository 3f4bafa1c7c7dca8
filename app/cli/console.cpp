#include "console.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>

namespace klangraum {

namespace {

std::size_t characters(const std::string &text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Control characters of foreign titles and file names must not reach the terminal or break a table.
std::string printable(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; }, ' ');
    return text;
}

} // namespace

Table::Table(std::vector<std::string> header)
    : m_rows{ std::move(header) }
{
}

void Table::add(std::vector<std::string> row)
{
    for (auto &cell : row)
        cell = printable(std::move(cell));
    row.resize(m_rows.front().size());
    m_rows.push_back(std::move(row));
}

void Table::print() const
{
    std::vector<std::size_t> widths(m_rows.front().size());
    for (const auto &row : m_rows)
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], characters(row[i]));
    for (const auto &row : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size())
                line.append(widths[i] - characters(row[i]) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        std::cout << line << '\n';
    }
}

void printJson(const nlohmann::json &document)
{
    std::cout << document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
}

void printNotice(const std::string &text)
{
    std::cerr << "klangraum: " << printable(text) << '\n';
}

ProgressBar::ProgressBar(bool quiet)
    : m_active(!quiet && isatty(STDERR_FILENO))
{
}

ProgressBar::~ProgressBar()
{
    clear();
}

void ProgressBar::show(double share, const std::string &text)
{
    const auto now = std::chrono::steady_clock::now();
    if (!m_active || (m_shown && share < 1 && now - m_last < std::chrono::milliseconds(100)))
        return;
    m_shown = true;
    m_last = now;
    constexpr int kWidth = 30;
    const int filled = static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * kWidth));
    std::cerr << "\r\033[K[" << std::string(static_cast<std::size_t>(filled), '#')
              << std::string(static_cast<std::size_t>(kWidth - filled), '.') << "] " << printable(text).substr(0, 90)
              << std::flush;
}

void ProgressBar::clear()
{
    if (m_shown)
        std::cerr << "\r\033[K" << std::flush;
    m_shown = false;
}

std::string formatNumber(double value, int digits)
{
    char text[64];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

std::string formatBytes(std::uint64_t bytes)
{
    constexpr const char *kUnits[] = { "B", "kB", "MB", "GB", "TB" };
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (value >= 1000 && unit + 1 < std::size(kUnits)) {
        value /= 1000;
        ++unit;
    }
    char text[32];
    std::snprintf(text, sizeof text, unit > 0 && value < 100 ? "%.1f %s" : "%.0f %s", value, kUnits[unit]);
    return text;
}

std::string formatSeconds(double seconds)
{
    if (!(seconds >= 0) || seconds > 1e9)
        return "?";
    const auto all = static_cast<long>(std::lround(seconds));
    char text[32];
    if (all >= 3600)
        std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", all / 3600, all / 60 % 60, all % 60);
    else
        std::snprintf(text, sizeof text, "%ld:%02ld", all / 60, all % 60);
    return text;
}

} // namespace klangraum
