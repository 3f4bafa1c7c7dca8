// PlayerCore: what runs inside the audio callback, with the queues on its borders. No device and no thread of its own:
// render() is called by the audio device, by the timer that stands in for one, by offline rendering and by tests.
//
// Thread rule: render() by one thread at a time (the callback's). postPlan() by the engine's thread. postVisitorNote()
// by the MIDI input's. drainHeard() by the GUI's, takeMidiOut() by the MIDI output's. collectGarbage(), the settings
// and state() by any. Nothing here ever waits.
#pragma once

#include "playback/instrument.h"
#include "playback/loopvoice.h"
#include "playback/mailbox.h"
#include "playback/outputstage.h"
#include "playback/sequencer.h"
#include "playback/snapshot.h"
#include "playback/soundrecorder.h"
#include "playback/spscqueue.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>

#include <vector>

namespace klangraum {

// An event on its way to a MIDI port.
struct TimedEvent
{
    HeardEvent event;
    std::int64_t due = 0; // steady clock, nanoseconds: when it is to be heard
};

// Where a visitor's notes come from; each is one thread.
enum class VisitorHand { Keyboard, Screen };

struct VisitorNote
{
    std::uint8_t pitch = 60;
    std::uint8_t velocity = 0; // 0: off
};

class PlayerCore final : private EventSink
{
public:
    PlayerCore(std::unique_ptr<Instrument> instrument, double sampleRate, double gain = 0.8);
    ~PlayerCore(); // nothing renders any more

    // Before anything renders: the last `seconds` of what plays, before loudness, can be read from recorder().
    void record(double seconds);
    const SoundRecorder *recorder() const { return m_recorder.get(); } // null: nothing is recorded

    // Real-time safe: one block of interleaved stereo. `latencyFrames`: from here to the ear, for MIDI.
    void render(float *out, std::uint32_t frames, bool underrun, std::uint32_t latencyFrames = 0) noexcept;
    // Not real-time safe, while nothing renders: the device runs at another rate. Throws Error.
    void setSampleRate(double sampleRate);

    bool postPlan(std::unique_ptr<Plan> plan);
    void collectGarbage();
    std::size_t plansUnderWay() const { return m_underWay.load(std::memory_order_relaxed); }

    void setPlaying(bool playing) noexcept { m_wantedPlaying.post(playing ? 1u : 0u); }
    void setTempo(double tempo) noexcept { m_wantedTempo.post(static_cast<float>(tempo)); }
    void setGain(double gain) noexcept { m_wantedGain.post(static_cast<float>(gain)); }
    void setProgram(int voice, int program) noexcept; // voice -1: all
    void setVoiceMuted(int voice, bool muted) noexcept;
    void setMidiOut(bool on) noexcept { m_midiOutOn.store(on); }

    // False: the queue is full, all visitor's notes end. One thread a hand.
    bool postVisitorNote(VisitorNote note, VisitorHand hand = VisitorHand::Keyboard) noexcept;
    void endVisitorNotes() noexcept { m_visitorPanic.post(1u); }

    TransportState state() const noexcept { return m_state.read(); }
    void drainHeard(std::vector<HeardEvent> &events);
    bool takeMidiOut(TimedEvent &event) { return m_midiOut.pop(event); }
    PlanVoice sound(int voice) const noexcept; // of a voice, as last played
    std::uint64_t lostHeard() const noexcept { return m_lostHeard.load(std::memory_order_relaxed); }

private:
    void event(const HeardEvent &event) noexcept override;
    void loop(const Loop *loop, std::size_t frame) noexcept override;
    void takeCommands() noexcept;
    void takePlans() noexcept;
    void takeVisitorNotes() noexcept;
    void visitorNote(int pitch, int velocity) noexcept;
    void returnUnused() noexcept;
    void renderUpTo(std::uint64_t frame) noexcept;
    void publish() noexcept;

    std::unique_ptr<Instrument> m_instrument;
    Sequencer m_sequencer;
    LoopVoice m_loops;
    OutputStage m_stage;
    std::unique_ptr<SoundRecorder> m_recorder;

    // Into the callback.
    SpscQueue<Plan *> m_plans;
    std::array<SpscQueue<VisitorNote>, 2> m_visitorNotes; // by hand
    Mailbox m_wantedPlaying, m_wantedTempo, m_wantedGain, m_visitorPanic;
    std::array<Mailbox, kMaxVoices> m_wantedPrograms, m_wantedMutes;
    // Out of it.
    SpscQueue<const Plan *> m_used;
    SpscQueue<HeardEvent> m_heard;
    SpscQueue<TimedEvent> m_midiOut;
    Snapshot<TransportState> m_state;
    std::atomic<std::uint64_t> m_lostHeard{ 0 };
    std::atomic<bool> m_midiOutOn{ false };
    std::array<std::atomic<std::uint16_t>, kMaxVoices> m_sounds{}; // program, and 128 for percussion
    std::atomic<std::size_t> m_underWay{ 0 };
    std::atomic_flag m_collecting = ATOMIC_FLAG_INIT;
    std::vector<const Plan *> m_resting; // used, but their loops still sound; whoever collects
    std::atomic_flag m_rendering = ATOMIC_FLAG_INIT;
    std::atomic<std::uint64_t> m_refused{ 0 }; // blocks that found render() busy

    // The callback's own.
    float *m_out = nullptr; // of the block
    std::uint64_t m_blockStart = 0;
    std::uint64_t m_rendered = 0; // frame up to which the block is filled
    std::int64_t m_blockTime = 0; // when frame m_blockStart is heard
    std::array<bool, 128> m_visitorSounds{};
    std::uint64_t m_underruns = 0;
    std::uint64_t m_recordedBefore = 0; // frames, at m_blockStart
};

} // namespace klangraum
