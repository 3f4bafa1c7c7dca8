#include "generators/notetokens/notetokensdata.h"

#include <algorithm>

namespace klangraum::tokens {

TokenPiece tokenPiece(std::vector<Frame> frames, int firstPitch)
{
    TokenPiece piece;
    piece.firstPitch = firstPitch;
    Past past;
    for (const Frame &frame : frames) {
        piece.pasts.push_back(past);
        past.add(frame);
        for (auto slot = static_cast<std::size_t>(firstPitch); slot < frame.size(); ++slot)
            if (const int cell = frame[slot]; cell < rest) {
                piece.lowest = std::min(piece.lowest, cell);
                piece.highest = std::max(piece.highest, cell);
            }
    }
    piece.frames = std::move(frames);
    return piece;
}

Batch tokenBatch(const Layout &layout, const std::vector<Stretch> &stretches, std::int64_t steps)
{
    const auto count = static_cast<std::int64_t>(stretches.size());
    const std::int64_t slots = layout.slots();
    torch::Tensor stepRows = torch::zeros({ count, steps, layout.stepEntries() }, torch::kInt64);
    torch::Tensor slotRows = torch::zeros({ count, steps, slots, layout.slotEntries() }, torch::kInt64);
    torch::Tensor references = torch::full({ count, steps, slots, layout.references() }, rest, torch::kInt64);
    torch::Tensor floors = torch::full({ count, steps, slots }, -1, torch::kInt64);
    torch::Tensor cells = torch::full({ count, steps, slots }, rest, torch::kInt64);
    torch::Tensor mask = torch::zeros({ count, steps });
    torch::Tensor earlier = torch::full({ count, steps, layout.earlierEntries() }, rest, torch::kInt64);
    for (std::int64_t b = 0; b < count; ++b) {
        const auto &[piece, begin, shift] = stretches[static_cast<std::size_t>(b)];
        const auto end = std::min<std::int64_t>(begin + steps, static_cast<std::int64_t>(piece->frames.size()));
        for (std::int64_t step = begin; step < end; ++step) {
            const std::int64_t row = b * steps + step - begin;
            const Past past = moved(piece->pasts[static_cast<std::size_t>(step)], shift, piece->firstPitch);
            const Frame frame = moved(piece->frames[static_cast<std::size_t>(step)], shift, piece->firstPitch);
            layout.step(past, step, shift, stepRows.data_ptr<std::int64_t>() + row * layout.stepEntries());
            layout.earlier(past, earlier.data_ptr<std::int64_t>() + row * layout.earlierEntries());
            for (int slot = 0; slot < layout.slots(); ++slot) {
                const std::int64_t place = row * slots + slot;
                layout.slot(past, step, frame, slot, slotRows.data_ptr<std::int64_t>() + place * layout.slotEntries());
                layout.references(past, frame, slot, references.data_ptr<std::int64_t>() + place * layout.references());
                floors.data_ptr<std::int64_t>()[place] = layout.floor(frame, slot);
                cells.data_ptr<std::int64_t>()[place] = frame[static_cast<std::size_t>(slot)];
            }
            mask.data_ptr<float>()[row] = 1;
        }
    }
    return { stepRows, slotRows, references, floors, cells, mask, earlier };
}

TokenData::TokenData(const Corpus &corpus, Split split, const NoteTokensOptions &options)
    : m_options(options)
    , m_layout(options)
    , m_passes(split == Split::Train ? options.passes : 1)
{
    for (std::size_t index = 0; index < corpus.pieces.size(); ++index) {
        const CorpusPiece &piece = corpus.pieces[index];
        if (piece.split != split || !fits(piece.score, options))
            continue;
        TokenPiece read = tokenPiece(framesOf(piece.score, options), firstPitch(options));
        if (read.frames.empty() || read.lowest == rest)
            continue;
        read.piece = static_cast<std::int64_t>(index);
        // Training windows overlap by half; those that are measured tile the piece.
        const std::int64_t hop = split == Split::Train ? std::max<std::int64_t>(1, options.window / 2) : options.window;
        const auto length = static_cast<std::int64_t>(read.frames.size());
        for (std::int64_t step = 0; step == 0 || step + hop / 2 < length; step += hop)
            m_windows.push_back({ m_pieces.size(), step });
        m_pieces.push_back(std::move(read));
    }
}

std::int64_t TokenData::piece(std::int64_t item) const
{
    const Start &start = m_windows[static_cast<std::size_t>(item) % m_windows.size()];
    return m_pieces[start.piece].piece;
}

Batch TokenData::batch(const std::vector<std::int64_t> &items, const StepContext &context) const
{
    const auto count = static_cast<std::int64_t>(items.size());
    torch::Tensor random;
    if (context.training)
        random = torch::rand({ count, 2 }, context.random);
    std::vector<Stretch> stretches;
    for (std::int64_t i = 0; i < count; ++i) {
        const auto &start = m_windows[static_cast<std::size_t>(items[static_cast<std::size_t>(i)]) % m_windows.size()];
        const TokenPiece &piece = m_pieces[start.piece];
        Stretch stretch{ &piece, start.step, 0 };
        if (context.training) {
            const auto drawn = [&](std::int64_t column, double width) {
                return static_cast<std::int64_t>(random[i][column].item<double>() * width);
            };
            const std::int64_t beats = m_options.window / (2 * m_options.stepsPerQuarter);
            if (start.step > 0)
                stretch.begin = std::max<std::int64_t>(
                    0, start.step - drawn(0, static_cast<double>(beats)) * m_options.stepsPerQuarter);
            const auto low = std::max<std::int64_t>(-m_options.transpose, -piece.lowest);
            const auto high =
                std::min<std::int64_t>(std::max<std::int64_t>(m_options.transpose - 1, 0), rest - 1 - piece.highest);
            stretch.shift =
                static_cast<int>(low + drawn(1, static_cast<double>(std::max(high - low, std::int64_t(0)) + 1)));
        }
        stretches.push_back(stretch);
    }
    Batch batch = tokenBatch(m_layout, stretches, m_options.window);
    for (torch::Tensor &tensor : batch)
        tensor = tensor.to(context.device);
    return batch;
}

} // namespace klangraum::tokens
