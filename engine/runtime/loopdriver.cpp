#include "runtime/loopdriver.h"

#include "generators/morph.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace klangraum {

namespace {

constexpr double kSpareSeconds = 0.15; // of a loop that must be there beyond the beat after its beginning
constexpr double kBlockSeconds = 0.012; // until the callback has taken a plan
constexpr double kRunIn = 0.01; // seconds before the switch from which the network begins: the resampler's reach
constexpr Tick kBarTicks = 4 * kTicksPerQuarter;
constexpr Tick kStyleMargin = kTicksPerQuarter / 4; // a new style never begins closer than this
constexpr int kMostSeconds = 120; // of a loop

void check(const AudioLoop &loop)
{
    const double rate = loop.sampleRate;
    const double frames = loop.beats * 60.0 / loop.quartersPerMinute * rate;
    if (loop.sampleRate >= 4000 && loop.sampleRate <= 192000 && loop.frames >= 64 && loop.beats > 0 &&
        loop.beatsPerBar > 0 && loop.beats % loop.beatsPerBar == 0 &&
        static_cast<double>(loop.frames) <= kMostSeconds * rate &&
        std::abs(frames - static_cast<double>(loop.frames)) <= 1.0)
        return;
    throw Error("the network's loop has " + std::to_string(loop.frames) + " frames at " +
                std::to_string(loop.sampleRate) + " Hz for " + std::to_string(loop.beats) + " beats of bars of " +
                std::to_string(loop.beatsPerBar) + " at " + std::to_string(loop.quartersPerMinute) +
                " a minute: expected whole bars, at most " + std::to_string(kMostSeconds) +
                " seconds, and as many frames as the beats last");
}

double ticksIn(double seconds, const TransportState &transport)
{
    return seconds * transport.quartersPerMinute / 60 * kTicksPerQuarter;
}

} // namespace

LoopDriver::LoopDriver(std::unique_ptr<AudioStream> stream, bool first, bool atOnce)
    : m_stream(std::move(stream))
    , m_first(first)
    , m_atOnce(atOnce)
{
    if (!m_stream)
        throw Error("the model says that it makes sound, but has no loops to play");
}

Tick LoopDriver::gridTicks() const
{
    return m_atOnce ? 1 : kTicksPerQuarter;
}

void LoopDriver::begin(const Steering &steering, const TransportState &transport, std::uint64_t id)
{
    m_began = std::chrono::steady_clock::now();
    double beat = 0;
    m_target = m_origin.value_or(0);
    if (m_origin && transport.tick >= static_cast<double>(*m_origin)) {
        const double soon = transport.tick + ticksIn(m_seconds + kBlockSeconds, transport);
        const auto grid = static_cast<double>(gridTicks());
        m_target = static_cast<Tick>(std::ceil(soon / grid) * grid);
        beat = static_cast<double>(m_target - *m_origin) / kTicksPerQuarter;
    }
    const int turn = std::max(1, m_format.beats);
    const auto from = [&](int beats) {
        const double within = std::fmod(beat, beats) - ticksIn(kRunIn, transport) / kTicksPerQuarter;
        return within < 0 ? within + beats : within;
    };
    Steering place = steering; // a morph is a way of the pad's to it
    clearMorph(place);
    m_fill.reset();
    m_posted = m_whole = false;
    m_format = m_stream->begin(place, from(turn));
    check(m_format);
    if (m_format.beats != turn && beat > 0) // the playhead is elsewhere in a loop of another length
        m_format = m_stream->begin(place, from(m_format.beats));
    check(m_format);
    m_fill = std::make_unique<LoopFill>(id, m_format.frames, m_format.sampleRate, m_format.beats, transport.sampleRate);
}

double LoopDriver::step()
{
    const std::optional<AudioPart> part = m_stream->next();
    if (!part || part->samples.empty()) {
        if (!m_fill->whole())
            throw Error("the network ended its loop before it was whole");
        m_whole = true;
        return 0;
    }
    m_fill->add(part->start, part->samples);
    m_whole = m_fill->whole();
    return part->milliseconds;
}

bool LoopDriver::followDevice(const TransportState &transport, std::uint64_t id)
{
    if (!m_fill || transport.sampleRate == m_fill->loop()->sampleRate())
        return false;
    m_fill = std::make_unique<LoopFill>(m_fill->at(transport.sampleRate, id));
    m_posted = false;
    return true;
}

std::size_t LoopDriver::framesOf(double beats) const
{
    const Loop &loop = *m_fill->loop();
    const double beat = static_cast<double>(loop.frames()) / loop.beats();
    return std::min(loop.frames(), static_cast<std::size_t>(beats * beat + kSpareSeconds * loop.sampleRate()));
}

std::size_t LoopDriver::frameAt(Tick tick) const
{
    const Loop &loop = *m_fill->loop();
    if (!m_origin || tick < *m_origin)
        return 0;
    const double within = static_cast<double>((tick - *m_origin) % loop.ticks()) / static_cast<double>(loop.ticks());
    return static_cast<std::size_t>(std::llround(within * static_cast<double>(loop.frames()))) % loop.frames();
}

bool LoopDriver::free() const
{
    return !m_fill || (m_posted && m_fill->loop()->covers(m_switchFrame, framesOf(2)));
}

// The grid step at which a plan that is posted now takes effect.
Tick LoopDriver::nextSwitch(const TransportState &transport) const
{
    const double soon = transport.tick + ticksIn(kBlockSeconds, transport);
    const Tick grid = gridTicks();
    return std::max(m_target, static_cast<Tick>(std::ceil(soon / static_cast<double>(grid))) * grid);
}

bool LoopDriver::due(const TransportState &transport) const
{
    if (!m_fill || m_posted)
        return false;
    const Tick next = nextSwitch(transport);
    const bool waits = transport.planSerial < m_postedSerial && transport.tick < static_cast<double>(m_postedSwitch);
    if (waits && next > m_postedSwitch)
        return false; // the loop before has yet to begin
    return m_fill->loop()->covers(frameAt(next), framesOf(1));
}

std::unique_ptr<Plan> LoopDriver::plan(std::uint64_t serial, const TransportState &transport)
{
    if (!m_origin) {
        // The network may have taken a while: where the style begins is decided now.
        const auto tick = static_cast<Tick>(std::ceil(transport.tick));
        m_origin = m_first || transport.late ? tick : ((tick + kStyleMargin) / kBarTicks + 1) * kBarTicks;
    }
    m_serial = serial;
    m_switchTick = std::max(nextSwitch(transport), *m_origin);
    m_switchFrame = frameAt(m_switchTick);
    auto plan = std::make_unique<Plan>();
    plan->serial = serial;
    plan->loop = m_fill->loop();
    plan->loopOrigin = *m_origin;
    plan->gridTicks = gridTicks();
    plan->barTicks = kBarTicks;
    plan->end = kForever;
    plan->atNextBar = *m_origin > 0 && transport.tick < static_cast<double>(*m_origin);
    return plan;
}

void LoopDriver::posted()
{
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_began).count();
    m_seconds += 0.25 * (std::clamp(seconds, 0.01, 0.5) - m_seconds);
    m_posted = true;
    m_postedSerial = m_serial;
    m_postedSwitch = m_switchTick;
}

} // namespace klangraum
