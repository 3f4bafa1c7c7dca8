// Score: notes on a tick grid with tempo, metre and named voices. The language between corpus, generators,
// playback and screen. A plain value: copy it, move it between threads, never share it mutable.
//
// Invariants after normalise(): notes sorted by (start, voice, pitch), every duration >= 1, pitch 0-127,
// velocity 1-127, voice < voices.size(); tempi and metres sorted by tick with an entry at tick 0.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace klangraum {

using Tick = std::int64_t;

struct Note
{
    Tick start = 0;
    Tick duration = 1;
    int pitch = 60; // MIDI 0-127
    int velocity = 80; // MIDI 1-127
    int voice = 0; // index into Score::voices

    Tick end() const { return start + duration; }
    bool operator==(const Note &) const = default;
};

struct TempoChange
{
    Tick tick = 0;
    double quartersPerMinute = 120.0;
    bool operator==(const TempoChange &) const = default;
};

struct MetreChange
{
    Tick tick = 0;
    int numerator = 4;
    int denominator = 4;
    bool operator==(const MetreChange &) const = default;
};

struct Voice
{
    std::string name;
    int program = 0; // General MIDI 0-127
    bool percussion = false; // MIDI channel 10
    bool operator==(const Voice &) const = default;
};

struct Score
{
    int ticksPerQuarter = 480;
    std::string title;
    std::vector<Voice> voices;
    std::vector<Note> notes;
    std::vector<TempoChange> tempi;
    std::vector<MetreChange> metres;
    Tick length = 0; // ticks; at least the end of the last note

    void normalise();
    // Seconds from tick 0 along the tempo map.
    double secondsAt(Tick tick) const;
    double seconds() const { return secondsAt(length); }
    // The notes that begin in [from, to), moved to begin at 0; ends are cut at `to`. Maps are carried over.
    Score slice(Tick from, Tick to) const;
    // Every pitch moved by semitones, percussion excepted (its pitches are instruments); notes that leave 0-127 are
    // dropped.
    Score transposed(int semitones) const;
    // The same music on another grid (positions rounded to the nearest tick, durations at least 1).
    Score withTicksPerQuarter(int ticks) const;
    bool operator==(const Score &) const = default;
};

} // namespace klangraum
