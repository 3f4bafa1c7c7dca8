#include "corpus/describe.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

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

nlohmann::json common(const Corpus &corpus)
{
    nlohmann::json json;
    json["name"] = corpus.name;
    json["source"] = corpus.source;
    json["licence"] = corpus.licence;
    json["hash"] = corpus.hash;
    json["seed"] = corpus.seed;
    json["refused"] = nlohmann::json::array();
    for (const Refusal &refusal : corpus.refused)
        json["refused"].push_back({ { "file", refusal.file }, { "reason", refusal.reason } });
    return json;
}

nlohmann::json describeAudio(const Corpus &corpus)
{
    nlohmann::json json = common(corpus);
    json["rate"] = corpus.sampleRate;
    for (int h = 0; h < audioRates; ++h)
        json["rates"].push_back(static_cast<double>(corpus.sampleRate) / (1 << h));
    json["styles"] = nlohmann::json::object();
    std::array<std::size_t, 4> pieces{}; // of the splits, and all
    std::array<double, 4> seconds{};
    double slowest = 0;
    double fastest = 0;
    std::size_t unknown = 0;
    for (const AudioPiece &piece : corpus.audio) {
        for (const std::size_t s : { static_cast<std::size_t>(piece.split), std::size_t{ 3 } }) {
            ++pieces[s];
            seconds[s] += static_cast<double>(piece.frames()) / corpus.sampleRate;
        }
        if (!piece.style.empty())
            json["styles"][piece.style] = json["styles"].value(piece.style, 0) + 1;
        const double tempo = piece.quartersPerMinute;
        unknown += tempo > 0 ? 0 : 1;
        slowest = tempo > 0 && (slowest <= 0 || tempo < slowest) ? tempo : slowest;
        fastest = std::max(fastest, tempo);
    }
    if (fastest > 0)
        json["tempi"] = { { "lowest", slowest }, { "highest", fastest }, { "unknown", unknown } };
    else
        json["tempi"] = nullptr;
    const auto amount = [&](std::size_t s) {
        return nlohmann::json{ { "pieces", pieces[s] }, { "seconds", seconds[s] }, { "hours", seconds[s] / 3600 } };
    };
    json.update(amount(3));
    for (const Split split : { Split::Train, Split::Valid, Split::Test })
        json["splits"][splitName(split)] = amount(static_cast<std::size_t>(split));
    return json;
}

} // namespace

nlohmann::json describeCorpus(const Corpus &corpus)
{
    if (corpus.isAudio())
        return describeAudio(corpus);
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
    nlohmann::json json = common(corpus);
    json.update(all.json());
    json["transpose"] = { { "low", corpus.transposeLow }, { "high", corpus.transposeHigh } };
    json["voices"] = { { "fewest", fewest }, { "most", most } };
    if (highest >= 0)
        json["range"] = { { "lowest", lowest }, { "highest", highest } };
    else
        json["range"] = nullptr;
    for (const Split split : { Split::Train, Split::Valid, Split::Test })
        json["splits"][splitName(split)] = parts[static_cast<int>(split)].json();
    return json;
}

} // namespace klangraum
