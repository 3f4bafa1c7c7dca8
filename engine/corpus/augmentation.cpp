#include "corpus/augmentation.h"

#include <algorithm>

namespace klangraum {

std::vector<int> transpositionsOf(const Corpus &corpus, Split split)
{
    if (split != Split::Train)
        return { 0 };
    std::vector<int> semitones;
    for (int t = std::min(corpus.transposeLow, 0); t <= std::max(corpus.transposeHigh, 0); ++t) {
        if (t == 0 || (t >= corpus.transposeLow && t <= corpus.transposeHigh))
            semitones.push_back(t);
    }
    return semitones;
}

std::vector<int> transpositionsWithin(const Score &score, const std::vector<int> &transpositions, int lowest,
                                      int highest)
{
    int low = 127;
    int high = 0;
    for (const Note &note : score.notes) {
        const auto voice = static_cast<std::size_t>(note.voice);
        if (voice < score.voices.size() && score.voices[voice].percussion)
            continue; // stays where it is
        low = std::min(low, note.pitch);
        high = std::max(high, note.pitch);
    }
    std::vector<int> kept;
    for (const int t : transpositions) {
        if (t == 0 || low > high || (low + t >= lowest && high + t <= highest))
            kept.push_back(t);
    }
    return kept;
}

} // namespace klangraum
