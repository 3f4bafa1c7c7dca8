// A set of music in a few numbers, to choose between the epochs of a duel. No torch.
#pragma once

#include "music/score.h"

#include <array>
#include <vector>

namespace klangraum::adversarial {

// Pitch classes (12, shares), notes and onsets a quarter, mean pitch, range, polyphony, mean length of a note.
inline constexpr std::size_t portraitNumbers = 18;

struct Portrait
{
    std::array<double, portraitNumbers> mean{};
    std::array<double, portraitNumbers> deviation{};
};

Portrait portraitOf(const std::vector<Score> &scores); // all 0 without any

// Mean over the numbers of |difference of means| + |difference of deviations|, each in deviations of `reference` (or a
// small share of what is usual, where that has none) and counted as 10 at most. 0: alike; a set that has collapsed to
// one piece lies about 1 away even where that piece is typical.
double distance(const Portrait &set, const Portrait &reference);

} // namespace klangraum::adversarial
