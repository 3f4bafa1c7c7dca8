// Melodies and chords as words: all that begins together is a word, every word lasts half a quarter, and a piece is a
// row of numbers from -1 to 1, the places of its words in a sorted vocabulary. Tamirisa, Manjunadh and Sathwik,
// Generative Adversarial Network Architecture for Music Synthesis, 2024, section 3.2.4. What is between the words,
// rests and lengths, is lost, as there. No torch.
#pragma once

#include "music/score.h"

#include <array>
#include <cstdint>
#include <vector>

namespace klangraum::adversarial {

inline constexpr std::size_t mostWords = 2048;
inline constexpr std::size_t mostNotes = 6; // of a word: the highest
using Word = std::array<std::int16_t, mostNotes>; // MIDI pitches, ascending, then -1

// What begins in a piece, onset after onset; percussion left out.
std::vector<Word> wordsOf(const Score &score);
// The words one after the other, half a quarter each, moved by semitones.
Score scoreOfWords(const std::vector<Word> &words, int shift);

class Vocabulary
{
public:
    Vocabulary() = default;
    // The commonest words of these pieces, at most mostWords.
    explicit Vocabulary(const std::vector<std::vector<Word>> &pieces);
    explicit Vocabulary(std::vector<Word> sorted)
        : m_words(std::move(sorted))
    {
    }
    const std::vector<Word> &words() const { return m_words; }
    // The word's place from -1 (the first) to 1, or that of the next known one. 0 without any words.
    float numberOf(const Word &word) const;
    // Back again, rounded down; what lies beyond the vocabulary is C5, as there.
    Word wordOf(float number) const;

private:
    std::vector<Word> m_words;
};

} // namespace klangraum::adversarial
