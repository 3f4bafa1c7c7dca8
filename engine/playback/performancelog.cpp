#include "playback/performancelog.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace klangraum {

namespace {

using Kind = HeardEvent::Kind;

double ticksPerFrame(double quartersPerMinute, std::uint32_t sampleRate)
{
    return quartersPerMinute * kTicksPerQuarter / (60.0 * std::max(1u, sampleRate));
}

} // namespace

void PerformanceLog::Before::bringForward(const HeardEvent &event)
{
    const std::size_t voice = std::min<std::size_t>(event.voice, kMaxVoices - 1);
    switch (event.kind) {
    case Kind::NoteOn:
        velocity[voice][event.pitch & 127] = event.value;
        break;
    case Kind::NoteOff:
        velocity[voice][event.pitch & 127] = 0;
        break;
    case Kind::Program:
        programs[voice] = event.value;
        percussion[voice] = event.pitch != 0;
        break;
    case Kind::Play:
    case Kind::Pause:
        playing = event.kind == Kind::Play;
        break;
    case Kind::Tempo:
    case Kind::Loop:
        break;
    }
    quartersPerMinute = static_cast<double>(event.quartersPerMinute);
    frame = event.frame;
    tick = event.tick;
    recorded = event.recorded;
    sampleRate = event.sampleRate;
}

// Cuts the events of an excerpt out of the log's, on a clock without pauses.
class PerformanceLog::Cutter
{
public:
    Cutter(const Before &before, double from, std::uint32_t sampleRate)
        : m_state(before)
        , m_from(from)
        , m_rate(sampleRate)
    {
        m_out = m_state.playing ? framesUntil(from) * -1.0 : 0.0;
    }

    void begin();
    void take(const HeardEvent &event);
    std::uint64_t end(double to);
    std::vector<HeardEvent> events;

private:
    // Frames from the last event to `tick`, had nothing happened in between.
    double framesUntil(double tick) const
    {
        return std::max(0.0, tick - m_state.tick) / ticksPerFrame(m_state.quartersPerMinute, m_rate);
    }
    void emit(Kind kind, std::size_t voice, std::size_t pitch, std::uint8_t value);
    void suspend();
    void endSuspended();
    bool isSuspended(std::size_t voice, std::size_t pitch) const
    {
        return std::find(m_suspended.begin(), m_suspended.end(), std::pair(voice, pitch)) != m_suspended.end();
    }
    bool resume(std::size_t voice, std::size_t pitch);

    Before m_state;
    double m_from;
    std::uint32_t m_rate;
    double m_out = 0; // frame of the excerpt at m_state.frame
    bool m_sounding[kMaxVoices][128] = {}; // in `events`
    std::vector<std::pair<std::size_t, std::size_t>> m_suspended; // silenced by a pause
};

void PerformanceLog::Cutter::emit(Kind kind, std::size_t voice, std::size_t pitch, std::uint8_t value)
{
    HeardEvent event;
    event.kind = kind;
    event.voice = static_cast<std::uint8_t>(voice);
    event.pitch = static_cast<std::uint8_t>(pitch);
    event.value = value;
    event.quartersPerMinute = static_cast<float>(m_state.quartersPerMinute);
    event.frame = static_cast<std::uint64_t>(std::llround(std::max(0.0, m_out)));
    event.tick = std::max(0.0, m_state.tick - m_from);
    event.sampleRate = m_rate;
    if (kind == Kind::NoteOn || kind == Kind::NoteOff)
        m_sounding[voice][pitch] = kind == Kind::NoteOn;
    events.push_back(event);
}

// What holds at the excerpt's beginning.
void PerformanceLog::Cutter::begin()
{
    const double tick = m_state.tick;
    m_state.tick = m_from;
    m_out = std::min(m_out, 0.0);
    const double out = std::exchange(m_out, 0.0);
    emit(Kind::Tempo, 0, 0, 0);
    for (std::size_t voice = 0; voice < kMaxVoices; ++voice)
        emit(Kind::Program, voice, m_state.percussion[voice] ? 1 : 0, m_state.programs[voice]);
    for (std::size_t voice = 0; voice < kMaxVoices; ++voice) {
        for (std::size_t pitch = 0; pitch < 128; ++pitch) {
            if (m_state.velocity[voice][pitch] > 0)
                emit(Kind::NoteOn, voice, pitch, m_state.velocity[voice][pitch]);
        }
    }
    m_out = out;
    m_state.tick = tick;
}

