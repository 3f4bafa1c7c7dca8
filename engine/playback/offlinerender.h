// Rendering to memory or to a WAV file by the path that plays live (PlayerCore: sequencer, synthesizer, output stage),
// as fast as the machine can. No state; any thread, one at a time per call.
#pragma once

#include "music/audioclip.h"
#include "music/score.h"
#include "playback/performancelog.h"

#include <filesystem>
#include <functional>

namespace klangraum {

struct RenderOptions
{
    std::filesystem::path soundFont; // empty: the installed one
    int sampleRate = 48000;
    int blockFrames = 256; // the result does not depend on it
    double gain = 0.8; // 0..1
    double maxTailSeconds = 4.0; // after the last note, at most; ends as soon as it is silent
    int bitsPerSample = 16; // of files: 16 (dithered) or 24
};

// Called now and then with 0..1; returning false cancels, which throws Error("cancelled").
using RenderProgress = std::function<bool(double done)>;

// Stereo. Throws Error: no sound font, nothing to render, a piece over 6 hours.
AudioClip renderScore(const Score &score, const RenderOptions &options = {}, const RenderProgress &progress = {});
AudioClip renderEvents(const Excerpt &excerpt, const RenderOptions &options = {}, const RenderProgress &progress = {});

// Streams to the file. Atomic: on any failure (full disk, folder that cannot be written to) the old file is whole.
void renderScoreToWav(const Score &score, const std::filesystem::path &path, const RenderOptions &options = {},
                      const RenderProgress &progress = {});
void renderEventsToWav(const Excerpt &excerpt, const std::filesystem::path &path, const RenderOptions &options = {},
                       const RenderProgress &progress = {});

} // namespace klangraum
