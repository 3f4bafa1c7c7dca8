// Settings: klangraum.toml, one file for the exhibit and the command line. Every key has a default; an unknown key or
// a wrong type is an Error that names it. Looked for in $KLANGRAUM_CONFIG, then the user's configuration folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace klangraum {

struct Settings
{
    // [models]
    std::vector<std::filesystem::path> modelFolders; // folders; searched before the usual places
    // [compute]
    std::string computeDevice = "auto"; // device: auto, cpu, cuda
    int computeThreads = 0; // threads; 0: one, which is fastest for a single window
    // [audio]
    std::string audioApi; // api: ALSA, PulseAudio, JACK; empty: the first that works
    std::string audioDevice; // device; empty: the default
    int bufferFrames = 256; // buffer-frames: 64..4096
    double gain = 0.8; // gain: 0..1
    bool loopsAtOnce = false; // loops-at-once: audio models change at once, not at the next beat
    std::filesystem::path soundFont; // sound-font; empty: the installed one
    // [midi]
    std::string midiIn, midiOut; // in, out: port names; empty: none
    std::map<std::string, int> midiControls; // [midi.controls] NAME = CC
    // [keep]
    std::filesystem::path keepFolder; // folder; empty: Klangraum in the user's music folder
    int keepBars = 16; // bars: 1..256
    // [screen]
    std::string language = "en"; // language: en, de
    bool fullscreen = false;

    static std::filesystem::path defaultFile();
    // A file that is not there gives the defaults. Throws Error for one that cannot be understood.
    static Settings load(const std::filesystem::path &file);
    void save(const std::filesystem::path &file) const; // atomic
};

} // namespace klangraum
