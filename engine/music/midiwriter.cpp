#include "music/atomicfile.h"
#include "music/error.h"
#include "music/midifile.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <string_view>

namespace klangraum {

namespace {

constexpr Tick longestDelta = 0x0FFF'FFFF;
constexpr int finestDivision = 0x7FFF;
constexpr int percussionChannel = 9;

using Bytes = std::vector<std::uint8_t>;

void appendNumber(Bytes &out, std::uint64_t value, int bytes)
{
    for (int i = bytes - 1; i >= 0; --i)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void appendVariable(Bytes &out, std::uint64_t value)
{
    for (int shift = 21; shift > 0; shift -= 7)
        if (value >> shift)
            out.push_back(static_cast<std::uint8_t>(0x80u | ((value >> shift) & 0x7Fu)));
    out.push_back(static_cast<std::uint8_t>(value & 0x7Fu));
}

// One track chunk under construction. Events must come in order of time.
class TrackBytes
{
public:
    void channel(Tick tick, std::initializer_list<int> bytes)
    {
        delta(tick);
        for (const int byte : bytes)
            m_bytes.push_back(static_cast<std::uint8_t>(byte));
    }
    void meta(Tick tick, int type, const Bytes &payload)
    {
        delta(tick);
        m_bytes.push_back(0xFF);
        m_bytes.push_back(static_cast<std::uint8_t>(type));
        appendVariable(m_bytes, payload.size());
        m_bytes.insert(m_bytes.end(), payload.begin(), payload.end());
    }
    void name(std::string_view text)
    {
        if (!text.empty())
            meta(0, 0x03,
                 Bytes(text.begin(),
                       text.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(text.size(), 0xFFFF))));
    }
    void finish(Tick length, Bytes &file)
    {
        meta(std::max(length, m_last), 0x2F, {});
        if (m_bytes.size() > 0xFFFF'FFFFu)
            throw Error("cannot write a MIDI file: a track of " + std::to_string(m_bytes.size()) +
                        " bytes, the format holds 2^32");
        for (const char c : std::string_view("MTrk"))
            file.push_back(static_cast<std::uint8_t>(c));
        appendNumber(file, m_bytes.size(), 4);
        file.insert(file.end(), m_bytes.begin(), m_bytes.end());
    }

private:
    void delta(Tick tick)
    {
        if (tick - m_last > longestDelta)
            throw Error("cannot write a MIDI file: nothing happens for " + std::to_string(tick - m_last) +
                        " ticks, the format holds gaps up to " + std::to_string(longestDelta));
        appendVariable(m_bytes, static_cast<std::uint64_t>(tick - m_last));
        m_last = tick;
    }

    Bytes m_bytes;
    Tick m_last = 0;
};

void writeMaps(const Score &score, Bytes &file)
{
    TrackBytes track;
    track.name(score.title);
    // Changes after the end are not heard, and would make the piece longer for whoever reads it.
    const auto isHeard = [&score](const auto &change) { return change.tick <= score.length; };
    std::vector<TempoChange> tempi;
    std::vector<MetreChange> metres;
    std::copy_if(score.tempi.begin(), score.tempi.end(), std::back_inserter(tempi), isHeard);
    std::copy_if(score.metres.begin(), score.metres.end(), std::back_inserter(metres), isHeard);
    auto tempo = tempi.begin();
    auto metre = metres.begin();
    while (tempo != tempi.end() || metre != metres.end()) {
        if (tempo == tempi.end() || (metre != metres.end() && metre->tick <= tempo->tick)) {
            const int power = std::countr_zero(static_cast<unsigned>(metre->denominator));
            track.meta(metre->tick, 0x58,
                       { static_cast<std::uint8_t>(metre->numerator), static_cast<std::uint8_t>(power), 24, 8 });
            ++metre;
        } else {
            const double microseconds = std::clamp(std::round(6e7 / tempo->quartersPerMinute), 1.0, double{ 0xFFFFFF });
            Bytes payload;
            appendNumber(payload, static_cast<std::uint64_t>(microseconds), 3);
            track.meta(tempo->tick, 0x51, payload);
            ++tempo;
        }
    }
    track.finish(score.length, file);
}

void writeVoice(const Score &score, int voice, const std::vector<Note> &notes, int channel, Bytes &file)
{
    TrackBytes track;
    const Voice &description = score.voices[static_cast<std::size_t>(voice)];
    track.name(description.name);
    track.channel(0, { 0xC0 | channel, description.program });
    std::vector<std::size_t> ends(notes.size());
    for (std::size_t i = 0; i < ends.size(); ++i)
        ends[i] = i;
    std::stable_sort(ends.begin(), ends.end(),
                     [&](std::size_t a, std::size_t b) { return notes[a].end() < notes[b].end(); });
    auto end = ends.begin();
    const auto endUntil = [&](Tick tick) {
        for (; end != ends.end() && notes[*end].end() <= tick; ++end)
            track.channel(notes[*end].end(), { 0x80 | channel, notes[*end].pitch, 64 });
    };
    for (const Note &note : notes) {
        endUntil(note.start);
        track.channel(note.start, { 0x90 | channel, note.pitch, note.velocity });
    }
    endUntil(score.length);
    track.finish(score.length, file);
}

} // namespace

std::vector<std::uint8_t> formatMidi(const Score &given)
{
    Score score = given;
    score.normalise();
    if (score.ticksPerQuarter > finestDivision)
        score = score.withTicksPerQuarter(finestDivision);
    if (score.voices.size() + 1 > 0xFFFF)
        throw Error("cannot write a MIDI file: " + std::to_string(score.voices.size()) +
                    " voices, the format holds 65534");
    std::vector<std::vector<Note>> notes(score.voices.size());
    for (const Note &note : score.notes)
        notes[static_cast<std::size_t>(note.voice)].push_back(note);
    Bytes file = { 'M', 'T', 'h', 'd' };
    appendNumber(file, 6, 4);
    appendNumber(file, 1, 2);
    appendNumber(file, score.voices.size() + 1, 2);
    appendNumber(file, static_cast<std::uint64_t>(score.ticksPerQuarter), 2);
    writeMaps(score, file);
    int pitched = 0;
    for (std::size_t voice = 0; voice < score.voices.size(); ++voice) {
        int channel = percussionChannel;
        if (!score.voices[voice].percussion) {
            channel = pitched++ % 15;
            channel += channel >= percussionChannel ? 1 : 0;
        }
        writeVoice(score, static_cast<int>(voice), notes[voice], channel, file);
    }
    return file;
}

void writeMidi(const Score &score, const std::filesystem::path &path)
{
    writeFileAtomically(path, formatMidi(score));
}

} // namespace klangraum
