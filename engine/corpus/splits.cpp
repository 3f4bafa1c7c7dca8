#include "corpus/splits.h"

#include "corpus/musichash.h"
#include "music/error.h"

#include <xxhash.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <string>
#include <utility>

namespace klangraum {

namespace {

// The split of each piece; pieces with the same key share one.
std::vector<Split> splitByKey(std::vector<std::string> keys, const std::array<double, 3> &shares, std::uint64_t seed)
{
    const double sum = shares[0] + shares[1] + shares[2];
    if (!(sum > 0) || !std::isfinite(sum) || std::any_of(shares.begin(), shares.end(), [](double s) { return s < 0; }))
        throw Error("split: expected three shares that are not negative and not all zero, for example 80,10,10");
    std::map<std::pair<std::uint64_t, std::string>, std::vector<std::size_t>> groups; // in drawn order
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::uint64_t drawn = XXH3_64bits_withSeed(keys[i].data(), keys[i].size(), seed);
        groups[{ drawn, std::move(keys[i]) }].push_back(i);
    }
    const auto total = static_cast<double>(keys.size());
    std::array<std::size_t, 3> wanted{};
    for (std::size_t s : { std::size_t{ 1 }, std::size_t{ 2 } }) {
        wanted[s] = static_cast<std::size_t>(std::llround(total * shares[s] / sum));
        if (wanted[s] == 0 && shares[s] > 0 && groups.size() > s)
            wanted[s] = 1;
    }
    if (shares[0] <= 0)
        wanted[shares[1] >= shares[2] ? 1 : 2] = keys.size();
    std::vector<Split> splits(keys.size());
    std::array<std::size_t, 3> have{};
    std::size_t remaining = groups.size();
    for (const auto &[key, members] : groups) {
        const bool keepOneForTraining = shares[0] > 0 && have[0] == 0 && remaining == 1;
        Split split = Split::Train;
        for (const Split held : { Split::Valid, Split::Test }) {
            const auto h = static_cast<std::size_t>(held);
            if (!keepOneForTraining && split == Split::Train && have[h] < wanted[h])
                split = held;
        }
        for (const std::size_t i : members)
            splits[i] = split;
        have[static_cast<std::size_t>(split)] += members.size();
        --remaining;
    }
    return splits;
}

template <typename Piece> void assign(std::vector<Piece> &pieces, const std::vector<Split> &splits)
{
    for (std::size_t i = 0; i < pieces.size(); ++i)
        pieces[i].split = splits[i];
}

} // namespace

void splitByPiece(std::vector<CorpusPiece> &pieces, const std::array<double, 3> &shares, std::uint64_t seed)
{
    std::vector<std::string> keys;
    for (const CorpusPiece &piece : pieces)
        keys.push_back(musicHashUpToTransposition(piece.score));
    assign(pieces, splitByKey(std::move(keys), shares, seed));
}

void splitByPiece(std::vector<AudioPiece> &pieces, const std::array<double, 3> &shares, std::uint64_t seed)
{
    std::vector<std::string> keys;
    for (const AudioPiece &piece : pieces)
        keys.emplace_back(piece.samples.digest.begin(), piece.samples.digest.end());
    assign(pieces, splitByKey(std::move(keys), shares, seed));
}

std::optional<Split> splitOfFolder(const std::filesystem::path &file)
{
    std::optional<Split> found;
    for (const auto &part : file.parent_path()) {
        std::string name = part.string();
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (name == "train" || name == "training")
            found = Split::Train;
        else if (name == "valid" || name == "validation" || name == "val" || name == "dev")
            found = Split::Valid;
        else if (name == "test")
            found = Split::Test;
    }
    return found;
}

} // namespace klangraum
