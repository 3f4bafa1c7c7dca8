#include "corpus/musichash.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace klangraum {

namespace {

std::string hashOf(const Score &score, bool relative)
{
    std::vector<std::array<std::int64_t, 3>> notes; // start, pitch, duration
    notes.reserve(score.notes.size());
    const auto units = [&](Tick tick) {
        return static_cast<std::int64_t>(std::llround(static_cast<double>(tick) * 960.0 / score.ticksPerQuarter));
    };
    for (const Note &note : score.notes)
        notes.push_back({ units(note.start), note.pitch, units(note.duration) });
    std::sort(notes.begin(), notes.end());
    if (relative && !notes.empty()) {
        const auto first = notes.front();
        for (auto &note : notes) {
            note[0] -= first[0];
            note[1] -= first[1];
        }
    }
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(notes.data(), notes.size() * sizeof(notes[0])));
    constexpr char digits[] = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : canonical.digest) {
        hex.push_back(digits[byte >> 4]);
        hex.push_back(digits[byte & 15]);
    }
    return hex;
}

} // namespace

std::string musicHash(const Score &score)
{
    return hashOf(score, false);
}
std::string musicHashUpToTransposition(const Score &score)
{
    return hashOf(score, true);
}

} // namespace klangraum
