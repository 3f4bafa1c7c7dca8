// What the tests of music/ share: MIDI bytes written by hand, random scores, and the message of an Error.
#pragma once

#include "music/error.h"
#include "music/score.h"

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace klangraum::test {

using Bytes = std::vector<std::uint8_t>;

inline Bytes operator+(Bytes a, const Bytes &b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline Bytes number(std::uint64_t value, int bytes)
{
    Bytes out;
    for (int i = bytes - 1; i >= 0; --i)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    return out;
}

inline Bytes text(std::string_view characters)
{
    return Bytes(characters.begin(), characters.end());
}

inline Bytes chunk(std::string_view type, const Bytes &body)
{
    return text(type) + number(body.size(), 4) + body;
}

inline Bytes header(int format, int tracks, int division)
{
    return chunk("MThd",
                 number(static_cast<std::uint64_t>(format), 2) + number(static_cast<std::uint64_t>(tracks), 2) +
                     number(static_cast<std::uint64_t>(division), 2));
}

// A track of the given events, each with its delta time, and the end of the track.
inline Bytes track(const Bytes &events, const Bytes &end = { 0x00, 0xFF, 0x2F, 0x00 })
{
    return chunk("MTrk", events + end);
}

inline Bytes meta(int type, const Bytes &payload, int delta = 0)
{
    return Bytes{ static_cast<std::uint8_t>(delta), 0xFF, static_cast<std::uint8_t>(type),
                  static_cast<std::uint8_t>(payload.size()) } +
        payload;
}

// The message of the Error that `work` throws; empty where it throws none.
inline std::string errorOf(const std::function<void()> &work)
{
    try {
        work();
    } catch (const Error &error) {
        return error.what();
    }
    return {};
}

// Up to 60 notes in up to three voices (one of them percussion at times), with overlaps, rests and tempo changes.
inline Score randomScore(std::uint32_t seed)
{
    std::mt19937 random(seed);
    const auto pick = [&random](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    static constexpr int grids[] = { 1, 12, 96, 100, 480, 1024 };
    static constexpr int values[] = { 1, 2, 3, 4, 6, 8, 12, 16 }; // sixteenths
    Score score;
    score.ticksPerQuarter = grids[pick(0, 5)];
    const int voices = pick(1, 3);
    for (int v = 0; v < voices; ++v)
        score.voices.push_back({ "Voice " + std::to_string(v + 1), pick(0, 127), v == 2 && pick(0, 1) == 1 });
    const bool onGrid = pick(0, 1) == 1;
    Tick now = 0;
    for (int i = pick(0, 60); i > 0; --i) {
        Note note;
        if (pick(0, 3) > 0)
            now += score.ticksPerQuarter * values[pick(0, pick(0, 9) == 0 ? 7 : 3)] / 4;
        if (pick(0, 20) == 0)
            now += score.ticksPerQuarter * pick(4, 20);
        note.start = now + (onGrid ? 0 : pick(0, score.ticksPerQuarter / 3));
        note.duration =
            onGrid ? std::max(score.ticksPerQuarter * values[pick(0, 7)] / 4, 1) : pick(1, score.ticksPerQuarter * 3);
        note.pitch = pick(0, 4) == 0 ? pick(0, 127) : pick(55, 67);
        note.velocity = pick(1, 127);
        note.voice = pick(0, voices - 1);
        score.notes.push_back(note);
    }
    for (int i = pick(0, 4); i > 0; --i)
        score.tempi.push_back({ pick(0, 20) * score.ticksPerQuarter, pick(40, 200) * 1.0 });
    score.length = pick(0, 40) * score.ticksPerQuarter;
    score.normalise();
    return score;
}

} // namespace klangraum::test
