#include "generators/steps/stepdata.h"

#include <algorithm>

namespace klangraum::steps {

StepData::StepData(const Corpus &corpus, Split split, const StepOptions &options)
    : m_options(options)
{
    for (std::size_t index = 0; index < corpus.pieces.size(); ++index) {
        const CorpusPiece &piece = corpus.pieces[index];
        if (piece.split != split || !options.codec.fits(piece.score))
            continue;
        std::vector<Step> steps = options.codec.encode(piece.score);
        const auto length = static_cast<std::int64_t>(steps.size());
        const std::int64_t hop = split == Split::Train ? options.hop : options.window;
        for (std::int64_t step = 0; step == 0 || step + options.window / 2 < length; step += hop)
            m_windows.push_back({ m_pieces.size(), step });
        m_pieces.push_back(std::move(steps));
        m_places.push_back(static_cast<std::int64_t>(index));
    }
}

std::int64_t StepData::piece(std::int64_t item) const
{
    return m_places[m_windows[static_cast<std::size_t>(item)].piece];
}

Batch StepData::batch(const std::vector<std::int64_t> &items, const StepContext &context) const
{
    const Codec &codec = m_options.codec;
    std::vector<std::vector<Step>> rows;
    torch::Tensor mask = torch::zeros({ static_cast<std::int64_t>(items.size()), m_options.window });
    for (std::size_t row = 0; row < items.size(); ++row) {
        const Start &start = m_windows[static_cast<std::size_t>(items[row])];
        const std::vector<Step> &piece = m_pieces[start.piece];
        std::vector<Step> steps;
        for (std::int64_t at = start.step - 1; at < start.step + m_options.window; ++at) {
            const bool inside = at >= 0 && at < static_cast<std::int64_t>(piece.size());
            steps.push_back(inside ? piece[static_cast<std::size_t>(at)] : codec.silence());
            if (inside && at >= start.step)
                mask.data_ptr<float>()[static_cast<std::int64_t>(row) * m_options.window + at - start.step] = 1;
        }
        if (context.training && m_options.transpose > 0) {
            const auto shift =
                torch::randint(-m_options.transpose, m_options.transpose + 1, { 1 }, context.random, torch::kInt64)
                    .item<int>();
            std::vector<Step> moved = steps;
            if (std::all_of(moved.begin(), moved.end(), [&](Step &step) { return codec.move(step, shift); }))
                steps = std::move(moved);
        }
        rows.push_back(std::move(steps));
    }
    return { tensorOf(rows, codec).to(context.device), mask.to(context.device) };
}

} // namespace klangraum::steps
