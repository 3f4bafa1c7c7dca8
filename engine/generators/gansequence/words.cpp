#include "generators/gansequence/words.h"

#include "generators/adversarial/pianoscore.h"

#include <algorithm>
#include <map>

namespace klangraum::adversarial {
namespace {

constexpr std::int16_t noNote = -1;
constexpr std::int16_t fallback = 72; // C5
constexpr int wordVelocity = 82;

bool isPercussion(const Score &score, const Note &note)
{
    const auto voice = static_cast<std::size_t>(std::max(0, note.voice));
    return voice < score.voices.size() && score.voices[voice].percussion;
}

} // namespace

std::vector<Word> wordsOf(const Score &score)
{
    std::map<Tick, std::vector<int>> onsets;
    for (const Note &note : score.notes)
        if (!isPercussion(score, note))
            onsets[note.start].push_back(note.pitch);
    std::vector<Word> words;
    for (auto &[tick, pitches] : onsets) {
        std::sort(pitches.begin(), pitches.end());
        pitches.erase(std::unique(pitches.begin(), pitches.end()), pitches.end());
        const auto count = static_cast<std::ptrdiff_t>(std::min(mostNotes, pitches.size()));
        Word word;
        word.fill(noNote);
        std::transform(pitches.end() - count, pitches.end(), word.begin(),
                       [](int pitch) { return static_cast<std::int16_t>(pitch); });
        words.push_back(word);
    }
    return words;
}

Score scoreOfWords(const std::vector<Word> &words, int shift)
{
    constexpr Tick length = ticksPerQuarter / 2;
    Score score = emptyScore(static_cast<Tick>(words.size()) * length);
    for (std::size_t i = 0; i < words.size(); ++i)
        for (const std::int16_t pitch : words[i])
            if (pitch != noNote)
                score.notes.push_back(
                    { static_cast<Tick>(i) * length, length, std::clamp(pitch + shift, 0, 127), wordVelocity, 0 });
    score.normalise();
    return score;
}

Vocabulary::Vocabulary(const std::vector<std::vector<Word>> &pieces)
{
    std::map<Word, std::int64_t> counts;
    for (const auto &piece : pieces)
        for (const Word &word : piece)
            ++counts[word];
    std::vector<std::pair<std::int64_t, Word>> common;
    for (const auto &[word, count] : counts)
        common.emplace_back(-count, word);
    std::sort(common.begin(), common.end());
    common.resize(std::min(common.size(), mostWords));
    for (const auto &[count, word] : common)
        m_words.push_back(word);
    std::sort(m_words.begin(), m_words.end());
}

float Vocabulary::numberOf(const Word &word) const
{
    if (m_words.empty())
        return 0;
    const auto found = std::min(std::lower_bound(m_words.begin(), m_words.end(), word), m_words.end() - 1);
    const auto half = static_cast<float>(m_words.size()) / 2;
    return (static_cast<float>(found - m_words.begin()) - half) / half;
}

Word Vocabulary::wordOf(float number) const
{
    const auto half = static_cast<float>(m_words.size()) / 2;
    const float place = number * half + half + 1e-3F; // rounding must not lead to the word before
    if (place >= 0 && place < static_cast<float>(m_words.size()))
        return m_words[static_cast<std::size_t>(place)];
    Word word;
    word.fill(noNote);
    word.front() = fallback;
    return word;
}

} // namespace klangraum::adversarial
