#include "music/atomicfile.h"
#include "training/runreader.h"

#include <array>
#include <charconv>
#include <cmath>
#include <set>

namespace klangraum {
namespace {

constexpr std::size_t writtenAtOnce = std::size_t(1) << 20; // bytes

void appendNumber(std::string &text, double value)
{
    if (!std::isfinite(value)) {
        text += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        return;
    }
    std::array<char, 32> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    text.append(digits.data(), end);
}

// Names may hold anything: quoted where they hold what separates cells (RFC 4180).
std::string cell(const std::string &name)
{
    if (name.find_first_of(",\"\r\n") == std::string::npos)
        return name;
    std::string quoted = "\"";
    for (const char c : name)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

} // namespace

void RunReader::writeCsv(const std::filesystem::path &file) const
{
    const std::array<std::pair<const char *, const EventTable *>, 3> tables{
        { { "step", &m_steps }, { "epoch", &m_epochs }, { "system", &m_system } }
    };
    std::set<std::string> names;
    for (const auto &[type, table] : tables)
        for (const auto &[name, series] : table->series)
            if (!series.rows.empty())
                names.insert(name);
    AtomicFile out(file);
    std::string text = "type,step,epoch,time,elapsed";
    for (const std::string &name : names)
        text += "," + cell(name);
    text += "\n";
    for (const auto &[type, table] : tables) {
        std::vector<const Series *> columns;
        for (const std::string &name : names) {
            const auto it = table->series.find(name);
            columns.push_back(it == table->series.end() ? nullptr : &it->second);
        }
        std::vector<std::size_t> next(columns.size(), 0);
        for (std::size_t row = 0; row < table->size(); ++row) {
            text += std::string(type) + "," + std::to_string(table->step[row]) + "," +
                std::to_string(table->epoch[row]) + ",";
            appendNumber(text, table->time[row]);
            text += ",";
            appendNumber(text, table->elapsed[row]);
            for (std::size_t i = 0; i < columns.size(); ++i) {
                text += ",";
                if (columns[i] && next[i] < columns[i]->rows.size() && columns[i]->rows[next[i]] == row)
                    appendNumber(text, columns[i]->values[next[i]++]);
            }
            text += "\n";
            if (text.size() > writtenAtOnce) {
                out.write(text);
                text.clear();
            }
        }
    }
    out.write(text);
    out.commit();
}

} // namespace klangraum
