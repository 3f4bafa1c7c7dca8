// The family `note-tokens` as a Generator: music step after step, a beat a window when it streams.
#pragma once

#include "generators/framemodel.h"
#include "generators/modelfolder.h"
#include "generators/notetokens/notewriter.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace klangraum::tokens {

class NoteTokensGenerator : public Generator, public JointModel, public VoiceModel, public FactorisedModel
{
public:
    // Throws Error where model.json or the weights do not fit.
    NoteTokensGenerator(const std::filesystem::path &folder, const nlohmann::json &json, ModelDescription description,
                        torch::Device device);

    const ModelDescription &description() const override { return m_description; }
    // 16 bars by default. `prime`: the piece, then how it goes on. `melody`: that melody as it is, and the other
    // voices.
    Piece generate(const GenerateRequest &request) override;
    std::unique_ptr<Stream> stream(std::uint64_t seed) override;
    std::vector<FrameLogProbability> frameLogProbabilities(std::span<const KeySet> piece) override;
    std::vector<FrameLogProbability> voiceLogProbabilities(std::span<const VoicePitches> piece) override;
    std::vector<KeyProbabilities>
    keyProbabilities(std::span<const KeySet> piece) override; // estimated: notemarginals.h

    Wish wishOf(const Steering &steering) const;
    double tempoOf(const Steering &steering) const;
    const NoteWriter &writer() const { return *m_writer; }
    const NoteTokensOptions &options() const { return m_writer->net().options(); }
    // The slot of a voice as it stands in description().voices; -1: there is none.
    int slotOf(int voice) const;

private:
    Score harmonise(const Score &melody, const GenerateRequest &request);

    ModelDescription m_description;
    std::unique_ptr<NoteWriter> m_writer;
};

} // namespace klangraum::tokens
