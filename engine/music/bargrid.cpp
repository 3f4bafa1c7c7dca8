#include "music/bargrid.h"

#include <algorithm>

namespace klangraum {

BarGrid::BarGrid(const Score &score)
{
    // A grid too coarse for the metre (a 64th at 1 tick a quarter) gets bars of at least one tick.
    const auto barTicks = [&score](const MetreChange &metre) {
        return std::max<Tick>(Tick{ score.ticksPerQuarter } * 4 * metre.numerator / metre.denominator, 1);
    };
    for (const MetreChange &metre : score.metres) {
        std::int64_t firstBar = 0;
        if (!m_sections.empty()) {
            const Section &last = m_sections.back();
            firstBar = last.firstBar + (metre.tick - last.metre.tick + last.barTicks - 1) / last.barTicks;
        }
        m_sections.push_back({ metre, barTicks(metre), firstBar });
    }
    if (m_sections.empty())
        m_sections.push_back({ {}, barTicks({}), 0 });
    m_bars = score.length > 0 ? barAt(score.length - 1) + 1 : 0;
}

const BarGrid::Section &BarGrid::sectionAt(Tick tick) const
{
    const auto next = std::upper_bound(m_sections.begin(), m_sections.end(), tick,
                                       [](Tick value, const Section &section) { return value < section.metre.tick; });
    return next == m_sections.begin() ? *next : *std::prev(next);
}

std::int64_t BarGrid::barAt(Tick tick) const
{
    const Section &section = sectionAt(tick);
    return section.firstBar + std::max<Tick>(tick - section.metre.tick, 0) / section.barTicks;
}

Tick BarGrid::barStart(std::int64_t bar) const
{
    const auto next =
        std::upper_bound(m_sections.begin(), m_sections.end(), bar,
                         [](std::int64_t value, const Section &section) { return value < section.firstBar; });
    const Section &section = next == m_sections.begin() ? *next : *std::prev(next);
    return section.metre.tick + (bar - section.firstBar) * section.barTicks;
}

const MetreChange &BarGrid::metreAt(Tick tick) const
{
    return sectionAt(tick).metre;
}

} // namespace klangraum
