#include "corpus/describe.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace klangraum {

namespace {

struct Amount
{
    std::size_t pieces = 0;
    std::size_t notes = 0;
    double quarters = 0;
    double hours = 0;

    void add(const Score &score)
    {
        ++pieces;
        notes += score.notes.size();
        quarters += static_cast<double>(score.length) / score.ticksPerQuarter;
        hours += score.seconds() / 3600.0;
    }
    nlohmann::json json() const
    {
        return { { "pieces", pieces }, { "notes", notes }, { "quarters", quarters }, { "hours", hours } };
    }
};

} // namespace

nlohmann::json describeCorpus(const Corpus &corpus)
{
    Amount all;
    Amount parts[3];
    int lowest = 128;
    int highest = -1;
    std::size_t fewest = 0;
    std::size_t most = 0;
    for (const CorpusPiece &piece : corpus.pieces) {
        all.add(piece.score);
        parts[static_cast<int>(piece.split)].add(piece.score);
        for (const Note &note : piece.score.notes) {
            lowest = std::min(lowest, note.pitch);
            highest = std::max(highest, note.pitch);
        }
        const std::size_t voices = piece.score.voices.size();
        fewest = most == 0 ? voices : std::min(fewest, voices);
        most = std::max(most, voices);
    }
    nlohmann::json json = all.json();
    json["name"] = corpus.name;
    json["source"] = corpus.source;
    json["licence"] = corpus.licence;
    json["hash"] = corpus.hash;
    json["seed"] = corpus.seed;
    json["transpose"] = { { "low", corpus.transposeLow }, { "high", corpus.transposeHigh } };
    json["voices"] = { { "fewest", fewest }, { "most", most } };
    if (highest >= 0)
        json["range"] = { { "lowest", lowest }, { "highest", highest } };
    else
        json["range"] = nullptr;
    for (const Split split : { Split::Train, Split::Valid, Split::Test })
        json["splits"][splitName(split)] = parts[static_cast<int>(split)].json();
    json["refused"] = nlohmann::json::array();
    for (const Refusal &refusal : corpus.refused)
        json["refused"].push_back({ { "file", refusal.file }, { "reason", refusal.reason } });
    return json;
}

} // namespace klangraum
