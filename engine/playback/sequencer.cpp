#include "playback/sequencer.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace klangraum {

namespace {

constexpr Tick kNever = std::numeric_limits<Tick>::max();
constexpr double kSlowest = 10.0, kFastest = 400.0; // quarters a minute
constexpr double kLoopAhead = 0.1; // seconds of a loop that must be there for it to begin
constexpr double kLoopRest = 0.03; // seconds between two loops' beginnings: longer than a fade

Tick roundUp(Tick tick, Tick step) noexcept
{
    const Tick below = tick / step * step; // ticks are never negative here
    return below < tick ? below + step : below;
}

} // namespace

Sequencer::Sequencer(double sampleRate)
{
    m_slot.fill(-1);
    m_state.sampleRate = sampleRate;
    m_ticksPerFrame = m_state.quartersPerMinute * kTicksPerQuarter / (60.0 * sampleRate);
}

std::int16_t &Sequencer::slot(int voice, int pitch) noexcept
{
    return m_slot[static_cast<std::size_t>(voice) * 128 + static_cast<std::size_t>(pitch)];
}

double Sequencer::tickAt(std::uint64_t frame) const noexcept
{
    if (!m_playing || m_holding)
        return m_anchorTick;
    return m_anchorTick + static_cast<double>(frame - m_anchorFrame) * m_ticksPerFrame;
}

// The first frame at or after `tick`.
std::uint64_t Sequencer::frameOf(Tick tick) const noexcept
{
    const double frames = (static_cast<double>(tick) - m_anchorTick) / m_ticksPerFrame;
    if (frames <= 0)
        return m_anchorFrame;
    if (frames > 1e15)
        return std::numeric_limits<std::uint64_t>::max();
    return m_anchorFrame + static_cast<std::uint64_t>(std::ceil(frames - 1e-6));
}

void Sequencer::anchor(double tick) noexcept
{
    m_anchorTick = tick;
    m_anchorFrame = m_frame;
}

void Sequencer::emit(HeardEvent::Kind kind, int voice, int pitch, int value, EventSink &sink) noexcept
{
    HeardEvent event;
    event.kind = kind;
    event.voice = static_cast<std::uint8_t>(voice);
    event.pitch = static_cast<std::uint8_t>(pitch);
    event.value = static_cast<std::uint8_t>(value);
    event.quartersPerMinute = static_cast<float>(m_state.quartersPerMinute);
    event.frame = m_frame;
    event.tick = tickAt(m_frame);
    event.sampleRate = static_cast<std::uint32_t>(std::lround(m_state.sampleRate));
    event.loop = kind == HeardEvent::Kind::Loop && m_loops ? m_plan->loop->id() : 0;
    sink.event(event);
}

void Sequencer::noteOn(Active &note, EventSink &sink) noexcept
{
    if (note.audible || !m_playing || m_muted[note.voice])
        return;
    note.audible = true;
    emit(HeardEvent::Kind::NoteOn, note.voice, note.pitch, note.velocity, sink);
}

void Sequencer::noteOff(Active &note, EventSink &sink) noexcept
{
    if (!note.audible)
        return;
    note.audible = false;
    emit(HeardEvent::Kind::NoteOff, note.voice, note.pitch, 0, sink);
}

// A note struck again while it sounds ends first; the later end counts.
void Sequencer::begin(const Note &note, EventSink &sink) noexcept
{
    std::int16_t &index = slot(note.voice, note.pitch);
    if (index < 0) {
        index = static_cast<std::int16_t>(m_activeCount);
        Active &fresh = m_active[m_activeCount++];
        fresh = Active{};
        fresh.voice = static_cast<std::uint8_t>(note.voice);
        fresh.pitch = static_cast<std::uint8_t>(note.pitch);
        fresh.end = note.end();
    }
    Active &active = m_active[static_cast<std::size_t>(index)];
    noteOff(active, sink);
    active.end = std::max(active.end, note.end());
    active.velocity = static_cast<std::uint8_t>(note.velocity);
    noteOn(active, sink);
}

void Sequencer::endActive(std::size_t index, EventSink &sink) noexcept
{
    noteOff(m_active[index], sink);
    slot(m_active[index].voice, m_active[index].pitch) = -1;
    --m_activeCount;
    if (index != m_activeCount) {
        m_active[index] = m_active[m_activeCount];
        slot(m_active[index].voice, m_active[index].pitch) = static_cast<std::int16_t>(index);
    }
}

void Sequencer::play(EventSink &sink) noexcept
{
    if (m_playing)
        return;
    anchor(m_anchorTick);
    m_playing = true;
    emit(HeardEvent::Kind::Play, 0, 0, 0, sink);
    for (std::size_t i = 0; i < m_activeCount; ++i)
        noteOn(m_active[i], sink);
    switchLoop(!m_holding, sink);
    publish();
}