// A pause ends what sounds right before it says so; those ends are taken back.
void PerformanceLog::Cutter::suspend()
{
    while (!events.empty() && events.back().kind == Kind::NoteOff && events.back().tick >= m_state.tick - m_from) {
        m_suspended.emplace_back(events.back().voice, events.back().pitch);
        m_sounding[events.back().voice][events.back().pitch] = true;
        events.pop_back();
    }
}

void PerformanceLog::Cutter::endSuspended()
{
    for (const auto &[voice, pitch] : m_suspended)
        emit(Kind::NoteOff, voice, pitch, 0);
    m_suspended.clear();
}

bool PerformanceLog::Cutter::resume(std::size_t voice, std::size_t pitch)
{
    return std::erase(m_suspended, std::pair(voice, pitch)) > 0;
}

void PerformanceLog::Cutter::take(const HeardEvent &event)
{
    const std::size_t voice = std::min<std::size_t>(event.voice, kMaxVoices - 1);
    const std::size_t pitch = event.pitch & 127u;
    const bool paused = !m_state.playing;
    if (!paused) {
        const auto passed = static_cast<double>(event.frame - m_state.frame);
        if (passed > 0)
            endSuspended();
        m_out += passed * m_rate / std::max(1u, event.sampleRate);
    }
    m_state.bringForward(event);
    switch (event.kind) {
    case Kind::NoteOn:
        if (!paused && !resume(voice, pitch))
            emit(Kind::NoteOn, voice, pitch, event.value);
        break;
    case Kind::NoteOff:
        if (m_sounding[voice][pitch] && !isSuspended(voice, pitch))
            emit(Kind::NoteOff, voice, pitch, 0);
        break;
    case Kind::Program:
        emit(Kind::Program, voice, pitch, event.value);
        break;
    case Kind::Tempo:
        emit(Kind::Tempo, 0, 0, 0);
        break;
    case Kind::Pause:
        suspend();
        break;
    case Kind::Play:
    case Kind::Loop:
        break;
    }
}

std::uint64_t PerformanceLog::Cutter::end(double to)
{
    if (m_state.playing)
        m_out += framesUntil(to);
    m_state.tick = std::max(m_state.tick, to);
    m_suspended.clear();
    for (std::size_t voice = 0; voice < kMaxVoices; ++voice) {
        for (std::size_t pitch = 0; pitch < 128; ++pitch) {
            if (m_sounding[voice][pitch])
                emit(Kind::NoteOff, voice, pitch, 0);
        }
    }
    return static_cast<std::uint64_t>(std::llround(std::max(0.0, m_out)));
}

