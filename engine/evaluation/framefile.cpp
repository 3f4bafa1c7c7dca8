#include "evaluation/framefile.h"

#include "music/atomicfile.h"
#include "music/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace klangraum {

namespace {

using nlohmann::json;

constexpr std::uint64_t kLargestFile = std::uint64_t{ 1 } << 28;

VoicePitches frameOf(const json &frame, const std::string &where)
{
    if (!frame.is_array() || frame.size() > 128)
        throw Error(where + ": expected a list of up to 128 pitches, found " + frame.type_name());
    VoicePitches pitches;
    for (const json &pitch : frame) {
        if (!pitch.is_number_integer() || pitch.get<double>() < -1 || pitch.get<double>() > 127)
            throw Error(where + ": expected MIDI pitches -1 to 127, found " + pitch.dump().substr(0, 40));
        pitches.push_back(pitch.get<int>());
    }
    return pitches;
}

FramePiece pieceOf(const json &piece, const std::string &where)
{
    if (!piece.is_array())
        throw Error(where + ": expected a list of frames, found " + piece.type_name());
    FramePiece frames;
    for (const json &frame : piece)
        frames.push_back(frameOf(frame, where + ", frame " + std::to_string(frames.size() + 1)));
    return frames;
}

// Whether a frame can be no set of notes: a silent voice, or one pitch in two voices.
bool namesVoices(VoicePitches frame)
{
    std::sort(frame.begin(), frame.end());
    return (!frame.empty() && frame.front() < 0) || std::adjacent_find(frame.begin(), frame.end()) != frame.end();
}

} // namespace

FrameFile FrameFile::parse(const std::string &text, const std::string &name)
{
    const json document = json::parse(text, nullptr, false);
    if (!document.is_object())
        throw Error(name + ": expected a JSON object with splits (train, valid, test), each a list of pieces");
    FrameFile file;
    for (const auto &[split, pieces] : document.items()) {
        if (!pieces.is_array())
            throw Error(name + ": '" + split + "' is no list of pieces");
        for (const json &piece : pieces) {
            auto &all = file.splits[split];
            all.push_back(pieceOf(piece, name + ": " + split + ", piece " + std::to_string(all.size() + 1)));
        }
        file.splits.try_emplace(split);
    }
    bool sameLength = true;
    bool voices = false;
    bool silent = false;
    bool first = true;
    for (const auto &[split, pieces] : file.splits) {
        for (const FramePiece &piece : pieces) {
            for (const VoicePitches &frame : piece) {
                file.voiceCount = first ? frame.size() : file.voiceCount;
                first = false;
                sameLength = sameLength && frame.size() == file.voiceCount;
                voices = voices || namesVoices(frame);
                silent = silent || std::find(frame.begin(), frame.end(), -1) != frame.end();
            }
        }
    }
    file.voices = sameLength && voices && file.voiceCount > 0;
    if (silent && !file.voices)
        throw Error(name + ": has silent voices (-1) but frames of different lengths; expected one entry a voice");
    if (!file.voices)
        file.voiceCount = 0;
    return file;
}

FrameFile FrameFile::load(const std::filesystem::path &file)
{
    return parse(readText(file, kLargestFile), file.string());
}

const std::vector<FramePiece> &FrameFile::split(const std::string &name) const
{
    std::string known;
    for (const auto &[split, pieces] : splits) {
        if (split == name)
            return pieces;
        known += (known.empty() ? "" : ", ") + split;
    }
    throw Error("there is no split '" + name + "'; the file has " + (known.empty() ? "none" : known));
}

std::vector<KeySet> keySets(const FramePiece &piece)
{
    std::vector<KeySet> sets;
    sets.reserve(piece.size());
    for (const VoicePitches &frame : piece) {
        KeySet set;
        for (const int pitch : frame) {
            if (pitch >= 0 && pitch < 128)
                set.set(static_cast<std::size_t>(pitch));
        }
        sets.push_back(set);
    }
    return sets;
}

} // namespace klangraum