void Sequencer::pause(EventSink &sink) noexcept
{
    if (!m_playing)
        return;
    for (std::size_t i = 0; i < m_activeCount; ++i)
        noteOff(m_active[i], sink);
    switchLoop(false, sink);
    emit(HeardEvent::Kind::Pause, 0, 0, 0, sink);
    anchor(tickAt(m_frame));
    m_playing = false;
    publish();
}

void Sequencer::applyTempo(double quartersPerMinute, EventSink &sink) noexcept
{
    if (!(quartersPerMinute > 0)) // not a number, too
        return;
    quartersPerMinute = std::clamp(quartersPerMinute, kSlowest, kFastest);
    if (quartersPerMinute == m_state.quartersPerMinute)
        return;
    anchor(tickAt(m_frame));
    m_state.quartersPerMinute = quartersPerMinute;
    m_ticksPerFrame = quartersPerMinute * kTicksPerQuarter / (60.0 * m_state.sampleRate);
    emit(HeardEvent::Kind::Tempo, 0, 0, 0, sink);
}

void Sequencer::setTempo(double quartersPerMinute, EventSink &sink) noexcept
{
    if (!m_plan || !m_plan->loop)
        applyTempo(quartersPerMinute, sink);
    publish();
}

void Sequencer::setSampleRate(double sampleRate) noexcept
{
    anchor(tickAt(m_frame));
    m_state.sampleRate = sampleRate;
    m_ticksPerFrame = m_state.quartersPerMinute * kTicksPerQuarter / (60.0 * sampleRate);
}

void Sequencer::setProgram(int voice, PlanVoice sound, EventSink &sink) noexcept
{
    if (voice < 0 || voice >= kMaxVoices)
        return;
    m_sounds[static_cast<std::size_t>(voice)] = sound;
    emit(HeardEvent::Kind::Program, voice, sound.percussion ? 1 : 0, sound.program, sink);
}

void Sequencer::setMuted(int voice, bool muted, EventSink &sink) noexcept
{
    if (voice < 0 || voice >= kMaxVoices || m_muted[static_cast<std::size_t>(voice)] == muted)
        return;
    m_muted[static_cast<std::size_t>(voice)] = muted;
    for (std::size_t i = 0; i < m_activeCount; ++i) {
        if (m_active[i].voice != voice)
            continue;
        if (muted)
            noteOff(m_active[i], sink);
        else
            noteOn(m_active[i], sink);
    }
}

void Sequencer::discard(const Plan *plan) noexcept
{
    if (plan && m_unusedCount < m_unused.size())
        m_unused[m_unusedCount++] = plan;
}

const Plan *Sequencer::takeUnused() noexcept
{
    return m_unusedCount > 0 ? m_unused[--m_unusedCount] : nullptr;
}

std::array<const Plan *, 2> Sequencer::releaseAll() noexcept
{
    const std::array<const Plan *, 2> held{ m_plan, m_pending };
    m_plan = m_pending = nullptr;
    m_holding = true;
    return held;
}

void Sequencer::offer(const Plan *plan, std::int64_t receivedTime) noexcept
{
    discard(m_pending);
    m_pending = plan;
    m_pendingReceived = receivedTime;
    const Tick now = std::max(m_nextTick, static_cast<Tick>(std::ceil(tickAt(m_frame) - 1e-6)));
    if (m_holding)
        m_switchTick = m_nextTick;
    else
        m_switchTick = roundUp(now, plan->atNextBar ? plan->barTicks : plan->gridTicks);
}

Tick Sequencer::nextTick() const noexcept
{
    if (m_holding)
        return m_pending && canSwitch(m_nextTick) ? m_nextTick : kNever;
    Tick next = m_plan->end;
    if (m_pending)
        next = std::min(next, m_switchTick);
    if (m_cursor < m_plan->notes.size())
        next = std::min(next, m_plan->notes[m_cursor].start);
    if (m_tempoCursor < m_plan->tempi.size())
        next = std::min(next, m_plan->tempi[m_tempoCursor].tick);
    for (std::size_t i = 0; i < m_activeCount; ++i)
        next = std::min(next, m_active[i].end);
    return std::max(next, m_nextTick);
}

std::size_t Sequencer::loopFrame(const Plan &plan, double tick) noexcept
{
    const auto turn = static_cast<double>(plan.loop->ticks());
    double within = std::fmod(tick - static_cast<double>(plan.loopOrigin), turn);
    within = within < 0 ? within + turn : within;
    const auto frame = static_cast<std::size_t>(std::llround(within / turn * static_cast<double>(plan.loop->frames())));
    return frame % plan.loop->frames();
}

bool Sequencer::canSwitch(Tick tick) const noexcept
{
    if (!m_pending->loop)
        return true;
    const auto ahead = static_cast<std::size_t>(kLoopAhead * m_state.sampleRate);
    const bool rested = !m_loops || static_cast<double>(m_frame - m_loopFrom) >= kLoopRest * m_state.sampleRate;
    return rested && m_pending->loop->covers(loopFrame(*m_pending, static_cast<double>(tick)), ahead);
}

