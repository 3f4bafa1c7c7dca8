#include "generators/gansequence/wordmedium.h"

#include "music/error.h"

#include <algorithm>

namespace klangraum::adversarial {
namespace {

class WordRows : public TrainingData
{
public:
    WordRows(const Corpus &corpus, Split split, const Vocabulary &vocabulary, std::int64_t steps, std::int64_t hop)
        : m_steps(steps)
    {
        for (std::size_t index = 0; index < corpus.pieces.size(); ++index) {
            if (corpus.pieces[index].split != split)
                continue;
            std::vector<float> row;
            for (const Word &word : wordsOf(corpus.pieces[index].score))
                row.push_back(vocabulary.numberOf(word));
            const auto length = static_cast<std::int64_t>(row.size());
            for (std::int64_t from = 0; from + steps <= length; from += split == Split::Train ? hop : steps)
                m_windows.emplace_back(m_rows.size(), from);
            m_rows.push_back(std::move(row));
            m_places.push_back(static_cast<std::int64_t>(index));
        }
    }
    std::int64_t size() const override { return static_cast<std::int64_t>(m_windows.size()); }
    std::int64_t piece(std::int64_t item) const override
    {
        return m_places[m_windows[static_cast<std::size_t>(item)].first];
    }
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override
    {
        torch::Tensor x = torch::empty({ static_cast<std::int64_t>(items.size()), m_steps, 1 });
        float *to = x.data_ptr<float>();
        for (const std::int64_t item : items) {
            const auto &[row, from] = m_windows[static_cast<std::size_t>(item)];
            to = std::copy_n(m_rows[row].begin() + from, m_steps, to);
        }
        return { x.to(context.device) };
    }

private:
    std::int64_t m_steps;
    std::vector<std::vector<float>> m_rows;
    std::vector<std::int64_t> m_places; // in Corpus::pieces
    std::vector<std::pair<std::size_t, std::int64_t>> m_windows; // row, first word
};

} // namespace

StoredVocabulary::StoredVocabulary()
    : m_words(register_buffer("words", torch::full({ std::int64_t(mostWords), std::int64_t(mostNotes) }, -1.0F)))
{
}

void StoredVocabulary::keep(const Vocabulary &vocabulary)
{
    torch::Tensor table = torch::full_like(m_words, -1.0F, torch::kCPU);
    float *to = table.data_ptr<float>();
    for (const Word &word : vocabulary.words())
        to = std::transform(word.begin(), word.end(), to, [](std::int16_t pitch) { return static_cast<float>(pitch); });
    const torch::NoGradGuard noGrad;
    m_words.copy_(table);
}

Vocabulary StoredVocabulary::get() const
{
    const torch::Tensor table = m_words.to(torch::kCPU).contiguous();
    const float *from = table.data_ptr<float>();
    std::vector<Word> words;
    for (std::size_t i = 0; i < mostWords; ++i, from += mostNotes) {
        Word word;
        std::transform(from, from + mostNotes, word.begin(), [](float pitch) {
            return static_cast<std::int16_t>(pitch >= 0 && pitch <= 127 ? pitch : -1.0F);
        });
        if (word.front() < 0)
            break;
        words.push_back(word);
    }
    return Vocabulary(std::move(words));
}

std::unique_ptr<TrainingData> WordMedium::data(const Corpus &corpus, Split split)
{
    if (split == Split::Train) {
        std::vector<std::vector<Word>> pieces;
        for (const CorpusPiece *piece : corpus.split(split))
            pieces.push_back(wordsOf(piece->score));
        m_vocabulary->keep(Vocabulary(pieces));
    }
    return std::make_unique<WordRows>(corpus, split, m_vocabulary->get(), m_steps, m_hop);
}

Sight WordMedium::encode(const Score &score) const
{
    const std::vector<Word> words = wordsOf(score);
    if (words.empty())
        throw Error("the piece has no notes");
    const Vocabulary vocabulary = m_vocabulary->get();
    torch::Tensor row = torch::empty({ 1, m_steps, 1 });
    for (std::int64_t i = 0; i < m_steps; ++i) // a short piece is heard again and again
        row.data_ptr<float>()[i] = vocabulary.numberOf(words[static_cast<std::size_t>(i) % words.size()]);
    return { row, {} };
}

Score WordMedium::decode(const std::vector<torch::Tensor> &windows, const Touch &touch) const
{
    const Vocabulary vocabulary = m_vocabulary->get();
    std::vector<Word> words;
    for (const torch::Tensor &window : windows) {
        const torch::Tensor row = window.detach().to(torch::kCPU, torch::kFloat32).contiguous();
        for (std::int64_t i = 0; i < row.numel(); ++i)
            words.push_back(vocabulary.wordOf(row.data_ptr<float>()[i]));
    }
    return scoreOfWords(words, touch.shift);
}

std::optional<Score> WordMedium::read(const Score &score) const
{
    const std::vector<Word> words = wordsOf(score);
    return words.empty() ? std::nullopt : std::optional(scoreOfWords(words, 0));
}

} // namespace klangraum::adversarial