namespace {

// The score of an excerpt's events. A voice has the program that most of its notes sounded with.
Score scoreOf(const std::vector<HeardEvent> &events, Tick length)
{
    Score score;
    score.ticksPerQuarter = kTicksPerQuarter;
    score.length = length;
    std::map<std::pair<int, int>, HeardEvent> sounding;
    std::map<int, std::map<std::pair<int, bool>, int>> programs; // voice -> (program, percussion) -> notes
    std::pair<int, bool> current[kMaxVoices] = {};
    for (const HeardEvent &event : events) {
        const Tick tick = std::clamp<Tick>(std::llround(event.tick), 0, length);
        if (event.kind == Kind::Tempo) {
            if (!score.tempi.empty() && score.tempi.back().tick == tick)
                score.tempi.pop_back();
            score.tempi.push_back({ tick, static_cast<double>(event.quartersPerMinute) });
        } else if (event.kind == Kind::Program) {
            current[event.voice] = { event.value, event.pitch != 0 };
        } else if (event.kind == Kind::NoteOn) {
            sounding[{ event.voice, event.pitch }] = event;
            ++programs[event.voice][current[event.voice]];
        } else if (event.kind == Kind::NoteOff) {
            const auto found = sounding.find({ event.voice, event.pitch });
            if (found == sounding.end())
                continue;
            Note note;
            note.start = std::clamp<Tick>(std::llround(found->second.tick), 0, length);
            note.duration = tick - note.start;
            note.pitch = event.pitch;
            note.velocity = std::max<int>(1, found->second.value);
            note.voice = event.voice;
            if (note.duration > 0) // else it ended where it began
                score.notes.push_back(note);
            sounding.erase(found);
        }
    }

    // The visitor's voice follows the last one that the music used.
    int voices = 0;
    for (const auto &[voice, counts] : programs)
        voices = voice == kVisitorVoice ? voices : std::max(voices, voice + 1);
    const bool visitor = programs.count(kVisitorVoice) > 0;
    score.voices.resize(static_cast<std::size_t>(voices + (visitor ? 1 : 0)));
    for (const auto &[voice, counts] : programs) {
        const int index = voice == kVisitorVoice ? voices : voice;
        const auto most = std::max_element(counts.begin(), counts.end(),
                                           [](const auto &a, const auto &b) { return a.second < b.second; });
        score.voices[static_cast<std::size_t>(index)].program = most->first.first;
        score.voices[static_cast<std::size_t>(index)].percussion = most->first.second;
    }
    if (visitor)
        score.voices.back().name = "Visitor";
    for (Note &note : score.notes)
        note.voice = note.voice == kVisitorVoice ? voices : note.voice;
    score.normalise();
    return score;
}

} // namespace

PerformanceLog::PerformanceLog(std::size_t maxEvents)
    : m_maxEvents(std::max<std::size_t>(1, maxEvents))
{
}

void PerformanceLog::add(const HeardEvent &event)
{
    if (m_events.size() >= m_maxEvents) {
        m_before.bringForward(m_events.front());
        m_events.pop_front();
    }
    m_events.push_back(event);
}

double PerformanceLog::begin() const
{
    return m_before.tick;
}

Excerpt PerformanceLog::excerpt(Tick from, Tick to) const
{
    Excerpt excerpt;
    excerpt.score.ticksPerQuarter = kTicksPerQuarter;
    const double begin = std::max(static_cast<double>(from), m_before.tick);
    if (m_events.empty() || static_cast<double>(to) <= begin)
        return excerpt;
    excerpt.sampleRate = m_events.back().sampleRate;

    // An event belongs to the first frame at or after its tick, so ticks are never early.
    Before before = m_before;
    auto event = m_events.begin();
    for (; event != m_events.end(); ++event) {
        const bool ends = event->kind == Kind::NoteOff && event->tick < begin + 1;
        const bool sets = event->kind != Kind::NoteOn && event->tick <= begin;
        if (event->tick >= begin && !ends && !sets)
            break;
        before.bringForward(*event);
    }
    Cutter cutter(before, begin, excerpt.sampleRate);
    cutter.begin();
    for (; event != m_events.end() && event->tick < static_cast<double>(to); ++event)
        cutter.take(*event);
    excerpt.frames = cutter.end(static_cast<double>(to));
    excerpt.events = std::move(cutter.events);
    excerpt.score = scoreOf(excerpt.events, static_cast<Tick>(std::ceil(static_cast<double>(to) - begin)));
    return excerpt;
}

PerformanceLog::Frames PerformanceLog::recorded(Tick from, Tick to) const
{
    Before before = m_before;
    auto event = m_events.begin();
    const auto at = [&](double tick) {
        for (; event != m_events.end() && event->tick <= tick; ++event)
            before.bringForward(*event);
        const double ahead = before.playing ? std::max(0.0, tick - before.tick) : 0.0;
        return before.recorded +
            static_cast<std::uint64_t>(
                   std::llround(ahead / ticksPerFrame(before.quartersPerMinute, before.sampleRate)));
    };
    const std::uint64_t begin = at(std::max(static_cast<double>(from), m_before.tick));
    return { begin, std::max(begin, at(static_cast<double>(to))) };
}

} // namespace klangraum
