// The pieces of a corpus as frames, and the windows that are trained on.
#pragma once

#include "generators/notetokens/notefeatures.h"
#include "generators/trainable.h"

#include <memory>
#include <vector>

namespace klangraum::tokens {

struct TokenPiece
{
    std::vector<Frame> frames;
    std::vector<Past> pasts; // before each of them
    int firstPitch = 0; // slot
    int lowest = rest, highest = 0; // cells
    std::int64_t piece = 0; // in Corpus::pieces
};

TokenPiece tokenPiece(std::vector<Frame> frames, int firstPitch);

// A stretch of a piece as the network reads it.
struct Stretch
{
    const TokenPiece *piece = nullptr;
    std::int64_t begin = 0; // step
    int shift = 0; // semitones
};

// 0 step rows [batch, steps, entries], 1 slot rows [batch, steps, slots, entries], 2 references [.., slots,
// references], 3 floors [.., slots], 4 cells [.., slots], 5 mask [batch, steps]: 0 beyond the piece's end, 6 earlier
// cells [batch, steps, 2 x slots]. On the CPU.
Batch tokenBatch(const Layout &layout, const std::vector<Stretch> &stretches, std::int64_t steps);

class TokenData : public TrainingData
{
public:
    TokenData(const Corpus &corpus, Split split, const NoteTokensOptions &options);
    std::int64_t size() const override { return m_passes * static_cast<std::int64_t>(m_windows.size()); }
    // While training, windows begin at a random beat around their own and are moved by a random interval.
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override;
    std::int64_t piece(std::int64_t item) const override;
    const std::vector<TokenPiece> &pieces() const { return m_pieces; }

private:
    struct Start
    {
        std::size_t piece = 0;
        std::int64_t step = 0;
    };
    NoteTokensOptions m_options;
    Layout m_layout;
    std::int64_t m_passes = 1;
    std::vector<TokenPiece> m_pieces;
    std::vector<Start> m_windows;
};

} // namespace klangraum::tokens
