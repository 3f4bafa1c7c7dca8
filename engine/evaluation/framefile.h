// Files of frames: {"train": [piece, ...], "valid": [...], "test": [...]}, a piece is a list of frames, a frame a list
// of MIDI pitches. In a file of voices every frame has one entry a voice, -1 where it is silent.
#pragma once

#include "generators/framemodel.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace klangraum {

using FramePiece = std::vector<VoicePitches>; // as in the file

struct FrameFile
{
    // All frames are of one length, and a voice is silent or two sound the same pitch: no set of notes is written so.
    bool voices = false;
    std::size_t voiceCount = 0; // where `voices`
    std::map<std::string, std::vector<FramePiece>> splits;

    // Throws Error: not readable, no JSON, another structure, a pitch outside -1..127, -1 in a file of note sets.
    static FrameFile load(const std::filesystem::path &file);
    static FrameFile parse(const std::string &text, const std::string &name);
    // Throws Error for a split that is not there, naming those that are.
    const std::vector<FramePiece> &split(const std::string &name) const;
};

std::vector<KeySet> keySets(const FramePiece &piece); // silent voices and doubled notes drop out

} // namespace klangraum
