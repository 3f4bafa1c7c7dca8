#include "playback/playercore.h"

#include <algorithm>
#include <chrono>

namespace klangraum {

namespace {

constexpr std::size_t kPlans = 256; // under way at once: a second of a dragging finger without anybody collecting
constexpr std::size_t kHeard = 8192; // events: minutes of music that nobody drains
constexpr std::size_t kMidi = 1024;
constexpr std::size_t kVisitor = 256;

std::int64_t now() noexcept
{
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

} // namespace

PlayerCore::PlayerCore(std::unique_ptr<Instrument> instrument, double sampleRate, double gain)
    : m_instrument(std::move(instrument))
    , m_sequencer(sampleRate)
    , m_loops(sampleRate)
    , m_stage(sampleRate)
    , m_plans(kPlans)
    , m_visitorNotes{ SpscQueue<VisitorNote>(kVisitor), SpscQueue<VisitorNote>(kVisitor) }
    , m_used(2 * kPlans)
    , m_heard(kHeard)
    , m_midiOut(kMidi)
    , m_state(m_sequencer.state())
{
    m_stage.jumpToGain(static_cast<float>(std::clamp(gain, 0.0, 1.0)));
    m_resting.reserve(kPlans);
}

PlayerCore::~PlayerCore()
{
    m_loops.clear();
    collectGarbage();
    Plan *plan = nullptr;
    while (m_plans.pop(plan))
        delete plan;
    for (const Plan *held : m_sequencer.releaseAll())
        delete held;
}

bool PlayerCore::postPlan(std::unique_ptr<Plan> plan)
{
    collectGarbage();
    if (!plan || m_underWay.load(std::memory_order_relaxed) >= kPlans)
        return false;
    makePlayable(*plan);
    m_underWay.fetch_add(1, std::memory_order_relaxed);
    if (!m_plans.push(plan.get())) {
        m_underWay.fetch_sub(1, std::memory_order_relaxed);
        return false;
    }
    plan.release(); // NOLINT(bugprone-unused-return-value): the queue owns it
    return true;
}

void PlayerCore::collectGarbage()
{
    if (m_collecting.test_and_set(std::memory_order_acquire))
        return; // another thread is at it
    const Plan *plan = nullptr;
    while (m_used.pop(plan))
        m_resting.push_back(plan);
    const auto freed = std::erase_if(m_resting, [](const Plan *used) {
        if (used->loop && used->loop->held())
            return false;
        delete used;
        return true;
    });
    m_underWay.fetch_sub(freed, std::memory_order_relaxed);
    m_collecting.clear(std::memory_order_release);
}

void PlayerCore::setProgram(int voice, int program) noexcept
{
    for (int i = 0; i < kMaxVoices; ++i) {
        if (voice < 0 || voice == i)
            m_wantedPrograms[static_cast<std::size_t>(i)].post(static_cast<std::uint32_t>(std::clamp(program, 0, 127)));
    }
}

void PlayerCore::setVoiceMuted(int voice, bool muted) noexcept
{
    if (voice >= 0 && voice < kMaxVoices)
        m_wantedMutes[static_cast<std::size_t>(voice)].post(muted ? 1u : 0u);
}

bool PlayerCore::postVisitorNote(VisitorNote note, VisitorHand hand) noexcept
{
    if (m_visitorNotes[static_cast<std::size_t>(hand)].push(note))
        return true;
    endVisitorNotes(); // a lost note-off must not hang
    return false;
}

void PlayerCore::drainHeard(std::vector<HeardEvent> &events)
{
    HeardEvent event;
    while (m_heard.pop(event))
        events.push_back(event);
}

PlanVoice PlayerCore::sound(int voice) const noexcept
{
    const unsigned sound = m_sounds[static_cast<std::size_t>(voice)].load();
    return { static_cast<std::uint8_t>(sound & 127u), sound >= 128 };
}

void PlayerCore::renderUpTo(std::uint64_t frame) noexcept
{
    if (frame <= m_rendered)
        return;
    float *const out = m_out + 2 * (m_rendered - m_blockStart);
    const auto frames = static_cast<std::uint32_t>(frame - m_rendered);
    m_instrument->render(out, frames);
    m_loops.render(out, frames);
    m_rendered = frame;
}

void PlayerCore::event(const HeardEvent &event) noexcept
{
    renderUpTo(event.frame);
    switch (event.kind) {
    case HeardEvent::Kind::NoteOn:
        m_instrument->noteOn(event.voice, event.pitch, event.value);
        break;
    case HeardEvent::Kind::NoteOff:
        m_instrument->noteOff(event.voice, event.pitch);
        break;
    case HeardEvent::Kind::Program:
        m_instrument->setProgram(event.voice, event.value, event.pitch != 0);
        m_sounds[event.voice].store(static_cast<std::uint16_t>(event.value + (event.pitch != 0 ? 128 : 0)));
        break;
    case HeardEvent::Kind::Tempo:
    case HeardEvent::Kind::Play:
    case HeardEvent::Kind::Pause:
    case HeardEvent::Kind::Loop:
        break;
    }
    HeardEvent heard = event;
    if (m_recorder)
        heard.recorded = m_recordedBefore + (event.frame - m_blockStart);
    if (!m_heard.push(heard))
        m_lostHeard.fetch_add(1, std::memory_order_relaxed);
    if (m_midiOutOn.load() && event.voice != kVisitorVoice) {
        const double seconds = static_cast<double>(event.frame - m_blockStart) / m_sequencer.state().sampleRate;
        // Full: the port's thread is stuck; it silences the port when it comes back.
        (void)m_midiOut.push({ event, m_blockTime + static_cast<std::int64_t>(seconds * 1e9) });
    }
}

void PlayerCore::loop(const Loop *loop, std::size_t frame) noexcept
{
    renderUpTo(m_sequencer.frame());
    if (loop)
        m_loops.start(loop, frame);
    else
        m_loops.stop();
}

void PlayerCore::record(double seconds)
{
    m_recorder = std::make_unique<SoundRecorder>(static_cast<std::size_t>(seconds * m_sequencer.state().sampleRate));
}

void PlayerCore::takeCommands() noexcept
{
    std::uint32_t value = 0;
    float number = 0;
    for (std::size_t i = 0; i < kMaxVoices; ++i) {
        const int voice = static_cast<int>(i);
        if (m_wantedPrograms[i].take(value))
            m_sequencer.setProgram(voice, { static_cast<std::uint8_t>(value), m_sequencer.sound(voice).percussion },
                                   *this);
        if (m_wantedMutes[i].take(value))
            m_sequencer.setMuted(voice, value != 0, *this);
    }
    if (m_wantedTempo.take(number))
        m_sequencer.setTempo(static_cast<double>(number), *this);
    if (m_wantedGain.take(number) && number >= 0)
        m_stage.setGain(std::min(number, 1.0f));
    if (m_wantedPlaying.take(value)) {
        if (value != 0)
            m_sequencer.play(*this);
        else
            m_sequencer.pause(*this);
    }
}

void PlayerCore::takePlans() noexcept
{
    Plan *plan = nullptr;
    while (m_plans.pop(plan)) {
        m_sequencer.offer(plan, now());
        returnUnused();
    }
}

// The queue has room for all plans that can be under way.
void PlayerCore::returnUnused() noexcept
{
    while (const Plan *plan = m_sequencer.takeUnused())
        (void)m_used.push(plan);
}

void PlayerCore::visitorNote(int pitch, int velocity) noexcept
{
    bool &sounds = m_visitorSounds[static_cast<std::size_t>(pitch)];
    if (velocity == 0 && !sounds)
        return;
    HeardEvent event;
    event.voice = kVisitorVoice;
    event.pitch = static_cast<std::uint8_t>(pitch);
    event.frame = m_blockStart;
    event.tick = m_sequencer.state().tick;
    event.quartersPerMinute = static_cast<float>(m_sequencer.state().quartersPerMinute);
    event.sampleRate = static_cast<std::uint32_t>(m_sequencer.state().sampleRate);
    if (sounds) {
        event.kind = HeardEvent::Kind::NoteOff;
        this->event(event);
    }
    sounds = velocity > 0;
    if (sounds) {
        event.kind = HeardEvent::Kind::NoteOn;
        event.value = static_cast<std::uint8_t>(velocity);
        this->event(event);
    }
}

void PlayerCore::takeVisitorNotes() noexcept
{
    VisitorNote note;
    for (SpscQueue<VisitorNote> &hand : m_visitorNotes) {
        while (hand.pop(note)) {
            if (note.pitch < 128 && note.velocity < 128)
                visitorNote(note.pitch, note.velocity);
        }
    }
    std::uint32_t ignored = 0;
    if (m_visitorPanic.take(ignored)) {
        for (int pitch = 0; pitch < 128; ++pitch)
            visitorNote(pitch, 0);
    }
}

void PlayerCore::publish() noexcept
{
    TransportState state = m_sequencer.state();
    state.underruns = m_underruns;
    state.starvations = m_loops.starved();
    state.silentBlocks = m_refused.load(std::memory_order_relaxed);
    m_state.write(state);
}

void PlayerCore::render(float *out, std::uint32_t frames, bool underrun, std::uint32_t latencyFrames) noexcept
{
    if (m_rendering.test_and_set(std::memory_order_acquire)) {
        // Another thread is in here, which a device that is being closed can bring about: silence.
        std::fill(out, out + 2 * static_cast<std::size_t>(frames), 0.0f);
        m_refused.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    m_underruns += underrun ? 1 : 0;
    m_out = out;
    m_blockStart = m_rendered = m_sequencer.frame();
    m_recordedBefore = m_recorder ? m_recorder->recorded() : 0;
    m_blockTime = now() + static_cast<std::int64_t>(latencyFrames * 1e9 / m_sequencer.state().sampleRate);
    takeCommands();
    takePlans();
    takeVisitorNotes();
    const bool recording = m_recorder && (m_sequencer.state().playing || !m_loops.silent());
    m_sequencer.process(frames, *this);
    returnUnused();
    renderUpTo(m_blockStart + frames);
    if (recording)
        m_recorder->write(out, frames);
    m_stage.process(out, frames);
    publish();
    m_rendering.clear(std::memory_order_release);
}

void PlayerCore::setSampleRate(double sampleRate)
{
    if (sampleRate == m_sequencer.state().sampleRate)
        return;
    m_instrument->setSampleRate(sampleRate);
    m_out = nullptr;
    m_blockStart = m_rendered = m_sequencer.frame();
    for (int pitch = 0; pitch < 128; ++pitch)
        visitorNote(pitch, 0);
    // The instrument has forgotten its notes: what holds is struck again.
    const bool playing = m_sequencer.state().playing;
    m_sequencer.pause(*this);
    m_sequencer.setSampleRate(sampleRate);
    m_loops.setSampleRate(sampleRate);
    if (m_recorder) {
        m_recorder->forget();
        m_recordedBefore = m_recorder->recorded();
    }
    m_stage.setSampleRate(sampleRate);
    if (playing)
        m_sequencer.play(*this);
    publish();
}

} // namespace klangraum
