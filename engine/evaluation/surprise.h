// Surprise: how unexpected a stretch of music is to somebody who knows the corpus, in bits. The mean surprisal
// -log2 p of its melodic intervals (voice by voice, from one note to the next) and of its vertical intervals (of every
// sounding note above the lowest, wherever a note begins), under tables counted on the training split. It knows
// intervals only, so transposing a piece does not change it.
#pragma once

#include "corpus/corpus.h"
#include "corpus/voicegrid.h"
#include "evaluation/noteevents.h"
#include "music/score.h"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace klangraum {

struct Surprise
{
    double melodic = 0; // bits, mean over melodicIntervals
    double vertical = 0; // bits, mean over verticalIntervals
    double bits = 0; // the mean of both; of the one that there is where the other has no intervals
    std::int64_t melodicIntervals = 0;
    std::int64_t verticalIntervals = 0;
};

class SurpriseModel
{
public:
    // Tables for `voices` voices (further ones share the last); everything as likely as everything else.
    explicit SurpriseModel(int voices = 4, int stepsPerQuarter = 4);

    // From the training split: through toVoiceGrid() where every piece of it fits `voices` voices, else from the
    // scores as they are. Throws Error where the split has no notes.
    static SurpriseModel fit(const Corpus &corpus, int voices = 4, int stepsPerQuarter = 4);
    void add(const VoiceGrid &grid);
    void add(const Score &score);

    Surprise of(const VoiceGrid &grid) const;
    // A voice's line is its highest note at each onset.
    Surprise of(const Score &score) const;

    // Surprisal in bits; semitones are clipped to -24..24 and 0..36. Half a note is added to every count
    // (Krichevsky and Trofimov 1981), so that nothing is impossible.
    double melodicBits(int voice, int semitones) const;
    double verticalBits(int semitones) const;

    // {"stepsPerQuarter","melodic":[[49 counts] a voice],"vertical":[37 counts]}. fromJson() throws Error.
    nlohmann::json toJson() const;
    static SurpriseModel fromJson(const nlohmann::json &json);

private:
    static constexpr int widest = 24; // melodic, either way
    static constexpr int tallest = 36; // vertical
    using Melodic = std::array<std::int64_t, 2 * widest + 1>;
    using Vertical = std::array<std::int64_t, tallest + 1>;

    std::size_t tableOf(int voice) const;
    void add(const std::vector<NoteEvent> &events);
    Surprise of(const std::vector<NoteEvent> &events) const;

    int m_stepsPerQuarter;
    std::vector<Melodic> m_melodic;
    Vertical m_vertical{};
    std::vector<std::int64_t> m_melodicSums;
    std::int64_t m_verticalSum = 0;
};

} // namespace klangraum
