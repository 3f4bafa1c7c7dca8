#include "gesturelog.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

void GestureLog::add(double tick, float amount)
{
    const auto bin = static_cast<std::int64_t>(std::floor(tick / double(kBinTicks)));
    amount = std::clamp(amount, 0.0f, 1.0f);
    const auto size = static_cast<std::int64_t>(m_amounts.size());
    if (m_amounts.empty() || bin < m_firstBin || bin > m_firstBin + size + kBins) {
        m_amounts.assign(1, amount); // the first, or the playhead has jumped
        m_firstBin = bin;
    } else if (bin < m_firstBin + size) {
        float &there = m_amounts[static_cast<std::size_t>(bin - m_firstBin)];
        if (there >= amount)
            return;
        there = amount;
    } else {
        const float last = m_amounts.back();
        const std::int64_t gap = bin - (m_firstBin + size);
        for (std::int64_t i = 0; i < gap; ++i)
            m_amounts.push_back(last);
        m_amounts.push_back(amount);
    }
    if (m_amounts.size() > 2 * kBins) {
        const auto drop = m_amounts.size() - kBins;
        m_amounts.erase(m_amounts.begin(), m_amounts.begin() + static_cast<std::ptrdiff_t>(drop));
        m_firstBin += static_cast<std::int64_t>(drop);
    }
    ++m_serial;
}

void GestureLog::clear()
{
    m_amounts.clear();
    ++m_serial;
}

} // namespace klangraum
