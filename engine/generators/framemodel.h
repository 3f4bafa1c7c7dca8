// What a family implements to be asked for likelihoods: its Generator or its Trainable also derives from one or more of
// these, and `klangraum likelihood` finds them by dynamic_cast. A family that has no exact likelihood (a VAE, a GAN)
// derives from none. No torch in this header.
//
// Every value is teacher-forced: what is said of frame t may depend on frames 0 .. t-1 of the same piece only.
// One thread at a time.
#pragma once

#include <array>
#include <bitset>
#include <span>
#include <vector>

namespace klangraum {

inline constexpr int lowestKey = 21; // MIDI, A0
inline constexpr int pianoKeys = 88;

using KeySet = std::bitset<128>; // the MIDI pitches that sound in a frame
using KeyProbabilities = std::array<double, pianoKeys>; // that each key sounds; lowest first
using VoicePitches = std::vector<int>; // of a frame, voice by voice; MIDI, or -1 where the voice is silent

// Protocol "factorised": 88 independent Bernoulli variables a frame.
class FactorisedModel
{
public:
    virtual ~FactorisedModel() = default;
    // One a frame; a key that the model cannot sound has probability 0.
    virtual std::vector<KeyProbabilities> keyProbabilities(std::span<const KeySet> piece) = 0;
};

struct FrameLogProbability
{
    double logProbability = 0; // natural logarithm, of all that the model can sound
    int notes = 0; // that it cannot sound; they are left out of logProbability
};

// Protocol "joint": the exact probability of the set of notes of each frame, the first included.
class JointModel
{
public:
    virtual ~JointModel() = default;
    virtual std::vector<FrameLogProbability> frameLogProbabilities(std::span<const KeySet> piece) = 0;
};

// Protocol "joint" on files of voices: each voice has one pitch or silence in every frame.
class VoiceModel
{
public:
    virtual ~VoiceModel() = default;
    virtual std::vector<FrameLogProbability> voiceLogProbabilities(std::span<const VoicePitches> piece) = 0;
};

} // namespace klangraum
