// What the trainer feeds: which items stand in which batch, and the seeds of every step.
#pragma once

#include "generators/trainable.h"

#include <cstdint>
#include <vector>

namespace klangraum {

// Purposes of random numbers: the same seed and step give unrelated numbers for each.
enum class Purpose : std::uint64_t { Initial = 1, Order, Step, Validation, Split };

// A seed as a function of its arguments (splitmix64's finaliser, Steele, Lea and Flood 2014).
std::uint64_t seedFor(std::uint64_t seed, Purpose purpose, std::uint64_t index);

// The items 0..size-1 of an epoch, dealt into batches; the last one may be short. A function of its arguments.
class EpochOrder
{
public:
    EpochOrder(std::int64_t size, std::int64_t batch, std::uint64_t seed, std::int64_t epoch);
    std::int64_t batches() const;
    // Batch `index`, counted on from the start behind the last.
    std::vector<std::int64_t> items(std::int64_t index) const;

private:
    std::vector<std::int64_t> m_order;
    std::int64_t m_batch;
};

// The items of the validation in batches: at most `limit` (0: all), evenly spread over the data.
std::vector<std::vector<std::int64_t>> validationBatches(std::int64_t size, std::int64_t batch, std::int64_t limit);

} // namespace klangraum
