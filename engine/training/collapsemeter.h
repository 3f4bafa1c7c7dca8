// CollapseMeter: how much the pieces of a generator differ from each other, beside how much those of its corpus do.
// The distance of two pieces is the Jaccard distance of their cells (sixteenth, pitch): 0 the same, 1 nothing in
// common. Knows no family and no torch. Same corpus, seed and pieces: the same reading. One thread an object.
#pragma once

#include "music/score.h"

#include <cstdint>
#include <vector>

namespace klangraum {

struct CollapseReading
{
    double distance = 0; // mean over all pairs of the generated pieces
    double corpusDistance = 0; // of stretches of the corpus, as long as those
    double collapse = 0; // 0: as varied as the corpus or more; 1: all the same
    // Shares of the pieces without a note, and of those whose notes have one pitch; less the corpus's own shares.
    double silent = 0;
    double oneNote = 0;
};

class CollapseMeter
{
public:
    static constexpr int pieces = 24; // that are compared, of either kind

    // `corpus`: its pieces as the family reads them. Of them at most `pieces` stretches are drawn by `seed`.
    CollapseMeter(std::vector<Score> corpus, std::uint64_t seed);

    // Fewer than two pieces: a reading of zeros. A corpus of equal pieces calls nothing a collapse.
    CollapseReading read(const std::vector<Score> &generated);

private:
    struct Set
    {
        double distance = 0, silent = 0, oneNote = 0;
    };
    static Set measure(const std::vector<Score> &scores, Tick sixteenths);
    void drawCorpus(Tick sixteenths);

    std::vector<Score> m_pieces;
    std::uint64_t m_seed;
    Tick m_length = 0; // of the corpus's stretches now, sixteenths
    Set m_corpus;
};

} // namespace klangraum
