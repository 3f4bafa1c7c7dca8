// LoopDriver: has a network compute loops of audio and makes the player's plans from them. Plain arithmetic, no thread
// of its own: the engine thread drives it, part by part.
//
// Invariants: a loop is posted as soon as a beat of it is there, from the beat at which it can begin on, and dropped
// for a newer gesture only once two are: it has to play on where the next one just misses its beat. Before, it may not:
// a finger that never rests would never be heard. Nor does a loop that begins a beat later displace one that has yet to
// begin.
#pragma once

#include "generators/audiostream.h"
#include "playback/loopfill.h"
#include "playback/plan.h"
#include "playback/transport.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

namespace klangraum {

class LoopDriver
{
public:
    // `first`: nothing has played yet, the loop begins where the playhead stands. Else its style begins at a bar line.
    // `atOnce`: gestures take effect at once, not at the next beat.
    LoopDriver(std::unique_ptr<AudioStream> stream, bool first, bool atOnce);

    // Begins the loop for this steering; what was under way is dropped. `id` of the loop. Throws Error for a stream
    // whose loop cannot be.
    void begin(const Steering &steering, const TransportState &transport, std::uint64_t id);
    // Another gesture may begin: what is under way has been posted and can be left.
    bool free() const;
    bool computing() const { return m_fill && !m_whole; }
    // Computes the next part. Returns the network's milliseconds. Throws Error.
    double step();
    // True where the device runs at another rate now: the same loop for that, to be posted. `id` as in begin().
    bool followDevice(const TransportState &transport, std::uint64_t id);
    // The loop is to be posted now: it has not been, and what it needs is there.
    bool due(const TransportState &transport) const;
    // Its plan. `gridTicks` and, before the style's first bar, `atNextBar` say when it takes effect.
    std::unique_ptr<Plan> plan(std::uint64_t serial, const TransportState &transport);
    void posted();

    const AudioLoop &format() const { return m_format; }
    Tick origin() const { return m_origin.value_or(0); } // of the loop's frame 0; once there is a plan
    Tick gridTicks() const;
    Tick switchTick() const { return m_switchTick; } // where the plan made last takes effect

private:
    Tick nextSwitch(const TransportState &transport) const;
    std::size_t framesOf(double beats) const; // and some to spare
    std::size_t frameAt(Tick tick) const; // of the loop under way

    std::unique_ptr<AudioStream> m_stream;
    bool m_first;
    bool m_atOnce;
    AudioLoop m_format;
    std::optional<Tick> m_origin; // where the style began; unset until its first plan
    std::unique_ptr<LoopFill> m_fill;
    bool m_whole = false;
    bool m_posted = false;
    Tick m_target = 0; // where the loop under way is meant to begin; not before
    std::uint64_t m_serial = 0; // of the plan made last
    Tick m_switchTick = 0; // where it takes effect, and the loop's frame there
    std::size_t m_switchFrame = 0;
    std::uint64_t m_postedSerial = 0; // of the one posted last
    Tick m_postedSwitch = 0;
    std::chrono::steady_clock::time_point m_began;
    double m_seconds = 0.1; // from a gesture to its plan, smoothed
};

} // namespace klangraum
