// Sound for the verbs that make some. A build without sound (KLANGRAUM_AUDIO=OFF) has nosound.cpp in place of sound.cpp
// and playing.cpp: it says so.
#pragma once

#include "generators/control.h"
#include "music/piece.h"
#include "runtime/settings.h"
#include "training/benchmarks.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace klangraum {

// A piece as a WAV or FLAC file, 48 kHz stereo where it is made of notes, by the player's own path. `progress` gets
// 0..1. Throws Error.
void writeSound(const Piece &piece, const std::filesystem::path &file, const Settings &settings,
                const std::function<void(double)> &progress);

// Whether this build makes sound.
bool hasSound();

// {"audio":[{"api","name","channels","default"}],"midi-outputs":[...],"midi-inputs":[...],"problem"}
nlohmann::json soundDevices(const Settings &settings);

// A WAV export against the length of its music, and the audio callback against the length of its block.
std::vector<BenchmarkResult> benchSound(const Settings &settings);

struct PlayRequest
{
    std::string device, midiPort; // names, or the settings' where empty
    double seconds = 0; // 0: to the end; a model plays without end
    std::function<bool(double second, double length)> goOn; // called 20 times a second; length 0: without end
};

// Both return when the music is over or `goOn` says false. Throw Error where nothing can sound.
void playScore(const Score &score, const Settings &settings, const PlayRequest &request);

struct ModelToPlay
{
    std::string name;
    std::vector<std::filesystem::path> places;
    std::string compute;
    int threads = 0;
    std::uint64_t seed = 0; // 0: from the clock
    Steering steering;
};
void playModel(const ModelToPlay &model, const Settings &settings, const PlayRequest &request);

} // namespace klangraum
