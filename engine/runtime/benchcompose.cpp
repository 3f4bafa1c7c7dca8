#include "runtime/bench.h"

#include "corpus/electronic/electronicpiece.h"
#include "corpus/samplebytes.h"

#include <ctime>

namespace klangraum {

std::vector<BenchmarkResult> benchCompose()
{
    const SoundBank sounds = SoundBank::installed();
    double seconds = 0;
    double composing = 0;
    double halving = 0;
    SampleSpool spool;
    const auto now = [] { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; };
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        for (const ElectronicStyle style :
             { ElectronicStyle::Techno, ElectronicStyle::Minimal, ElectronicStyle::DrumAndBass }) {
            const double begin = now();
            const ElectronicPiece piece = composeElectronic(style, seed, sounds);
            const double composed = now();
            spool.add(piece.frames);
            composing += composed - begin;
            halving += now() - composed;
            seconds += static_cast<double>(piece.frames.size()) / corpusSampleRate;
        }
    }
    const std::string of = "twelve pieces, processor time of one core, " +
        std::string(sounds.empty() ? "synthesis alone" : "with recorded sounds");
    return { { "electronic pieces composed", seconds / composing, "x real time", of + "; at least hundreds" },
             { "the same, with all nine rates", seconds / (composing + halving), "x real time", of } };
}

} // namespace klangraum
