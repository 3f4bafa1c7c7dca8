// A corpus of sound for tests: a kick on every beat, noise between, a bass that goes on; a few seconds a piece.
#pragma once

#include "corpus/corpus.h"
#include "corpus/samplebytes.h"
#include "generators/seeded.h"

#include <cmath>
#include <numbers>
#include <vector>

namespace klangraum::soundtest {

inline std::vector<float> beats(double quartersPerMinute, int bars, std::uint64_t seed)
{
    const double beat = 60 / quartersPerMinute * corpusSampleRate;
    std::vector<float> sound(static_cast<std::size_t>(std::llround(4 * bars * beat)));
    const double pitch = 50 + 60 * seededUniform(seed, 0, 0);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double time = static_cast<double>(i);
        const double age = std::fmod(time, beat) / corpusSampleRate;
        const double offBeat = std::fmod(time + beat / 2, beat) / corpusSampleRate;
        const double kick =
            std::sin(2 * std::numbers::pi * (60 * age + 8 * (1 - std::exp(-40 * age)))) * std::exp(-12 * age);
        const double hat = (2 * seededUniform(seed, i, 1) - 1) * std::exp(-60 * offBeat);
        const double bass = std::sin(2 * std::numbers::pi * pitch * time / corpusSampleRate);
        sound[i] = static_cast<float>(0.5 * kick + 0.2 * hat + 0.1 * bass);
    }
    return sound;
}

// `pieces` of so many bars, the last one held out. In memory.
inline Corpus corpus(int pieces, int bars)
{
    Corpus made;
    made.name = "beats";
    made.hash = "0123456789abcdef";
    made.sampleRate = corpusSampleRate;
    SampleSpool spool;
    for (int i = 0; i < pieces; ++i) {
        AudioPiece piece;
        piece.file = "beat" + std::to_string(i);
        piece.style = i % 2 == 0 ? "techno" : "minimal";
        piece.quartersPerMinute = 120 + 5 * i;
        piece.split = i + 1 == pieces ? Split::Valid : Split::Train;
        piece.samples = spool.add(beats(piece.quartersPerMinute, bars, static_cast<std::uint64_t>(i)));
        made.audio.push_back(piece);
    }
    return made;
}

} // namespace klangraum::soundtest
