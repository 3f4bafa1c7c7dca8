// Windows of a corpus as grids of tokens, and the batches cut from them.
#pragma once

#include "generators/latent/latentoptions.h"
#include "generators/trainable.h"

#include <vector>

namespace klangraum::latent {

struct WindowPlace
{
    std::int64_t piece = 0; // in Corpus::pieces
    std::size_t grid = 0; // in the data's own list
    int step = 0; // where it begins; negative before a pickup
};

class LatentData : public TrainingData
{
public:
    // Windows begin at bar lines, `hop` apart in the training split, one after the other in the others. Pieces that the
    // grammar cannot read are passed over, and so are windows that rest too long or, in the training split, that stand
    // there already.
    LatentData(const Corpus &corpus, Split split, const LatentOptions &options);
    std::int64_t size() const override { return static_cast<std::int64_t>(m_windows.size()); }
    // 0: [batch, steps, width] int64, moved by a random interval while training; where a flow is told
    // something, 1: the labels of LatentOptions::labels(), [batch] int64.
    Batch batch(const std::vector<std::int64_t> &items, const StepContext &context) const override;
    std::int64_t piece(std::int64_t item) const override { return m_windows[static_cast<std::size_t>(item)].piece; }
    TokenGrid window(std::int64_t item) const;
    torch::Tensor labelCounts() const; // [labels], windows

private:
    // `interval`: semitones that the window was moved by
    std::int64_t labelAt(const WindowPlace &place, const TokenGrid &window, int interval) const;

    LatentOptions m_options;
    std::vector<TokenGrid> m_grids;
    std::vector<int> m_scales; // of the grids, with prior-scales
    std::vector<WindowPlace> m_windows;
};

// Whether a piece is one for these options: readable, and in common time where that is asked for.
bool isReadable(const Score &score, const LatentOptions &options);
// The diatonic scale that most of the piece lies in, by duration: the pitch class of its major tonic, 0 is C. Of
// several that hold as much, that of the key which Krumhansl and Schmuckler's algorithm finds.
int scaleOf(const Score &score);
// How dense a window is, by its notes a voice and quarter: 0 to 11 in steps of a quarter of an octave, 0.35 and less to
// 2 and more.
int densityOf(const TokenGrid &grid, const Grammar &grammar);
// What a flow is told of a window of a piece in this scale (LatentOptions::labels).
std::int64_t labelOf(const LatentOptions &options, int scale, const TokenGrid &window);
int longestRest(const TokenGrid &grid, const Grammar &grammar); // steps; a note that goes on is no rest
torch::Tensor tensorOf(const std::vector<TokenGrid> &grids, const Grammar &grammar); // [n, steps, width] int64
std::vector<TokenGrid> gridsOf(const torch::Tensor &tokens); // and back, from any integer type

} // namespace klangraum::latent
