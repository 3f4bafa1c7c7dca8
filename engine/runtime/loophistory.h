// LoopHistory: which loop sounded when and which comes next, with their pictures: what the screen draws of an audio
// model. Put together from what sounded (the player's heard events) and what the network has made (the engine's
// updates). GUI thread only.
#pragma once

#include "runtime/enginethread.h"
#include "runtime/picturethread.h"
#include "runtime/session.h"

#include <cstdint>
#include <deque>
#include <vector>

namespace klangraum {

class LoopHistory
{
public:
    void heard(const HeardEvent &event);
    void written(const MusicUpdate &music);
    void pictured(const LoopPicture &picture);

    std::uint64_t serial() const { return m_serial; } // rises whenever the spans changed
    const std::vector<SoundSpan> &spans() const { return m_spans; }
    const std::vector<float> &steps() const { return m_steps; } // stepPattern() of the newest whole loop; may be empty

private:
    void begin(SoundSpan span);

    std::vector<SoundSpan> m_spans; // heard; the last may be the one that comes next
    bool m_ahead = false; // it is
    std::deque<SoundSpan> m_known; // loops that may still begin, the newest last
    std::vector<float> m_steps;
    std::uint64_t m_serial = 0;
};

} // namespace klangraum
