#include "taptempo.h"

#include <algorithm>

namespace klangraum {

std::optional<double> TapTempo::tap(std::int64_t milliseconds)
{
    if (!m_taps.empty() && (milliseconds - m_taps.back() > kPause || milliseconds <= m_taps.back()))
        m_taps.clear();
    m_taps.push_back(milliseconds);
    if (m_taps.size() > kTaps)
        m_taps.erase(m_taps.begin());
    if (m_taps.size() < 2)
        return std::nullopt;
    const double perTap = double(m_taps.back() - m_taps.front()) / double(m_taps.size() - 1);
    return std::clamp(60000.0 / perTap, 40.0, 200.0);
}

} // namespace klangraum
