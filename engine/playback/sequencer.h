// Sequencer: transport and sequencer as one deterministic state machine on a frame clock. No device, no thread, no
// queue: whoever owns it calls process() and takes the events. Everything but the constructor is real-time safe.
//
// Invariants: every NoteOn is followed by exactly one NoteOff of its voice and pitch; events come in order of frame
// and tick; what comes out does not depend on how the frames are cut into blocks, only on the frames at which
// commands are given. Plans are borrowed: each offered plan comes back exactly once by takeUnused() or releaseAll().
#pragma once

#include "playback/plan.h"
#include "playback/transport.h"

#include <array>
#include <cstdint>

namespace klangraum {

// Takes events as they happen. HeardEvent::frame counts from the start of the sequencer.
class EventSink
{
public:
    virtual void event(const HeardEvent &event) noexcept = 0;
    // From here on `loop` sounds, from its frame `frame`; null: none does. Follows the event that says so.
    virtual void loop(const Loop *loop, std::size_t frame) noexcept
    {
        static_cast<void>(loop);
        static_cast<void>(frame);
    }

protected:
    ~EventSink() = default;
};

class Sequencer
{
public:
    explicit Sequencer(double sampleRate = 48000.0);

    // Commands: they act at the frame that is processed next.
    void play(EventSink &sink) noexcept;
    void pause(EventSink &sink) noexcept;
    // Kept within 10..400. Nothing happens where the plan has a loop: its tempo stands.
    void setTempo(double quartersPerMinute, EventSink &sink) noexcept;
    void setProgram(int voice, PlanVoice sound, EventSink &sink) noexcept; // of one voice
    void setMuted(int voice, bool muted, EventSink &sink) noexcept;
    void setSampleRate(double sampleRate) noexcept; // only while paused
    // The plan must have gone through makePlayable(). `receivedTime` goes to TransportState::planReceivedTime.
    void offer(const Plan *plan, std::int64_t receivedTime) noexcept;
    // A plan that is no longer needed, or null. To be emptied after every offer() and process().
    const Plan *takeUnused() noexcept;
    // The end of it all: gives back every plan still held, null where there is none.
    std::array<const Plan *, 2> releaseAll() noexcept;
    // Frame of the plan's loop at `tick`. Only for a plan that has one.
    static std::size_t loopFrame(const Plan &plan, double tick) noexcept;

    // Advances the clock.
    void process(std::uint32_t frames, EventSink &sink) noexcept;

    const TransportState &state() const noexcept { return m_state; }
    std::uint64_t frame() const noexcept { return m_frame; }
    PlanVoice sound(int voice) const noexcept { return m_sounds[static_cast<std::size_t>(voice)]; }

private:
    struct Active
    {
        Tick end = 0;
        std::uint8_t voice = 0;
        std::uint8_t pitch = 0;
        std::uint8_t velocity = 0;
        bool audible = false; // not while paused or muted
        bool kept = false; // scratch of switchPlan()
    };
    static constexpr std::size_t kMaxActive = static_cast<std::size_t>(kMaxVoices) * 128;

    double tickAt(std::uint64_t frame) const noexcept;
    std::uint64_t frameOf(Tick tick) const noexcept;
    void anchor(double tick) noexcept;
    Tick nextTick() const noexcept;
    void execute(Tick tick, EventSink &sink) noexcept;
    bool canSwitch(Tick tick) const noexcept;
    void switchPlan(Tick tick, EventSink &sink) noexcept;
    void switchNotes(Tick tick, EventSink &sink) noexcept;
    void switchLoop(bool on, EventSink &sink) noexcept;
    void followTempi(Tick tick, EventSink &sink) noexcept;
    void applyTempo(double quartersPerMinute, EventSink &sink) noexcept;
    void begin(const Note &note, EventSink &sink) noexcept;
    void endActive(std::size_t index, EventSink &sink) noexcept;
    void emit(HeardEvent::Kind kind, int voice, int pitch, int value, EventSink &sink) noexcept;
    void noteOn(Active &note, EventSink &sink) noexcept;
    void noteOff(Active &note, EventSink &sink) noexcept;
    void discard(const Plan *plan) noexcept;
    void publish() noexcept;
    std::int16_t &slot(int voice, int pitch) noexcept;

    TransportState m_state;
    std::uint64_t m_frame = 0;
    // Position: m_anchorTick at m_anchorFrame, then m_ticksPerFrame a frame while it runs.
    std::uint64_t m_anchorFrame = 0;
    double m_anchorTick = 0;
    double m_ticksPerFrame = 0;
    Tick m_nextTick = 0; // everything before it is done
    bool m_playing = false;
    bool m_holding = true; // at the plan's end, or no plan yet

    const Plan *m_plan = nullptr;
    std::size_t m_cursor = 0; // next note of m_plan to begin
    std::size_t m_tempoCursor = 0;
    const Plan *m_pending = nullptr;
    bool m_loops = false; // the plan's loop sounds
    std::uint64_t m_loopFrom = 0; // frame at which the last loop began
    Tick m_switchTick = 0;
    std::int64_t m_pendingReceived = 0;
    std::array<const Plan *, 4> m_unused{};
    std::size_t m_unusedCount = 0;

    std::array<PlanVoice, kMaxVoices> m_sounds{};
    std::array<bool, kMaxVoices> m_muted{};
    std::array<Active, kMaxActive> m_active{};
    std::size_t m_activeCount = 0;
    std::array<std::int16_t, kMaxActive> m_slot{}; // [voice, pitch] -> index in m_active, -1: silent
};

} // namespace klangraum
