#include "evaluation/baselines.h"

#include "music/error.h"

#include <cmath>

namespace klangraum {

namespace {

using Classes = std::array<double, 129>;

std::size_t classOf(int pitch)
{
    return pitch < 0 ? 128 : static_cast<std::size_t>(pitch);
}

// Counts to probabilities, half a note added to each.
void normalise(Classes &counts)
{
    double sum = 0;
    for (double &count : counts)
        sum += count += 0.5;
    for (double &count : counts)
        count /= sum;
}

// Notes beyond the piano cannot sound.
FrameLogProbability independent(const KeyProbabilities &keys, KeySet frame)
{
    FrameLogProbability found;
    for (std::size_t key = 0; key < pianoKeys; ++key) {
        found.logProbability += std::log(frame.test(key + lowestKey) ? keys[key] : 1 - keys[key]);
        frame.reset(key + lowestKey);
    }
    found.notes = static_cast<int>(frame.count());
    return found;
}

void requireVoices(std::size_t voices, std::size_t entries)
{
    if (voices != entries)
        throw Error("baseline: counted on " + std::to_string(voices) + " voices, found a frame of " +
                    std::to_string(entries));
}

} // namespace

UnigramBaseline::UnigramBaseline(const std::vector<FramePiece> &training, std::size_t voices)
    : m_voices(voices, Classes{})
{
    double frames = 0;
    for (const FramePiece &piece : training) {
        for (const KeySet &set : keySets(piece)) {
            ++frames;
            for (std::size_t key = 0; key < pianoKeys; ++key)
                m_keys[key] += set.test(key + lowestKey) ? 1 : 0;
        }
        for (const VoicePitches &frame : piece) {
            for (std::size_t v = 0; v < voices; ++v)
                ++m_voices[v][classOf(frame.at(v))];
        }
    }
    for (double &key : m_keys)
        key = (key + 0.5) / (frames + 1);
    for (Classes &counts : m_voices)
        normalise(counts);
}

std::vector<KeyProbabilities> UnigramBaseline::keyProbabilities(std::span<const KeySet> piece)
{
    return std::vector<KeyProbabilities>(piece.size(), m_keys);
}

std::vector<FrameLogProbability> UnigramBaseline::frameLogProbabilities(std::span<const KeySet> piece)
{
    std::vector<FrameLogProbability> found;
    for (const KeySet &frame : piece)
        found.push_back(independent(m_keys, frame));
    return found;
}

std::vector<FrameLogProbability> UnigramBaseline::voiceLogProbabilities(std::span<const VoicePitches> piece)
{
    std::vector<FrameLogProbability> found;
    for (const VoicePitches &frame : piece) {
        requireVoices(m_voices.size(), frame.size());
        found.emplace_back();
        for (std::size_t v = 0; v < frame.size(); ++v)
            found.back().logProbability += std::log(m_voices[v][classOf(frame[v])]);
    }
    return found;
}

PreviousBaseline::PreviousBaseline(const std::vector<FramePiece> &training, std::size_t voices)
    : m_voices(voices, std::vector<Classes>(129, Classes{}))
{
    std::array<KeyProbabilities, 2> frames{};
    for (const FramePiece &piece : training) {
        KeySet last;
        for (const KeySet &set : keySets(piece)) {
            for (std::size_t key = 0; key < pianoKeys; ++key) {
                const std::size_t after = last.test(key + lowestKey) ? 1 : 0;
                ++frames[after][key];
                m_keys[after][key] += set.test(key + lowestKey) ? 1 : 0;
            }
            last = set;
        }
        for (std::size_t v = 0; v < voices; ++v) {
            int before = -1;
            for (const VoicePitches &frame : piece) {
                ++m_voices[v][classOf(before)][classOf(frame.at(v))];
                before = frame[v];
            }
        }
    }
    for (std::size_t after = 0; after < 2; ++after) {
        for (std::size_t key = 0; key < pianoKeys; ++key)
            m_keys[after][key] = (m_keys[after][key] + 0.5) / (frames[after][key] + 1);
    }
    for (auto &voice : m_voices) {
        for (Classes &counts : voice)
            normalise(counts);
    }
}

std::vector<KeyProbabilities> PreviousBaseline::keyProbabilities(std::span<const KeySet> piece)
{
    std::vector<KeyProbabilities> found;
    KeySet last;
    for (const KeySet &frame : piece) {
        found.emplace_back();
        for (std::size_t key = 0; key < pianoKeys; ++key)
            found.back()[key] = m_keys[last.test(key + lowestKey) ? 1 : 0][key];
        last = frame;
    }
    return found;
}

std::vector<FrameLogProbability> PreviousBaseline::frameLogProbabilities(std::span<const KeySet> piece)
{
    std::vector<FrameLogProbability> found;
    const std::vector<KeyProbabilities> keys = keyProbabilities(piece);
    for (std::size_t t = 0; t < piece.size(); ++t)
        found.push_back(independent(keys[t], piece[t]));
    return found;
}

std::vector<FrameLogProbability> PreviousBaseline::voiceLogProbabilities(std::span<const VoicePitches> piece)
{
    std::vector<FrameLogProbability> found;
    VoicePitches last(m_voices.size(), -1);
    for (const VoicePitches &frame : piece) {
        requireVoices(m_voices.size(), frame.size());
        found.emplace_back();
        for (std::size_t v = 0; v < frame.size(); ++v)
            found.back().logProbability += std::log(m_voices[v][classOf(last[v])][classOf(frame[v])]);
        last = frame;
    }
    return found;
}

} // namespace klangraum
