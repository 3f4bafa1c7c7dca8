// TempoMap: ticks to seconds and back along a score's tempo changes, in logarithmic time.
// Immutable after construction; may be read from any thread. Real-time safe once built.
#pragma once

#include "music/score.h"

namespace klangraum {

class TempoMap
{
public:
    // `score` need not be normalised: changes without a positive finite tempo are left out; no change means 120 a
    // minute.
    explicit TempoMap(const Score &score);

    // Seconds from tick 0; before tick 0 the first tempo is carried on backwards.
    double secondsAt(Tick tick) const;
    // The inverse, not rounded to a whole tick.
    double tickAt(double seconds) const;

private:
    struct Segment
    {
        Tick tick;
        double seconds;
        double secondsPerTick;
    };
    std::vector<Segment> m_segments; // never empty, the first begins at tick 0
};

} // namespace klangraum
