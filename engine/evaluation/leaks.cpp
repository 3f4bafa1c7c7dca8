#include "evaluation/leaks.h"

#include "corpus/corpusfile.h"
#include "evaluation/copyaudit.h"
#include "music/error.h"

#include <sstream>
#include <string>

namespace klangraum {

namespace {

constexpr int stepsPerQuarter = 4;

} // namespace

std::size_t refuseLeaks(Corpus &corpus, double quarters)
{
    if (!(quarters > 0))
        throw Error("leaks: expected a positive number of quarters");
    std::vector<const CorpusPiece *> heldOut = corpus.split(Split::Valid);
    for (const CorpusPiece *piece : corpus.split(Split::Test))
        heldOut.push_back(piece);
    std::vector<Frames> frames;
    for (const CorpusPiece *piece : heldOut)
        frames.push_back(framesOf(piece->score, stepsPerQuarter));
    const CopyIndex index(frames);
    std::vector<bool> leaks(corpus.pieces.size(), false);
    std::vector<Refusal> refused;
    for (std::size_t i = 0; i < corpus.pieces.size(); ++i) {
        const CorpusPiece &piece = corpus.pieces[i];
        if (piece.split != Split::Train)
            continue;
        const Copy copy = index.longestCopy(framesOf(piece.score, stepsPerQuarter));
        const double length = static_cast<double>(copy.steps) / stepsPerQuarter;
        if (length < quarters)
            continue;
        leaks[i] = true;
        std::ostringstream reason;
        reason << "shares " << length << " quarters with " << splitName(heldOut[copy.piece]->split) << " piece "
               << (heldOut[copy.piece]->file.empty() ? corpus.label(*heldOut[copy.piece]) : heldOut[copy.piece]->file);
        refused.push_back({ piece.file.empty() ? corpus.label(piece) : piece.file, reason.str() });
    }
    if (!refused.empty() && refused.size() == corpus.split(Split::Train).size())
        throw Error("leaks: every training piece shares " + std::to_string(quarters) +
                    " quarters with a held-out one; choose a greater length");
    std::size_t kept = 0;
    for (std::size_t i = 0; i < corpus.pieces.size(); ++i) {
        if (leaks[i])
            continue;
        if (kept != i)
            corpus.pieces[kept] = std::move(corpus.pieces[i]);
        ++kept;
    }
    corpus.pieces.resize(kept);
    corpus.refused.insert(corpus.refused.end(), refused.begin(), refused.end());
    corpus.hash = corpusContentHash(corpus);
    return refused.size();
}

} // namespace klangraum
