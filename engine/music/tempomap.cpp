#include "music/tempomap.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

TempoMap::TempoMap(const Score &score)
{
    const double ticks = std::max(score.ticksPerQuarter, 1);
    const auto secondsPerTick = [ticks](double quartersPerMinute) { return 60.0 / (quartersPerMinute * ticks); };
    std::vector<TempoChange> changes;
    for (const TempoChange &change : score.tempi)
        if (std::isfinite(change.quartersPerMinute) && change.quartersPerMinute > 0.0)
            changes.push_back(change);
    std::stable_sort(changes.begin(), changes.end(), [](const auto &a, const auto &b) { return a.tick < b.tick; });
    m_segments.push_back({ 0, 0.0, secondsPerTick(120.0) });
    for (const TempoChange &change : changes) {
        Segment &last = m_segments.back();
        const Tick tick = std::max<Tick>(change.tick, 0);
        const double seconds = last.seconds + static_cast<double>(tick - last.tick) * last.secondsPerTick;
        if (tick == last.tick)
            last.secondsPerTick = secondsPerTick(change.quartersPerMinute);
        else
            m_segments.push_back({ tick, seconds, secondsPerTick(change.quartersPerMinute) });
    }
}

double TempoMap::secondsAt(Tick tick) const
{
    auto next = std::upper_bound(m_segments.begin(), m_segments.end(), tick,
                                 [](Tick value, const Segment &segment) { return value < segment.tick; });
    const Segment &segment = next == m_segments.begin() ? *next : *std::prev(next);
    return segment.seconds + static_cast<double>(tick - segment.tick) * segment.secondsPerTick;
}

double TempoMap::tickAt(double seconds) const
{
    auto next = std::upper_bound(m_segments.begin(), m_segments.end(), seconds,
                                 [](double value, const Segment &segment) { return value < segment.seconds; });
    const Segment &segment = next == m_segments.begin() ? *next : *std::prev(next);
    return static_cast<double>(segment.tick) + (seconds - segment.seconds) / segment.secondsPerTick;
}

} // namespace klangraum
