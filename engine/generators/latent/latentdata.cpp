#include "generators/latent/latentdata.h"

#include "corpus/windows.h"
#include "music/error.h"
#include "music/key.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

namespace klangraum::latent {

bool isReadable(const Score &score, const LatentOptions &options)
{
    if (!options.commonTime || score.metres.empty())
        return true;
    const MetreChange &metre = score.metres.front();
    // A metre of one quarter says that the file knows none: the bars of pop songs are those of four quarters.
    return (metre.denominator == 4 && (metre.numerator == 4 || metre.numerator == 2 || metre.numerator == 1)) ||
        (metre.denominator == 2 && metre.numerator == 2);
}

int longestRest(const TokenGrid &grid, const Grammar &grammar)
{
    int longest = 0;
    int now = 0;
    for (int step = 0; step < grammar.stepsOf(grid); ++step) {
        bool silent = true;
        for (int place = 0; place < grammar.width(); ++place) {
            const int token = grid[static_cast<std::size_t>(step * grammar.width() + place)];
            silent = silent && (grammar.coding == Coding::Roll ? token == 0 : token == restToken);
        }
        now = silent ? now + 1 : 0;
        longest = std::max(longest, now);
    }
    return longest;
}

int scaleOf(const Score &score)
{
    constexpr std::array<int, 7> major{ 0, 2, 4, 5, 7, 9, 11 };
    constexpr int relativeMajor = 3; // semitones above a minor tonic
    std::array<double, 12> weights{};
    for (const Note &note : score.notes)
        weights[static_cast<std::size_t>(note.pitch % 12)] += static_cast<double>(note.duration);
    const KeyEstimate key = estimateKey(weights);
    const int likely = (key.tonic + (key.minor ? relativeMajor : 0)) % 12;
    int best = likely;
    double most = -1;
    for (int i = 0; i < 12; ++i) { // the likely one first
        const int tonic = (likely + i) % 12;
        double inside = 0;
        for (const int interval : major)
            inside += weights[static_cast<std::size_t>((tonic + interval) % 12)];
        if (inside > most) {
            most = inside;
            best = tonic;
        }
    }
    return best;
}

int densityOf(const TokenGrid &grid, const Grammar &grammar)
{
    const double quarters = static_cast<double>(grammar.stepsOf(grid)) / grammar.stepsPerQuarter;
    const double rate = grammar.onsets(grid) / (quarters * std::max(grammar.heads(), 1));
    return static_cast<int>(std::clamp(std::floor(4 * std::log2(std::max(rate, 1e-3)) + 7), 0.0, densityCount - 1.0));
}

std::int64_t labelOf(const LatentOptions &options, int scale, const TokenGrid &window)
{
    const std::int64_t known = options.priorScales ? scale : 0;
    return options.priorDensities ? known + (options.priorScales ? scaleCount : 1) * densityOf(window, options.grammar)
                                  : known;
}

namespace {

// The piece in whole bars, and again, for a window longer than it was.
TokenGrid repeated(const TokenGrid &grid, const Score &score, const LatentOptions &options)
{
    const Grammar &grammar = options.grammar;
    const int whole = static_cast<int>(
        std::llround(static_cast<double>(barLines(score).back()) * grammar.stepsPerQuarter / score.ticksPerQuarter));
    const TokenGrid once = grammar.window(grid, 0, std::max(whole, 1));
    TokenGrid again = once;
    while (grammar.stepsOf(again) < whole + options.steps)
        again.insert(again.end(), once.begin(), once.end());
    return again;
}

} // namespace

LatentData::LatentData(const Corpus &corpus, Split split, const LatentOptions &options)
    : m_options(options)
{
    const Grammar &grammar = options.grammar;
    WindowOptions cut;
    cut.quarters = static_cast<double>(options.steps) / grammar.stepsPerQuarter;
    cut.hop = static_cast<double>(split == Split::Train ? options.hop : options.steps) / grammar.stepsPerQuarter;
    cut.onBars = true;
    std::set<std::string> known;
    for (std::size_t index = 0; index < corpus.pieces.size(); ++index) {
        const CorpusPiece &piece = corpus.pieces[index];
        if (piece.split != split || !isReadable(piece.score, options))
            continue;
        TokenGrid grid;
        try {
            grid = grammar.encode(piece.score);
        } catch (const Error &) { // music of another kind: it is no part of what this model learns
            continue;
        }
        if (options.priorScales)
            m_scales.push_back(scaleOf(grammar.decode(grid, 100)));
        if (options.repeat && split == Split::Train)
            grid = repeated(grid, piece.score, options);
        for (const Tick start : windowStarts(piece.score, cut)) {
            const auto step = static_cast<int>(
                std::llround(static_cast<double>(start) * grammar.stepsPerQuarter / piece.score.ticksPerQuarter));
            const TokenGrid window = grammar.window(grid, step, static_cast<int>(options.steps));
            if (grammar.onsets(window) < 2 ||
                (options.longestRest > 0 && longestRest(window, grammar) > options.longestRest))
                continue;
            if (split == Split::Train && !known.emplace(window.begin(), window.end()).second)
                continue;
            m_windows.push_back({ static_cast<std::int64_t>(index), m_grids.size(), step });
        }
        m_grids.push_back(std::move(grid));
    }
}

std::int64_t LatentData::labelAt(const WindowPlace &place, const TokenGrid &window, int interval) const
{
    const int scale =
        m_options.priorScales ? static_cast<int>((m_scales[place.grid] + interval + 10 * scaleCount) % scaleCount) : 0;
    return labelOf(m_options, scale, window);
}

torch::Tensor LatentData::labelCounts() const
{
    torch::Tensor counts = torch::zeros({ m_options.labels() });
    auto *values = counts.data_ptr<float>();
    for (std::int64_t i = 0; i < size(); ++i)
        values[labelAt(m_windows[static_cast<std::size_t>(i)], window(i), 0)] += 1;
    return counts;
}

TokenGrid LatentData::window(std::int64_t item) const
{
    const WindowPlace &place = m_windows[static_cast<std::size_t>(item)];
    return m_options.grammar.window(m_grids[place.grid], place.step, static_cast<int>(m_options.steps));
}

Batch LatentData::batch(const std::vector<std::int64_t> &items, const StepContext &context) const
{
    // A prior learns the corpus's own keys, so that its music has them, unless it is said to need more music.
    const bool moves = context.training && m_options.transpose > 0 &&
        (m_options.priorTransposed || context.progress < m_options.autoencoderShare);
    std::vector<TokenGrid> grids;
    std::vector<std::int64_t> labels;
    for (const std::int64_t item : items) {
        TokenGrid grid = window(item);
        int interval = 0;
        if (moves) {
            interval = torch::randint(-m_options.transpose, m_options.transpose, { 1 }, context.random, torch::kInt64)
                           .item<int>();
            m_options.grammar.move(grid, interval);
        }
        if (m_options.labels() > 0)
            labels.push_back(labelAt(m_windows[static_cast<std::size_t>(item)], grid, interval));
        grids.push_back(std::move(grid));
    }
    Batch batch{ tensorOf(grids, m_options.grammar).to(context.device) };
    if (m_options.labels() > 0)
        batch.push_back(torch::tensor(labels, torch::kInt64).to(context.device));
    return batch;
}

torch::Tensor tensorOf(const std::vector<TokenGrid> &grids, const Grammar &grammar)
{
    const std::int64_t steps = grids.empty() ? 0 : grammar.stepsOf(grids.front());
    torch::Tensor x = torch::empty({ static_cast<std::int64_t>(grids.size()), steps, grammar.width() }, torch::kInt64);
    auto *values = x.data_ptr<std::int64_t>();
    for (const TokenGrid &grid : grids)
        values = std::copy(grid.begin(), grid.end(), values);
    return x;
}

std::vector<TokenGrid> gridsOf(const torch::Tensor &tokens)
{
    const torch::Tensor bytes = tokens.to(torch::kCPU, torch::kUInt8).flatten(1).contiguous();
    std::vector<TokenGrid> grids;
    const auto *values = bytes.data_ptr<std::uint8_t>();
    for (std::int64_t i = 0; i < bytes.size(0); ++i, values += bytes.size(1))
        grids.emplace_back(values, values + bytes.size(1));
    return grids;
}

} // namespace klangraum::latent
