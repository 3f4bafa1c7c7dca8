// The inside of the MIDI reader: bounds-checked bytes, and one track's events made into notes. Private to music.
#pragma once

#include "music/midifile.h"

#include <array>
#include <memory>
#include <optional>

namespace klangraum::midi {

// Reads forwards; every read is checked against the end and throws Error with name and byte offset.
class Cursor
{
public:
    Cursor(std::span<const std::uint8_t> bytes, const std::string &name, std::size_t origin = 0)
        : m_bytes(bytes)
        , m_name(&name)
        , m_origin(origin)
    {
    }
    bool atEnd() const { return m_at == m_bytes.size(); }
    std::size_t left() const { return m_bytes.size() - m_at; }
    std::size_t offset() const { return m_origin + m_at; } // in the whole file
    const std::string &name() const { return *m_name; }
    std::uint8_t peek() const { return m_bytes[m_at]; }
    std::uint8_t byte(const char *what);
    std::uint32_t number(int bytes, const char *what); // big-endian
    std::uint32_t variable(const char *what); // at most four bytes
    std::span<const std::uint8_t> take(std::size_t count, const char *what);
    [[noreturn]] void fail(const std::string &message) const;

private:
    std::span<const std::uint8_t> m_bytes;
    const std::string *m_name;
    std::size_t m_origin;
    std::size_t m_at = 0;
};

// What all tracks share while a file is read.
struct Budget
{
    const MidiReadOptions &options;
    std::uint64_t events = 0;
};

struct TrackVoice
{
    int channel = 0;
    int program = -1; // -1: none set before the first note
};

struct Track
{
    std::string name;
    std::string instrument;
    std::vector<TrackVoice> voices; // in order of the first note
    std::vector<Note> notes; // Note::voice indexes `voices`
    std::vector<TempoChange> tempi;
    std::vector<MetreChange> metres;
    std::array<int, 16> firstProgram; // of each channel, -1 where there is none
    Tick end = 0; // of the track, at least the end of its last note
};

// Reads one MTrk chunk; ticks count from `start`.
Track readTrack(Cursor cursor, Tick start, Budget &budget);

} // namespace klangraum::midi
