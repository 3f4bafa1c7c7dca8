#include "evaluation/copyaudit.h"

#include "evaluation/noteevents.h"
#include "evaluation/suffixorder.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <numeric>
#include <tuple>

namespace klangraum {

namespace {

Frames framesOf(const std::vector<NoteEvent> &events, int steps)
{
    for (const NoteEvent &event : events)
        steps = std::max(steps, event.end);
    Frames frames(static_cast<std::size_t>(std::max(steps, 0)), Frame{ 0, 0 });
    for (const NoteEvent &event : events) {
        for (int s = std::max(event.step, 0); s < event.end; ++s)
            frames[static_cast<std::size_t>(s)][event.pitch < 64 ? 0 : 1] |= std::uint64_t{ 1 } << (event.pitch % 64);
    }
    return frames;
}

bool isSilent(const Frame &frame)
{
    return frame[0] == 0 && frame[1] == 0;
}

int lowestOf(const Frame &frame)
{
    return frame[0] != 0 ? std::countr_zero(frame[0]) : 64 + std::countr_zero(frame[1]);
}

// The frame moved down so that its lowest pitch is 0.
Frame shapeOf(const Frame &frame)
{
    const int down = lowestOf(frame);
    if (down == 0)
        return frame;
    if (down >= 64)
        return { frame[1] >> (down - 64), 0 };
    return { (frame[0] >> down) | (frame[1] << (64 - down)), frame[1] >> down };
}

double percentile(const std::vector<double> &sorted, double share)
{
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto low = static_cast<std::size_t>(at);
    const std::size_t high = std::min(low + 1, sorted.size() - 1);
    return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

} // namespace

Frames framesOf(const Score &score, int stepsPerQuarter)
{
    const double steps = static_cast<double>(score.length) * stepsPerQuarter / std::max(1, score.ticksPerQuarter);
    return framesOf(noteEvents(score, stepsPerQuarter), static_cast<int>(std::clamp(steps, 0.0, 1e7)));
}

Frames framesOf(const VoiceGrid &grid)
{
    return framesOf(noteEvents(grid), grid.steps);
}

CopyIndex::CopyIndex(const std::vector<Frames> &pieces)
{
    constexpr std::int32_t silence = 0;
    for (const Frames &piece : pieces) {
        m_begin.push_back(m_text.size());
        int last = 0;
        bool sounded = false;
        for (const Frame &frame : piece) {
            Coded coded{ silence, 0, last };
            int step = 0;
            if (!isSilent(frame)) {
                coded.lowest = lowestOf(frame);
                step = sounded ? coded.lowest - last : 0;
                last = coded.lowest;
                sounded = true;
                coded.shape =
                    m_shapes.try_emplace(shapeOf(frame), static_cast<std::int32_t>(m_shapes.size()) + 1).first->second;
            }
            const auto number = static_cast<std::int32_t>(m_symbols.size());
            coded.symbol = m_symbols.try_emplace({ coded.shape, step }, number).first->second;
            m_text.push_back(coded);
        }
        // Separators differ from each other and from whatever a sample holds (code() gives unknown frames -1).
        m_text.push_back({ -2, -2 - static_cast<std::int32_t>(m_begin.size()), 0 });
    }
    std::vector<std::int32_t> symbols;
    symbols.reserve(m_text.size());
    for (const Coded &coded : m_text)
        symbols.push_back(coded.symbol);
    const std::vector<std::int32_t> ranks = suffixRanks(symbols);
    for (std::size_t i = 0; i < m_text.size(); ++i) {
        if (m_text[i].shape > 0)
            m_order.push_back(static_cast<std::uint32_t>(i));
    }
    std::sort(m_order.begin(), m_order.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::tie(m_text[a].shape, ranks[a + 1]) < std::tie(m_text[b].shape, ranks[b + 1]);
    });
}

std::vector<CopyIndex::Coded> CopyIndex::code(const Frames &frames) const
{
    std::vector<Coded> sample;
    int last = 0;
    bool sounded = false;
    for (const Frame &frame : frames) {
        Coded coded{ 0, -1, last };
        int step = 0;
        if (!isSilent(frame)) {
            coded.lowest = lowestOf(frame);
            step = sounded ? coded.lowest - last : 0;
            last = coded.lowest;
            sounded = true;
            const auto shape = m_shapes.find(shapeOf(frame));
            coded.shape = shape == m_shapes.end() ? -1 : shape->second;
        }
        if (const auto symbol = m_symbols.find({ coded.shape, step }); symbol != m_symbols.end())
            coded.symbol = symbol->second;
        sample.push_back(coded);
    }
    return sample;
}

// How many frames of the sample from `from` stand in the text from `position`, the first of them in any transposition.
int CopyIndex::commonLength(const std::vector<Coded> &sample, std::size_t from, std::size_t position) const
{
    if (sample[from].shape != m_text[position].shape)
        return 0;
    int length = 1;
    // A separator ends every piece, so the text never ends before the comparison does.
    for (std::size_t k = 1; from + k < sample.size() && sample[from + k].symbol == m_text[position + k].symbol; ++k)
        ++length;
    while (sample[from + static_cast<std::size_t>(length) - 1].shape == 0)
        --length;
    return length;
}

Copy CopyIndex::longestCopy(const Frames &frames) const
{
    const std::vector<Coded> sample = code(frames);
    Copy best;
    for (std::size_t from = 0; from < sample.size(); ++from) {
        if (sample[from].shape <= 0)
            continue;
        const auto textIsLess = [&](std::uint32_t position, std::size_t) {
            if (m_text[position].shape != sample[from].shape)
                return m_text[position].shape < sample[from].shape;
            for (std::size_t k = 1; from + k < sample.size(); ++k) {
                const std::int32_t text = m_text[position + k].symbol;
                if (text != sample[from + k].symbol)
                    return text < sample[from + k].symbol;
            }
            return false; // the sample ends first
        };
        const auto place = std::lower_bound(m_order.begin(), m_order.end(), from, textIsLess);
        // The longest common beginning is with one of the two neighbours in the order.
        for (const int side : { 0, -1 }) {
            if ((side == 0 && place == m_order.end()) || (side == -1 && place == m_order.begin()))
                continue;
            const std::size_t position = *(place + side);
            const int length = commonLength(sample, from, position);
            if (length <= best.steps)
                continue;
            const auto piece = std::upper_bound(m_begin.begin(), m_begin.end(), position) - m_begin.begin() - 1;
            best = { length, static_cast<int>(from), static_cast<std::size_t>(piece),
                     static_cast<int>(position - m_begin[static_cast<std::size_t>(piece)]),
                     sample[from].lowest - m_text[position].lowest };
        }
    }
    return best;
}

CopyAudit auditCopies(const CopyIndex &index, const std::vector<Frames> &samples, int stepsPerQuarter)
{
    CopyAudit audit;
    for (const Frames &sample : samples)
        audit.quarters.push_back(static_cast<double>(index.longestCopy(sample).steps) / stepsPerQuarter);
    if (audit.quarters.empty())
        return audit;
    std::vector<double> sorted = audit.quarters;
    std::sort(sorted.begin(), sorted.end());
    audit.longest = sorted.back();
    audit.mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / static_cast<double>(sorted.size());
    audit.median = percentile(sorted, 0.5);
    audit.percentile95 = percentile(sorted, 0.95);
    return audit;
}

} // namespace klangraum
