#include "training/trainerdata.h"

#include "training/trainer.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace klangraum {
namespace {

// std::shuffle and std::uniform_int_distribution differ between standard libraries: Fisher-Yates by hand.
template <typename T> void shuffle(std::vector<T> &values, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    for (std::size_t i = values.size(); i > 1; --i)
        std::swap(values[i - 1], values[random() % i]);
}

// Pieces outside the test split; so many of them are valid.
template <typename Piece> void dealAgain(std::vector<Piece> &pieces, double heldOut, std::uint64_t seed)
{
    std::vector<std::size_t> dealt;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (pieces[i].split != Split::Test)
            dealt.push_back(i);
    shuffle(dealt, seed);
    const auto held = static_cast<std::size_t>(heldOut * static_cast<double>(dealt.size()) + 0.5);
    for (std::size_t i = 0; i < dealt.size(); ++i)
        pieces[dealt[i]].split = i < held ? Split::Valid : Split::Train;
}

} // namespace

std::uint64_t seedFor(std::uint64_t seed, Purpose purpose, std::uint64_t index)
{
    std::uint64_t value = seed;
    for (const std::uint64_t part : { static_cast<std::uint64_t>(purpose), index }) {
        value += 0x9e3779b97f4a7c15ULL * (part + 1);
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        value ^= value >> 31;
    }
    return value;
}

EpochOrder::EpochOrder(std::int64_t size, std::int64_t batch, std::uint64_t seed, std::int64_t epoch)
    : m_order(static_cast<std::size_t>(size))
    , m_batch(batch)
{
    std::iota(m_order.begin(), m_order.end(), std::int64_t(0));
    shuffle(m_order, seedFor(seed, Purpose::Order, static_cast<std::uint64_t>(epoch)));
}

std::int64_t EpochOrder::batches() const
{
    return (static_cast<std::int64_t>(m_order.size()) + m_batch - 1) / m_batch;
}

std::vector<std::int64_t> EpochOrder::items(std::int64_t index) const
{
    const std::int64_t begin = (index % batches()) * m_batch;
    const std::int64_t end = std::min(begin + m_batch, static_cast<std::int64_t>(m_order.size()));
    return { m_order.begin() + begin, m_order.begin() + end };
}

std::vector<std::vector<std::int64_t>> validationBatches(std::int64_t size, std::int64_t batch, std::int64_t limit)
{
    const std::int64_t count = limit > 0 ? std::min(size, limit) : size;
    std::vector<std::vector<std::int64_t>> batches;
    for (std::int64_t i = 0; i < count; ++i) {
        if (i % batch == 0)
            batches.emplace_back();
        batches.back().push_back(i * size / count);
    }
    return batches;
}

Corpus withHeldOut(Corpus corpus, double heldOut, std::uint64_t seed)
{
    if (heldOut <= 0)
        return corpus;
    dealAgain(corpus.audio, heldOut, seedFor(seed, Purpose::Split, 1));
    dealAgain(corpus.pieces, heldOut, seedFor(seed, Purpose::Split, 0));
    return corpus;
}

} // namespace klangraum