// The plan's loop begins, goes on elsewhere or ends.
void Sequencer::switchLoop(bool on, EventSink &sink) noexcept
{
    const Loop *loop = on && m_playing && m_plan ? m_plan->loop.get() : nullptr;
    if (!loop && !m_loops)
        return;
    m_loops = loop != nullptr;
    m_loopFrom = m_frame;
    emit(HeardEvent::Kind::Loop, 0, 0, 0, sink);
    sink.loop(loop, loop ? loopFrame(*m_plan, tickAt(m_frame)) : 0);
}

void Sequencer::switchPlan(Tick tick, EventSink &sink) noexcept
{
    discard(m_plan);
    m_plan = m_pending;
    m_pending = nullptr;
    m_state.planSerial = m_plan->serial;
    m_state.planSwitchTick = static_cast<double>(tick);
    m_state.planSwitchFrame = m_frame;
    m_state.planGestureTime = m_plan->gestureTime;
    m_state.planReceivedTime = m_pendingReceived;
    m_state.planEnd = static_cast<double>(m_plan->end);

    const std::size_t voices = std::min<std::size_t>(m_plan->voices.size(), kVisitorVoice);
    for (std::size_t i = 0; i < voices; ++i)
        setProgram(static_cast<int>(i), m_plan->voices[i], sink);

    switchNotes(tick, sink);
    if (m_plan->loop)
        applyTempo(m_plan->loop->quartersPerMinute(), sink);
    switchLoop(m_plan->end > tick, sink);
}

void Sequencer::switchNotes(Tick tick, EventSink &sink) noexcept
{
    const auto &notes = m_plan->notes;
    const auto first =
        std::partition_point(notes.begin(), notes.end(), [tick](const Note &note) { return note.start < tick; });
    m_cursor = static_cast<std::size_t>(first - notes.begin());
    m_tempoCursor = 0;
    if (m_plan->end <= tick)
        return; // it has nothing to say: what sounds is held on

    for (std::size_t i = 0; i < m_activeCount; ++i)
        m_active[i].kept = false;
    for (std::size_t i = 0; i < m_cursor; ++i) {
        const std::int16_t index = notes[i].end() > tick ? slot(notes[i].voice, notes[i].pitch) : std::int16_t(-1);
        if (index < 0)
            continue;
        Active &active = m_active[static_cast<std::size_t>(index)];
        active.end = active.kept ? std::max(active.end, notes[i].end()) : notes[i].end();
        active.kept = true;
    }
    for (std::size_t i = m_activeCount; i-- > 0;) {
        if (!m_active[i].kept)
            endActive(i, sink);
    }
    for (std::size_t i = 0; i < m_cursor; ++i) {
        if (notes[i].end() > tick && slot(notes[i].voice, notes[i].pitch) < 0)
            begin(notes[i], sink);
    }
}

void Sequencer::followTempi(Tick tick, EventSink &sink) noexcept
{
    const auto &tempi = m_plan->tempi;
    bool any = false;
    while (m_tempoCursor < tempi.size() && tempi[m_tempoCursor].tick <= tick) {
        ++m_tempoCursor;
        any = true;
    }
    if (any)
        applyTempo(tempi[m_tempoCursor - 1].quartersPerMinute, sink);
}

void Sequencer::execute(Tick tick, EventSink &sink) noexcept
{
    const bool due = m_pending && (m_holding || m_switchTick <= tick || (m_plan && m_plan->end <= tick));
    if (due && !canSwitch(tick)) { // it waits, and what plays goes on
        m_switchTick = roundUp(tick + 1, m_pending->atNextBar ? m_pending->barTicks : m_pending->gridTicks);
    } else if (due) {
        if (m_holding) {
            anchor(m_anchorTick);
            m_holding = false;
        }
        switchPlan(tick, sink);
    }
    followTempi(tick, sink);
    if (m_plan->end <= tick) {
        anchor(static_cast<double>(tick));
        switchLoop(false, sink);
        m_holding = true;
        m_nextTick = tick;
        return;
    }
    for (std::size_t i = m_activeCount; i-- > 0;) {
        if (m_active[i].end <= tick)
            endActive(i, sink);
    }
    const auto &notes = m_plan->notes;
    for (; m_cursor < notes.size() && notes[m_cursor].start <= tick; ++m_cursor)
        begin(notes[m_cursor], sink);
    m_nextTick = tick + 1;
}

void Sequencer::process(std::uint32_t frames, EventSink &sink) noexcept
{
    const std::uint64_t end = m_frame + frames;
    while (m_playing) {
        const Tick tick = nextTick();
        if (tick == kNever)
            break;
        const std::uint64_t frame = m_holding ? m_frame : std::max(frameOf(tick), m_frame);
        if (frame >= end)
            break;
        m_frame = frame;
        execute(tick, sink);
    }
    m_frame = end;
    publish();
}

void Sequencer::publish() noexcept
{
    m_state.frame = m_frame;
    m_state.tick = tickAt(m_frame);
    m_state.playing = m_playing;
    m_state.late = m_playing && m_holding;
}

} // namespace klangraum
