// WindowChain: lays the windows of a stream end to end on the transport's timeline and makes the player's plans
// from them. Plain arithmetic, no thread of its own: the engine thread drives it.
//
// Invariants: the plan holds the current window and the one after it, so the music goes on for at least one window
// when the network stalls. A note that a window says is held over from the one before is one note in notes(), with its
// true start.
#pragma once

#include "generators/generator.h"
#include "playback/plan.h"

#include <memory>
#include <optional>
#include <vector>

namespace klangraum {

class WindowChain
{
public:
    // `start`: tick of window 0.
    WindowChain(std::unique_ptr<Stream> stream, Tick start);

    // Makes the window that holds `tick` current. True where it moved on.
    bool follow(double tick);
    void decode(const Steering &steering); // the current window
    void preview(const Steering &steering); // the one after it
    void setTempo(double quartersPerMinute); // the player's, from the current window on

    Tick start() const { return m_start; }
    Tick length() const { return m_current.score.length; }
    Tick stepTicks() const { return m_current.stepTicks; }
    Tick end() const; // of what is planned
    double lastMilliseconds() const { return m_milliseconds; }
    int beatsPerBar() const;
    // Current and next window, absolute ticks, sorted by start.
    std::vector<Note> notes() const;
    // Steps from start() on.
    std::vector<ProbabilityCell> cells() const;
    // Of the current window, ticks absolute: what may come at start() + length(), and how it came to this.
    Thoughts thoughts() const;
    // At start() + length(); see Stream. The next window is then to be made anew.
    bool overrule(int voice, int pitch) { return m_stream->overrule(voice, pitch); }
    bool hear(const std::vector<Note> &phrase) { return m_stream->hear(phrase); }
    bool travel(const LatentJourney &journey) { return m_stream->travel(journey); }
    // Of the current window, which is then to be decoded again.
    bool swapCode(int group, int level, int code) { return m_stream->swapCode(group, level, code); }
    std::vector<CodeGroup> codes() const; // of the current window, ticks absolute
    std::unique_ptr<Plan> plan(std::uint64_t serial, bool atNextBar) const;

private:
    std::vector<Note> joined(bool withNext) const;

    std::unique_ptr<Stream> m_stream;
    Tick m_start = 0;
    Window m_current, m_next;
    bool m_hasCurrent = false, m_hasNext = false;
    std::vector<Note> m_reaching; // absolute; notes of windows that are over that end at start()
    std::optional<double> m_tempo; // quarters a minute, of the window decoded last
    std::optional<TempoChange> m_tempoChange; // of the current window: its slider has moved
    double m_milliseconds = 0;
};

} // namespace klangraum
