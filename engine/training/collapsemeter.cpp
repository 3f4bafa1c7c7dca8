#include "training/collapsemeter.h"

#include <algorithm>
#include <random>
#include <utility>

namespace klangraum {
namespace {

constexpr Tick longest = 1024; // sixteenths of a piece that are looked at
constexpr Tick sixteenthsOfBar = 16;
constexpr double leastVaried = 0.05; // a corpus whose pieces differ less says nothing about collapse

Tick sixteenths(const Score &score, Tick ticks)
{
    return (4 * ticks + score.ticksPerQuarter / 2) / std::max(1, score.ticksPerQuarter);
}

// Sounding cells within the first `length` sixteenths, sorted, each once.
std::vector<std::uint32_t> cellsOf(const Score &score, Tick length)
{
    std::vector<std::uint32_t> cells;
    for (const Note &note : score.notes) {
        const Tick from = sixteenths(score, note.start);
        const Tick to = std::min(length, std::max(from + 1, sixteenths(score, note.end())));
        for (Tick step = std::max<Tick>(0, from); step < to; ++step)
            cells.push_back(static_cast<std::uint32_t>(step * 128 + (note.pitch & 127)));
    }
    std::sort(cells.begin(), cells.end());
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    return cells;
}

double distanceOf(const std::vector<std::uint32_t> &a, const std::vector<std::uint32_t> &b)
{
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        common += a[i] == b[j];
        const std::uint32_t left = a[i], right = b[j];
        i += left <= right;
        j += right <= left;
    }
    const std::size_t either = a.size() + b.size() - common;
    return either > 0 ? 1 - static_cast<double>(common) / static_cast<double>(either) : 0;
}

bool hasOnePitch(const Score &score)
{
    return !score.notes.empty() && std::all_of(score.notes.begin(), score.notes.end(), [&score](const Note &note) {
        return note.pitch == score.notes.front().pitch;
    });
}

} // namespace

CollapseMeter::CollapseMeter(std::vector<Score> corpus, std::uint64_t seed)
    : m_pieces(std::move(corpus))
    , m_seed(seed)
{
}

CollapseMeter::Set CollapseMeter::measure(const std::vector<Score> &scores, Tick sixteenths)
{
    std::vector<std::vector<std::uint32_t>> cells;
    Set set;
    for (const Score &score : scores) {
        cells.push_back(cellsOf(score, sixteenths));
        set.silent += score.notes.empty();
        set.oneNote += hasOnePitch(score);
    }
    double pairs = 0;
    for (std::size_t i = 0; i < cells.size(); ++i)
        for (std::size_t j = 0; j < i; ++j, ++pairs)
            set.distance += distanceOf(cells[i], cells[j]);
    const auto count = static_cast<double>(std::max<std::size_t>(1, scores.size()));
    set.distance /= std::max(1.0, pairs);
    set.silent /= count;
    set.oneNote /= count;
    return set;
}

// Stretches that begin with a bar, of as many different pieces as there are.
void CollapseMeter::drawCorpus(Tick length)
{
    m_length = length;
    m_corpus = {};
    if (m_pieces.empty())
        return;
    std::mt19937_64 random(m_seed);
    const auto below = [&random](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    std::vector<std::size_t> order(m_pieces.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
        std::swap(order[i], order[below(i + 1)]);
    }
    std::vector<Score> stretches;
    for (std::size_t i = 0; i < static_cast<std::size_t>(pieces); ++i) {
        const Score &piece = m_pieces[order[i % order.size()]];
        const Tick spare = std::max<Tick>(0, sixteenths(piece, piece.length) - length);
        const Tick bar = static_cast<Tick>(below(static_cast<std::size_t>(spare / sixteenthsOfBar) + 1));
        const auto tick = [&piece](Tick step) { return step * piece.ticksPerQuarter / 4; };
        stretches.push_back(piece.slice(tick(bar * sixteenthsOfBar), tick(bar * sixteenthsOfBar + length)));
    }
    m_corpus = measure(stretches, length);
}

CollapseReading CollapseMeter::read(const std::vector<Score> &generated)
{
    std::vector<Tick> lengths;
    for (const Score &score : generated)
        lengths.push_back(sixteenths(score, score.length));
    if (lengths.size() < 2)
        return {};
    const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
    std::nth_element(lengths.begin(), middle, lengths.end());
    const Tick length = std::clamp<Tick>(*middle, sixteenthsOfBar, longest);
    if (length != m_length)
        drawCorpus(length);
    const Set set = measure(generated, length);
    CollapseReading reading;
    reading.distance = set.distance;
    reading.corpusDistance = m_corpus.distance;
    if (m_corpus.distance > leastVaried)
        reading.collapse = std::clamp(1 - set.distance / m_corpus.distance, 0.0, 1.0);
    reading.silent = std::max(0.0, set.silent - m_corpus.silent);
    reading.oneNote = std::max(0.0, set.oneNote - m_corpus.oneNote);
    return reading;
}

} // namespace klangraum
