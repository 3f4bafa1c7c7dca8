// BarGrid: ticks to bars and back along a score's metre changes. Bars count from 0; a change of metre inside a bar
// cuts it short. Immutable after construction; may be read from any thread. Real-time safe once built.
#pragma once

#include "music/score.h"

namespace klangraum {

class BarGrid
{
public:
    // `score` must be normalised.
    explicit BarGrid(const Score &score);

    std::int64_t barAt(Tick tick) const; // ticks before 0 belong to bar 0
    Tick barStart(std::int64_t bar) const;
    // The metre in force, and where in it `tick` is.
    const MetreChange &metreAt(Tick tick) const;
    Tick tickInBar(Tick tick) const { return tick - barStart(barAt(tick)); }
    // Bars from tick 0 to the score's length, the last one whole or not.
    std::int64_t bars() const { return m_bars; }

private:
    struct Section
    {
        MetreChange metre;
        Tick barTicks;
        std::int64_t firstBar;
    };
    const Section &sectionAt(Tick tick) const;

    std::vector<Section> m_sections; // never empty, the first begins at tick 0
    std::int64_t m_bars = 0;
};

} // namespace klangraum
