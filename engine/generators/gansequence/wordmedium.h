// Rows of words for the two networks of a duel: words.h.
#pragma once

#include "generators/adversarial/medium.h"
#include "generators/gansequence/words.h"

namespace klangraum::adversarial {

// A vocabulary that is stored with the weights.
class StoredVocabulary : public torch::nn::Module
{
public:
    StoredVocabulary();
    void keep(const Vocabulary &vocabulary);
    Vocabulary get() const;

private:
    torch::Tensor m_words; // buffer [mostWords, mostNotes]; after the last word rows of -1
};

// Music is [batch, steps, 1].
class WordMedium : public Medium
{
public:
    WordMedium(std::shared_ptr<StoredVocabulary> vocabulary, std::int64_t steps, std::int64_t hop)
        : m_vocabulary(std::move(vocabulary))
        , m_steps(steps)
        , m_hop(hop)
    {
    }
    // The training split's words become the vocabulary.
    std::unique_ptr<TrainingData> data(const Corpus &corpus, Split split) override;
    Sight encode(const Score &score) const override;
    Score decode(const std::vector<torch::Tensor> &windows, const Touch &touch) const override;
    Tick windowTicks() const override { return m_steps * stepTicks(); }
    Tick stepTicks() const override { return ticksPerQuarter / 2; }
    std::vector<ProbabilityCell> cells(const torch::Tensor &, const Touch &) const override { return {}; }
    bool hasDensity() const override { return false; }
    std::optional<Score> read(const Score &score) const override;

private:
    std::shared_ptr<StoredVocabulary> m_vocabulary;
    std::int64_t m_steps, m_hop;
};

} // namespace klangraum::adversarial
