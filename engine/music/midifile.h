// Standard MIDI files: bytes to Score and back. No state; any thread.
//
// Read: formats 0, 1 and 2 (the sequences of format 2 one after the other), an RMID wrapper, running status, tempo
// and metre maps, SMPTE time, and anything unknown is stepped over with its time kept. One voice for each track and
// channel that has notes. What is refused and what is mended follows one rule: a file is refused where pitch or time
// of its notes would be a guess (cut off, damaged lengths, ticks per quarter 0, tempo 0), and mended where they
// would not (a missing end-of-track, notes never ended, note-offs without a note, an impossible metre, trailing
// bytes, a wrong number of tracks that are all there). Refused means one Error with the name and the byte offset.
#pragma once

#include "music/score.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace klangraum {

struct MidiReadOptions
{
    bool sustainPedal = false; // notes let go while controller 64 is down last until it is up or they are struck again
    // Bounds against hostile files; a file beyond any of them is refused.
    std::uint64_t maxFileBytes = 64u << 20;
    std::uint64_t maxEvents = 2'000'000; // events and tracks together; about 100 bytes of memory an event at worst
    Tick maxTicks = Tick{ 1 } << 31;
    double maxQuarters = 100'000.0;
    double maxSeconds = 6.0 * 3600.0;
};

// Throws Error; its message begins with the file's path.
Score readMidi(const std::filesystem::path &path, const MidiReadOptions &options = {});
// `name` is what messages call the bytes. The result is normalised.
Score parseMidi(std::span<const std::uint8_t> bytes, const std::string &name, const MidiReadOptions &options = {});

// Format 1: track 0 holds title, tempi and metres, then one track a voice. Reading it back gives the same notes,
// except that notes of one voice and pitch that overlap are paired first in, first out.
// Throws Error where the score is too long for the format (a gap over 2^28 - 1 ticks).
std::vector<std::uint8_t> formatMidi(const Score &score);
// Atomic: on any failure (full disk, folder that cannot be written to) the old file is whole. Throws Error.
void writeMidi(const Score &score, const std::filesystem::path &path);

} // namespace klangraum
