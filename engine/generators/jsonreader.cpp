#include "generators/jsonreader.h"

#include <algorithm>
#include <vector>

namespace klangraum {

std::string nearestWord(const std::string &word, const std::set<std::string> &known)
{
    std::string best;
    std::size_t bestDistance = std::max<std::size_t>(3, word.size() / 2) + 1;
    for (const std::string &candidate : known) {
        std::vector<std::size_t> row(candidate.size() + 1);
        for (std::size_t j = 0; j < row.size(); ++j)
            row[j] = j;
        for (std::size_t i = 1; i <= word.size(); ++i) {
            std::size_t diagonal = row[0];
            row[0] = i;
            for (std::size_t j = 1; j < row.size(); ++j) {
                const std::size_t above = row[j];
                row[j] = std::min({ above + 1, row[j - 1] + 1, diagonal + (word[i - 1] == candidate[j - 1] ? 0 : 1) });
                diagonal = above;
            }
        }
        if (row.back() < bestDistance) {
            bestDistance = row.back();
            best = candidate;
        }
    }
    return best;
}

void JsonReader::refuseUnknown() const
{
    for (const auto &[key, value] : m_json.items()) {
        if (m_seen.contains(key))
            continue;
        const std::string nearest = nearestWord(key, m_seen);
        throw Error(m_where + ": unknown key '" + key + "'" +
                    (nearest.empty() ? std::string() : ", did you mean '" + nearest + "'?"));
    }
}

} // namespace klangraum
