#include "music/miditrack.h"

#include "music/error.h"
#include "music/miditext.h"

#include <cmath>

namespace klangraum::midi {

void Cursor::fail(const std::string &message) const
{
    throw Error(*m_name + ": not a usable MIDI file: " + message + " (at byte " + std::to_string(offset()) + ")");
}

std::uint8_t Cursor::byte(const char *what)
{
    if (atEnd())
        fail(std::string("it ends inside ") + what + "; it was cut off or damaged");
    return m_bytes[m_at++];
}

std::uint32_t Cursor::number(int bytes, const char *what)
{
    std::uint32_t value = 0;
    for (int i = 0; i < bytes; ++i)
        value = value << 8 | byte(what);
    return value;
}

std::uint32_t Cursor::variable(const char *what)
{
    std::uint32_t value = 0;
    for (int i = 0; i < 4; ++i) {
        const std::uint8_t next = byte(what);
        value = value << 7 | (next & 0x7Fu);
        if (next < 0x80)
            return value;
    }
    fail(std::string(what) + " has more than the four bytes allowed; the file is damaged");
}

std::span<const std::uint8_t> Cursor::take(std::size_t count, const char *what)
{
    if (count > left())
        fail(std::string(what) + " says it has " + std::to_string(count) + " bytes, but " + std::to_string(left()) +
             " are left; the file was cut off or damaged");
    m_at += count;
    return m_bytes.subspan(m_at - count, count);
}

namespace {

// The shortest decimal tempo that gives the same whole microseconds: 652174 is 92, not 91.99998.
double quartersPerMinute(std::uint32_t microseconds)
{
    const double exact = 6e7 / microseconds;
    for (const double scale : { 1.0, 10.0, 100.0, 1000.0 }) {
        const double rounded = std::round(exact * scale) / scale;
        if (rounded > 0.0 && std::llround(6e7 / rounded) == static_cast<long long>(microseconds))
            return rounded;
    }
    return exact;
}

// The notes of one pitch on one channel that have begun and not ended, as indices into Track::notes.
struct Key
{
    std::vector<std::size_t> open; // first in, first out
    std::size_t firstOpen = 0;
    std::vector<std::size_t> sustained; // let go while the pedal is down
};

class TrackReader
{
public:
    TrackReader(Cursor cursor, Tick start, Budget &budget)
        : m_cursor(cursor)
        , m_tick(start)
        , m_budget(budget)
    {
        m_track.firstProgram.fill(-1);
        m_voice.fill(-1);
        m_program.fill(-1);
    }

    Track read()
    {
        bool ended = false;
        while (!ended && !m_cursor.atEnd()) {
            advance();
            const std::uint8_t status = nextStatus();
            if (status == 0xFF)
                ended = readMeta();
            else if (status >= 0xF0)
                readSystem(status);
            else
                readChannel(status);
        }
        for (int channel = 0; channel < 16; ++channel)
            endChannel(channel);
        m_track.end = m_tick;
        for (const Note &note : m_track.notes)
            m_track.end = std::max(m_track.end, note.end());
        return std::move(m_track);
    }

private:
    void advance()
    {
        if (++m_budget.events > m_budget.options.maxEvents)
            m_cursor.fail("more than " + std::to_string(m_budget.options.maxEvents) +
                          " events, which no piece of music has");
        m_tick += m_cursor.variable("a delta time");
        if (m_tick > m_budget.options.maxTicks)
            m_cursor.fail("it is longer than " + std::to_string(m_budget.options.maxTicks) +
                          " ticks; a time in it is damaged");
    }

    // Running status lasts beyond meta and system events: some programs write it so, and no other reading makes sense.
    std::uint8_t nextStatus()
    {
        if (m_cursor.atEnd())
            m_cursor.fail("a track ends after a delta time, expected an event; it was cut off or damaged");
        if (m_cursor.peek() >= 0x80) {
            const std::uint8_t status = m_cursor.byte("an event");
            if (status < 0xF0)
                m_running = status;
            return status;
        }
        if (m_running == 0)
            m_cursor.fail("an event without a status byte; the file is damaged");
        return m_running;
    }

    int data(const char *what)
    {
        const std::uint8_t value = m_cursor.byte(what);
        if (value > 127)
            m_cursor.fail(std::string(what) + " holds the value " + std::to_string(value) +
                          ", expected 0 to 127; the file is damaged");
        return value;
    }

    bool readMeta()
    {
        const std::uint8_t type = m_cursor.byte("a meta event");
        const auto payload = m_cursor.take(m_cursor.variable("a meta event's length"), "a meta event");
        if (type == 0x03 && m_track.name.empty())
            m_track.name = midiText(payload);
        else if (type == 0x04 && m_track.instrument.empty())
            m_track.instrument = midiText(payload);
        else if (type == 0x51 && payload.size() >= 3) {
            const std::uint32_t microseconds =
                static_cast<std::uint32_t>(payload[0] << 16 | payload[1] << 8 | payload[2]);
            if (microseconds == 0)
                m_cursor.fail("a tempo of 0 microseconds a quarter; the file is damaged");
            m_track.tempi.push_back({ m_tick, quartersPerMinute(microseconds) });
        } else if (type == 0x58 && payload.size() >= 2 && payload[0] >= 1 && payload[1] <= 7)
            m_track.metres.push_back({ m_tick, payload[0], 1 << payload[1] });
        return type == 0x2F;
    }

