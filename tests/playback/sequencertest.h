// What tests of the sequencer do alike: blocks until a tick, notes paired from events.
#pragma once

#include "testmusic.h"

#include <map>
#include <vector>

namespace klangraum::test {

inline constexpr double kRate = 48000;

struct Sounding
{
    double on = 0, off = -1;
    int voice = 0, pitch = 0, velocity = 0;
};

// Pairs note-ons with note-offs; fails the test where one is missing or doubled.
inline std::vector<Sounding> paired(const std::vector<HeardEvent> &events, bool allowOpen = false)
{
    std::vector<Sounding> notes;
    std::map<std::pair<int, int>, std::size_t> open;
    std::uint64_t frame = 0;
    for (const HeardEvent &event : events) {
        if (event.frame < frame)
            qFatal("events out of order");
        frame = event.frame;
        const std::pair<int, int> key(event.voice, event.pitch);
        if (event.kind == HeardEvent::Kind::NoteOn) {
            if (open.count(key) > 0)
                qFatal("note on twice");
            open[key] = notes.size();
            notes.push_back({ event.tick, -1, event.voice, event.pitch, event.value });
        } else if (event.kind == HeardEvent::Kind::NoteOff) {
            if (open.count(key) == 0)
                qFatal("note off without note on");
            notes[open[key]].off = event.tick;
            open.erase(key);
        }
    }
    if (!allowOpen && !open.empty())
        qFatal("a note hangs");
    return notes;
}

// Blocks until the playhead stands at `tick` or the transport holds.
inline void runTo(Sequencer &sequencer, Recorder &recorder, double tick, std::uint32_t block = 64)
{
    do
        sequencer.process(block, recorder);
    while (sequencer.state().tick < tick && !sequencer.state().late);
}

inline void runFrames(Sequencer &sequencer, Recorder &recorder, std::uint64_t frames, std::uint32_t block)
{
    while (frames > 0) {
        const auto now = static_cast<std::uint32_t>(std::min<std::uint64_t>(frames, block));
        sequencer.process(now, recorder);
        frames -= now;
    }
}

inline bool same(const HeardEvent &a, const HeardEvent &b)
{
    return a.kind == b.kind && a.voice == b.voice && a.pitch == b.pitch && a.value == b.value && a.frame == b.frame &&
        a.tick == b.tick;
}

} // namespace klangraum::test
