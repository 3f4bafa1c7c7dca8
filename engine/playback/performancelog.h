// PerformanceLog: everything that sounded, in order, bounded. "Keep" exports from it what was heard.
// One thread (the one that drains the player).
#pragma once

#include "music/score.h"
#include "playback/transport.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace klangraum {

// A stretch of what was heard, moved to begin at tick 0 and frame 0. Pauses are taken out: a note that was silenced
// by a pause and struck again after it is one note. A plain value.
struct Excerpt
{
    Score score; // notes as heard, with tempo changes and programs; kTicksPerQuarter
    std::vector<HeardEvent> events; // for renderEvents(); every note on has its note off; frames at `sampleRate`
    std::uint64_t frames = 0; // up to the excerpt's end, without the last notes' dying away
    std::uint32_t sampleRate = 48000;

    double seconds() const { return static_cast<double>(frames) / sampleRate; }
};

class PerformanceLog
{
public:
    // Keeps the last `maxEvents` events: the default is hours of four voices in about 10 MB.
    explicit PerformanceLog(std::size_t maxEvents = 200'000);

    void add(const HeardEvent &event);
    std::size_t size() const { return m_events.size(); }
    // The tick of the oldest event still known.
    double begin() const;

    // What sounded in ticks [from, to). Notes that sound already at `from` begin there, notes that sound still at
    // `to` end there. Empty where nothing is known of that time.
    Excerpt excerpt(Tick from, Tick to) const;

    // The frames of the SoundRecorder in which ticks [from, to) sounded. Equal where nothing is known of that time.
    struct Frames
    {
        std::uint64_t from = 0, to = 0;
    };
    Frames recorded(Tick from, Tick to) const;

private:
    // What holds before the oldest event, brought forward as events are dropped.
    struct Before
    {
        double quartersPerMinute = 92.0;
        std::uint8_t programs[kMaxVoices] = {};
        bool percussion[kMaxVoices] = {};
        std::uint8_t velocity[kMaxVoices][128] = {}; // of what sounds; 0: silent
        bool playing = false;
        std::uint64_t frame = 0;
        double tick = 0;
        std::uint64_t recorded = 0;
        std::uint32_t sampleRate = 48000;

        void bringForward(const HeardEvent &event);
    };
    class Cutter;

    std::size_t m_maxEvents;
    std::deque<HeardEvent> m_events;
    Before m_before;
};

} // namespace klangraum
