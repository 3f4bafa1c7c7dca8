#include "music/atomicfile.h"
#include "music/error.h"
#include "music/miditext.h"
#include "music/miditrack.h"

#include <algorithm>
#include <cstring>

namespace klangraum {

namespace {

using midi::Cursor;
using midi::Track;

struct Header
{
    int format = 0;
    int tracks = 0;
    int ticksPerQuarter = 0;
    double fixedTempo = 0.0; // quarters a minute where time is SMPTE and tempo events do not count, else 0
};

bool isChunk(std::span<const std::uint8_t> type, const char *name)
{
    return std::memcmp(type.data(), name, 4) == 0;
}

// RMID: the MIDI file is the "data" chunk of a RIFF file.
Cursor unwrapped(std::span<const std::uint8_t> bytes, const std::string &name)
{
    if (bytes.size() < 20 || !isChunk(bytes, "RIFF") || !isChunk(bytes.subspan(8), "RMID") ||
        !isChunk(bytes.subspan(12), "data"))
        return Cursor(bytes, name);
    const std::size_t length = bytes[16] | static_cast<std::size_t>(bytes[17]) << 8 |
        static_cast<std::size_t>(bytes[18]) << 16 | static_cast<std::size_t>(bytes[19]) << 24;
    return Cursor(bytes.subspan(20, std::min(length, bytes.size() - 20)), name, 20);
}

// Time in frames of a second: a tick lasts the same always. Half a second is called a quarter where it is a whole
// number of ticks, else a second.
void readSmpte(std::uint32_t division, Header &header, const Cursor &cursor)
{
    const int frames = 256 - static_cast<int>(division >> 8);
    const int ticks = static_cast<int>(division & 0xFF);
    if (frames != 24 && frames != 25 && frames != 29 && frames != 30)
        cursor.fail("SMPTE time of " + std::to_string(frames) + " frames a second, expected 24, 25, 29 or 30");
    if (ticks == 0)
        cursor.fail("SMPTE time with 0 ticks a frame; the file is damaged");
    // "29" stands for 30 drop-frame: 30000/1001 frames a second.
    const int ticksPerSecond = (frames == 29 ? 30 : frames) * ticks;
    header.ticksPerQuarter = ticksPerSecond % 2 == 0 ? ticksPerSecond / 2 : ticksPerSecond;
    header.fixedTempo = (ticksPerSecond % 2 == 0 ? 120.0 : 60.0) * (frames == 29 ? 1000.0 / 1001.0 : 1.0);
}

Header readHeader(Cursor &cursor)
{
    if (cursor.left() < 14)
        cursor.fail("it has " + std::to_string(cursor.left()) +
                    " bytes, expected at least the 14 of a header; it was cut off or is no MIDI file");
    if (!isChunk(cursor.take(4, "the header"), "MThd"))
        cursor.fail("it does not begin with MThd; it is another kind of file under a MIDI file's name");
    const std::uint32_t length = cursor.number(4, "the header");
    if (length < 6)
        cursor.fail("its header has " + std::to_string(length) + " bytes, expected 6");
    const auto body = cursor.take(length, "the header");
    Header header;
    header.format = body[0] << 8 | body[1];
    header.tracks = body[2] << 8 | body[3];
    const auto division = static_cast<std::uint32_t>(body[4] << 8 | body[5]);
    if (header.format > 2)
        cursor.fail("it has format " + std::to_string(header.format) + ", expected 0, 1 or 2");
    if (division == 0)
        cursor.fail("it has 0 ticks a quarter, expected at least 1; the header is damaged");
    if (division & 0x8000)
        readSmpte(division, header, cursor);
    else
        header.ticksPerQuarter = static_cast<int>(division);
    return header;
}

std::vector<Track> readTracks(Cursor &cursor, const Header &header, midi::Budget &budget)
{
    std::vector<Track> tracks;
    const auto declared = static_cast<std::size_t>(header.tracks);
    Tick start = 0;
    while (tracks.size() < declared || cursor.left() >= 8) {
        if (cursor.left() < 8)
            cursor.fail("it ends after " + std::to_string(tracks.size()) + " of " + std::to_string(declared) +
                        " tracks; it was cut off or damaged");
        const auto type = cursor.take(4, "a chunk");
        const std::uint32_t length = cursor.number(4, "a chunk's length");
        // Beyond the declared tracks anything may follow; only a whole track chunk is still read.
        if (tracks.size() >= declared && (!isChunk(type, "MTrk") || length > cursor.left()))
            break;
        const std::size_t origin = cursor.offset();
        const auto body = cursor.take(length, isChunk(type, "MTrk") ? "a track" : "a chunk");
        if (++budget.events > budget.options.maxEvents)
            cursor.fail("more than " + std::to_string(budget.options.maxEvents) +
                        " tracks and events, which no piece of music has");
        if (!isChunk(type, "MTrk"))
            continue;
        tracks.push_back(midi::readTrack(Cursor(body, cursor.name(), origin), header.format == 2 ? start : 0, budget));
        start = tracks.back().end;
    }
    return tracks;
}

// The program of a channel that has notes in one track and its program change in another (a set-up track).
int programFor(const std::vector<Track> &tracks, const midi::TrackVoice &voice)
{
    if (voice.program >= 0)
        return voice.program;
    for (const Track &track : tracks)
        if (const int program = track.firstProgram[static_cast<std::size_t>(voice.channel)]; program >= 0)
            return program;
    return 0;
}

void addVoices(const std::vector<Track> &tracks, const Track &track, const std::string &name, Score &score)
{
    for (const midi::TrackVoice &voice : track.voices) {
        const bool several = track.voices.size() > 1 && !name.empty();
        score.voices.push_back({ several ? name + ", channel " + std::to_string(voice.channel + 1) : name,
                                 programFor(tracks, voice), voice.channel == 9 });
    }
}

void addTrack(const std::vector<Track> &tracks, std::size_t index, const Header &header, Score &score)
{
    const Track &track = tracks[index];
    const int firstVoice = static_cast<int>(score.voices.size());
    // By the standard the first track's name is the piece's, unless the track is one voice among others.
    const bool namesPiece = index == 0 && (header.format == 0 || track.voices.empty()) && isTitle(track.name);
    if (namesPiece)
        score.title = track.name;
    addVoices(tracks, track, namesPiece || track.name.empty() ? track.instrument : track.name, score);
    for (Note note : track.notes) {
        note.voice += firstVoice;
        score.notes.push_back(note);
    }
    if (header.fixedTempo == 0.0)
        score.tempi.insert(score.tempi.end(), track.tempi.begin(), track.tempi.end());
    score.metres.insert(score.metres.end(), track.metres.begin(), track.metres.end());
    score.length = std::max(score.length, track.end);
}

void checkLength(const Score &score, const std::string &name, const MidiReadOptions &options)
{
    const double quarters = static_cast<double>(score.length) / score.ticksPerQuarter;
    const double seconds = score.seconds();
    if (quarters > options.maxQuarters)
        throw Error(name + ": not a usable MIDI file: it lasts " + std::to_string(static_cast<long long>(quarters)) +
                    " quarters, expected at most " + std::to_string(static_cast<long long>(options.maxQuarters)) +
                    "; a time in it is damaged");
    if (seconds > options.maxSeconds)
        throw Error(name + ": not a usable MIDI file: it lasts " + std::to_string(static_cast<long long>(seconds)) +
                    " seconds, expected at most " + std::to_string(static_cast<long long>(options.maxSeconds)) +
                    "; a time or a tempo in it is damaged");
}

} // namespace

Score parseMidi(std::span<const std::uint8_t> bytes, const std::string &name, const MidiReadOptions &options)
{
    Cursor cursor = unwrapped(bytes, name);
    const Header header = readHeader(cursor);
    midi::Budget budget{ options };
    std::vector<Track> tracks = readTracks(cursor, header, budget);
    if (tracks.empty())
        cursor.fail("it has no tracks");
    Score score;
    score.ticksPerQuarter = header.ticksPerQuarter;
    if (header.fixedTempo > 0.0)
        score.tempi.push_back({ 0, header.fixedTempo });
    Tick start = 0;
    for (std::size_t i = 0; i < tracks.size(); ++i) {
        if (header.format == 2) { // each sequence begins with the defaults, unless it says otherwise
            if (header.fixedTempo == 0.0)
                score.tempi.push_back({ start });
            score.metres.push_back({ start });
            start = tracks[i].end;
        }
        addTrack(tracks, i, header, score);
        tracks[i].notes = {};
    }
    score.normalise();
    checkLength(score, name, options);
    return score;
}

Score readMidi(const std::filesystem::path &path, const MidiReadOptions &options)
{
    return parseMidi(readFile(path, options.maxFileBytes), path.string(), options);
}

} // namespace klangraum
