// What `klangraum bench` measures of this room. Plain numbers; the caller prints them. Any thread; takes seconds.
#pragma once

#include <cstdint>
#include <filesystem>

namespace klangraum {

struct ExportBenchmark
{
    int program = 0; // General MIDI
    double seconds = 0; // of music, four voices
    double wallSeconds = 0; // to write it as WAV
    double timesRealTime = 0; // seconds / wallSeconds
};

// Four-part music of about `seconds`, always the same, rendered to a temporary file. Throws Error.
ExportBenchmark benchmarkExport(double seconds = 120, int program = 0, const std::filesystem::path &soundFont = {});

struct CallbackBenchmark
{
    int blockFrames = 256;
    double blockMilliseconds = 0; // the time that a block lasts at 48 kHz
    double meanMilliseconds = 0; // spent in the callback
    double p99Milliseconds = 0;
    double worstMilliseconds = 0;
    std::uint64_t blocks = 0;
};

// The callback alone, four voices, a new plan every 30 ms of music as while dragging. Throws Error.
CallbackBenchmark benchmarkCallback(int blockFrames = 256, double seconds = 30, int program = 0,
                                    const std::filesystem::path &soundFont = {});

} // namespace klangraum
