#include "music/key.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

using Profile = std::array<double, 12>;

// Krumhansl and Kessler, Psychological Review 89, 1982, from the tonic upwards.
constexpr Profile majorProfile = { 6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88 };
constexpr Profile minorProfile = { 6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17 };

double mean(const Profile &values)
{
    double sum = 0.0;
    for (const double value : values)
        sum += value;
    return sum / 12.0;
}

// Pearson's correlation of the weights with the profile moved up to `tonic`.
double correlation(const Profile &weights, const Profile &profile, std::size_t tonic)
{
    const double weightMean = mean(weights);
    const double profileMean = mean(profile);
    double product = 0.0;
    double weightSquares = 0.0;
    double profileSquares = 0.0;
    for (std::size_t i = 0; i < 12; ++i) {
        const double w = weights[(i + tonic) % 12] - weightMean;
        const double p = profile[i] - profileMean;
        product += w * p;
        weightSquares += w * w;
        profileSquares += p * p;
    }
    return weightSquares > 0.0 ? product / std::sqrt(weightSquares * profileSquares) : 0.0;
}

} // namespace

KeyEstimate estimateKey(const Profile &weights)
{
    if (std::all_of(weights.begin(), weights.end(), [&](double weight) { return weight == weights[0]; }))
        return {};
    double best[2] = { -2.0, -2.0 };
    int tonic[2] = { 0, 0 };
    for (std::size_t pitchClass = 0; pitchClass < 12; ++pitchClass)
        for (const std::size_t mode : { 0u, 1u }) {
            const double found = correlation(weights, mode == 0 ? majorProfile : minorProfile, pitchClass);
            if (found > best[mode]) {
                best[mode] = found;
                tonic[mode] = static_cast<int>(pitchClass);
            }
        }
    const bool minor = best[1] > best[0];
    return { tonic[minor ? 1 : 0], minor, std::max(best[0], best[1]), best[0] - best[1] };
}

KeyEstimate estimateKey(const Score &score)
{
    Profile weights{};
    for (const Note &note : score.notes) {
        const auto voice = static_cast<std::size_t>(note.voice);
        if (note.pitch >= 0 && (voice >= score.voices.size() || !score.voices[voice].percussion))
            weights[static_cast<std::size_t>(note.pitch % 12)] += static_cast<double>(note.duration);
    }
    return estimateKey(weights);
}

std::string keyName(const KeyEstimate &key)
{
    static constexpr std::array<const char *, 12> major = { "C",       "D flat", "D",      "E flat", "E",      "F",
                                                            "F sharp", "G",      "A flat", "A",      "B flat", "B" };
    static constexpr std::array<const char *, 12> minor = { "C",       "C sharp", "D",       "E flat", "E",      "F",
                                                            "F sharp", "G",       "G sharp", "A",      "B flat", "B" };
    const auto tonic = static_cast<std::size_t>(((key.tonic % 12) + 12) % 12);
    return std::string(key.minor ? minor[tonic] : major[tonic]) + (key.minor ? " minor" : " major");
}

} // namespace klangraum
