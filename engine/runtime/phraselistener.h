// PhraseListener: what a visitor plays on keys becomes a phrase for the network: one note at a time, laid on the
// sixteenths of the running beat, complete when no key has been touched for a beat. A key that is never let go ends by
// itself, so that a phrase always ends. Plain arithmetic; one thread an object.
#pragma once

#include "music/score.h"
#include "playback/transport.h"

#include <optional>
#include <vector>

namespace klangraum {

class PhraseListener
{
public:
    static constexpr Tick kGrid = kTicksPerQuarter / 4;
    static constexpr Tick kPause = kTicksPerQuarter; // of silence that ends a phrase
    static constexpr Tick kLongest = 8 * kTicksPerQuarter; // of one key
    static constexpr std::size_t kMostNotes = 128; // the oldest of a longer phrase are forgotten

    void heard(const HeardEvent &event); // of any voice; only the visitor's count
    // The phrase that is complete at `tick` (absolute ticks, sorted by start), or none.
    std::vector<Note> take(double tick);

private:
    struct Key
    {
        double begin = 0;
        int pitch = 60, velocity = 80;
    };
    void end(double tick);

    std::optional<Key> m_key; // held now
    double m_ended = 0; // when the last key was let go
    std::vector<Note> m_notes;
};

} // namespace klangraum
