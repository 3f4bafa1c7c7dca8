// The [model] table of the family `note-tokens`. Plain values.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>

namespace klangraum {

// notes = "voices": a slot a voice, each with one pitch or silence.
// notes = "ascending": the notes of a step from the lowest up, the slots after the highest empty.
// notes = "tune": whether the melody strikes, the melody, then the notes of its accompaniment from the lowest up.
enum class NoteOrder { Voices, Ascending, Tune };

struct NoteTokensOptions
{
    NoteOrder notes = NoteOrder::Voices;
    std::int64_t slots = 4; // notes of a step at most
    std::int64_t stepsPerQuarter = 4; // steps-per-quarter
    std::int64_t stepsPerBar = 16; // steps-per-bar
    std::int64_t metre = 0; // metre-steps: the places in the metre that are told apart; 0: those of a bar
    std::int64_t window = 128; // steps of a training item
    std::int64_t passes = 4; // random transpositions of every window an epoch
    std::int64_t transpose = 6; // semitones: training pieces are moved by -transpose .. transpose - 1
    // known-key: the corpus stands in one key; the network is told how far a piece was moved from it.
    bool knownKey = false;
    std::int64_t mix = 6; // semitones: likelihoods are mixtures over moves by -mix .. mix - 1; 0: no mixture
    double mixMemory = 0.9; // mix-memory: weights follow how well each move foretold the last steps; 0: all alike
    std::int64_t hidden = 256; // of the LSTM
    std::int64_t layers = 2;
    std::int64_t width = 256; // of what decides a note
    double dropout = 0.3;
    double inputDropout = 0.15; // input-dropout
    std::int64_t parts = 1; // networks that learn side by side; their probabilities are averaged
    // keys-weight: of a second loss, the keys of the next step each by itself, which makes the protocol "factorised"
    // exact; 0: no such outputs. With notes = "ascending" only.
    double keysWeight = 0;

    // Throws Error for unknown keys and wrong values.
    static NoteTokensOptions fromJson(const nlohmann::json &model);
    nlohmann::json toJson() const;
};

} // namespace klangraum
