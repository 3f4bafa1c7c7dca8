// Predictors that know no music, to read likelihoods against: `klangraum likelihood baseline:NAME`. They are counted on
// the training split of the file that is scored, half a note added to every count (Krichevsky and Trofimov 1981).
#pragma once

#include "evaluation/framefile.h"

#include <array>
#include <vector>

namespace klangraum {

// Every key, or every class of a voice, as often as in training, whatever came before.
class UnigramBaseline : public FactorisedModel, public JointModel, public VoiceModel
{
public:
    UnigramBaseline(const std::vector<FramePiece> &training, std::size_t voices);
    std::vector<KeyProbabilities> keyProbabilities(std::span<const KeySet> piece) override;
    // The 88 keys are independent of each other here too, so the joint is their product.
    std::vector<FrameLogProbability> frameLogProbabilities(std::span<const KeySet> piece) override;
    std::vector<FrameLogProbability> voiceLogProbabilities(std::span<const VoicePitches> piece) override;

private:
    KeyProbabilities m_keys{};
    std::vector<std::array<double, 129>> m_voices; // [voice][pitch], silence last
};

// Given the same key, or the same voice, one frame before. The first frame of a piece follows silence.
class PreviousBaseline : public FactorisedModel, public JointModel, public VoiceModel
{
public:
    PreviousBaseline(const std::vector<FramePiece> &training, std::size_t voices);
    std::vector<KeyProbabilities> keyProbabilities(std::span<const KeySet> piece) override;
    std::vector<FrameLogProbability> frameLogProbabilities(std::span<const KeySet> piece) override;
    std::vector<FrameLogProbability> voiceLogProbabilities(std::span<const VoicePitches> piece) override;

private:
    std::array<KeyProbabilities, 2> m_keys{}; // after silence, after sound
    std::vector<std::vector<std::array<double, 129>>> m_voices; // [voice][last pitch][pitch], silence last
};

} // namespace klangraum