    void readSystem(std::uint8_t status)
    {
        if (status == 0xF0 || status == 0xF7)
            m_cursor.take(m_cursor.variable("a sysex event's length"), "a sysex event");
        else if (status == 0xF1 || status == 0xF3)
            data("a system event");
        else if (status == 0xF2) {
            data("a song position");
            data("a song position");
        } else if (status == 0xF4 || status == 0xF5)
            m_cursor.fail("the undefined status byte " + std::to_string(status) + "; the file is damaged");
    }

    void readChannel(std::uint8_t status)
    {
        const int channel = status & 0x0F;
        switch (status & 0xF0) {
        case 0x80: {
            const int pitch = data("a note-off");
            data("a note-off");
            noteOff(channel, pitch);
            break;
        }
        case 0x90: {
            const int pitch = data("a note-on");
            const int velocity = data("a note-on");
            if (velocity == 0)
                noteOff(channel, pitch);
            else
                noteOn(channel, pitch, velocity);
            break;
        }
        case 0xB0: {
            const int controller = data("a controller change");
            controllerChange(channel, controller, data("a controller change"));
            break;
        }
        case 0xC0: {
            const auto index = static_cast<std::size_t>(channel);
            m_program[index] = data("a program change");
            if (m_track.firstProgram[index] < 0)
                m_track.firstProgram[index] = m_program[index];
            break;
        }
        case 0xD0:
            data("a channel pressure");
            break;
        default: // key pressure and pitch bend
            data("a channel event");
            data("a channel event");
        }
    }

    Key &key(int channel, int pitch)
    {
        if (!m_keys)
            m_keys = std::make_unique<std::array<Key, 16 * 128>>();
        return (*m_keys)[static_cast<std::size_t>(channel * 128 + pitch)];
    }

    void noteOn(int channel, int pitch, int velocity)
    {
        const auto index = static_cast<std::size_t>(channel);
        if (m_voice[index] < 0) {
            m_voice[index] = static_cast<int>(m_track.voices.size());
            m_track.voices.push_back({ channel, m_program[index] });
        }
        Key &struck = key(channel, pitch);
        endSustained(struck);
        struck.open.push_back(m_track.notes.size());
        ++m_sounding[index];
        m_track.notes.push_back({ m_tick, 0, pitch, velocity, m_voice[index] });
    }

    void noteOff(int channel, int pitch)
    {
        const auto index = static_cast<std::size_t>(channel);
        if (m_sounding[index] == 0)
            return;
        Key &released = key(channel, pitch);
        if (released.firstOpen == released.open.size())
            return;
        const std::size_t note = released.open[released.firstOpen++];
        if (released.firstOpen == released.open.size()) {
            released.open.clear();
            released.firstOpen = 0;
        }
        --m_sounding[index];
        if (m_pedal[index]) {
            if (released.sustained.empty())
                m_sustainedPitches[index].push_back(pitch);
            released.sustained.push_back(note);
        } else
            end(note);
    }

    void controllerChange(int channel, int controller, int value)
    {
        const auto index = static_cast<std::size_t>(channel);
        if (controller == 64 && m_budget.options.sustainPedal) {
            m_pedal[index] = value >= 64;
            if (!m_pedal[index])
                releasePedal(channel);
        } else if (controller == 120 || controller == 123) // all sound off, all notes off
            endChannel(channel);
    }

    void end(std::size_t note) { m_track.notes[note].duration = std::max<Tick>(m_tick - m_track.notes[note].start, 1); }

    void endSustained(Key &struck)
    {
        for (const std::size_t note : struck.sustained)
            end(note);
        struck.sustained.clear();
    }

    void releasePedal(int channel)
    {
        auto &pitches = m_sustainedPitches[static_cast<std::size_t>(channel)];
        for (const int pitch : pitches)
            endSustained(key(channel, pitch));
        pitches.clear();
    }

    void endChannel(int channel)
    {
        releasePedal(channel);
        auto &sounding = m_sounding[static_cast<std::size_t>(channel)];
        for (int pitch = 0; pitch < 128 && sounding > 0; ++pitch) {
            Key &held = key(channel, pitch);
            for (; held.firstOpen < held.open.size(); ++held.firstOpen, --sounding)
                end(held.open[held.firstOpen]);
            held.open.clear();
            held.firstOpen = 0;
        }
    }

    Cursor m_cursor;
    Tick m_tick;
    Budget &m_budget;
    Track m_track;
    std::uint8_t m_running = 0;
    std::unique_ptr<std::array<Key, 16 * 128>> m_keys; // made at the first note: most hostile tracks have none
    std::array<int, 16> m_voice;
    std::array<int, 16> m_program;
    std::array<std::size_t, 16> m_sounding{};
    std::array<bool, 16> m_pedal{};
    std::array<std::vector<int>, 16> m_sustainedPitches; // pitches whose Key has sustained notes (or had some since)
};

} // namespace

Track readTrack(Cursor cursor, Tick start, Budget &budget)
{
    return TrackReader(cursor, start, budget).read();
}

} // namespace klangraum::midi
