#include "corpusanswer.h"

#include "console.h"
#include "corpus/describe.h"

#include <iostream>

namespace klangraum {

namespace {

std::string amount(const nlohmann::json &part, const char *key)
{
    return formatNumber(part.at(key).get<double>(), 9);
}

void printRefused(const Corpus &corpus)
{
    if (corpus.refused.empty())
        return;
    std::cout << '\n';
    Table refused({ "REFUSED (" + std::to_string(corpus.refused.size()) + ")", "REASON" });
    for (const Refusal &refusal : corpus.refused)
        refused.add({ refusal.file, refusal.reason });
    refused.print();
}

void printSound(const Corpus &corpus, const nlohmann::json &answer)
{
    Table facts({ "CORPUS", corpus.name });
    facts.add({ "source", corpus.source });
    facts.add({ "licence", corpus.licence.empty() ? "unknown" : corpus.licence });
    facts.add({ "hash", corpus.hash });
    facts.add({ "sound",
                "mono at " + std::to_string(corpus.sampleRate) + " Hz and its halves down to " +
                    formatNumber(answer.at("rates").back().get<double>(), 3) + " Hz" });
    std::string styles;
    for (const auto &[name, pieces] : answer.at("styles").items())
        styles += (styles.empty() ? "" : ", ") + name + " " + pieces.dump();
    if (!styles.empty())
        facts.add({ "styles", styles });
    if (const auto &tempi = answer.at("tempi"); !tempi.is_null()) {
        const auto unknown = tempi.at("unknown").get<std::size_t>();
        facts.add({ "tempi",
                    amount(tempi, "lowest") + " to " + amount(tempi, "highest") + " beats a minute" +
                        (unknown > 0 ? ", not known of " + std::to_string(unknown) : "") });
    } else {
        facts.add({ "tempi", "not known" });
    }
    facts.print();

    std::cout << '\n';
    Table splits({ "SPLIT", "PIECES", "TIME" });
    const auto row = [&](const std::string &name, const nlohmann::json &part) {
        splits.add({ name, amount(part, "pieces"), formatSeconds(part.at("seconds").get<double>()) });
    };
    for (const char *name : { "train", "valid", "test" })
        row(name, answer.at("splits").at(name));
    row("all", answer);
    splits.print();
    printRefused(corpus);
}

} // namespace

void printCorpus(const Corpus &corpus, bool json)
{
    const nlohmann::json answer = describeCorpus(corpus);
    if (json) {
        printJson(answer);
        return;
    }
    if (corpus.isAudio()) {
        printSound(corpus, answer);
        return;
    }
    Table facts({ "CORPUS", corpus.name });
    facts.add({ "source", corpus.source });
    facts.add({ "licence", corpus.licence.empty() ? "unknown" : corpus.licence });
    facts.add({ "hash", corpus.hash });
    if (const auto &range = answer.at("range"); !range.is_null())
        facts.add({ "range", "MIDI " + amount(range, "lowest") + " to " + amount(range, "highest") });
    facts.add({ "voices", amount(answer.at("voices"), "fewest") + " to " + amount(answer.at("voices"), "most") });
    facts.add({ "transposed",
                std::to_string(corpus.transposeLow) + " to " + std::to_string(corpus.transposeHigh) +
                    " semitones, training split only" });
    facts.print();

    std::cout << '\n';
    Table splits({ "SPLIT", "PIECES", "NOTES", "QUARTERS", "TIME" });
    const auto row = [&](const std::string &name, const nlohmann::json &part) {
        splits.add({ name, amount(part, "pieces"), amount(part, "notes"),
                     formatNumber(part.at("quarters").get<double>(), 6),
                     formatSeconds(part.at("hours").get<double>() * 3600) });
    };
    for (const char *name : { "train", "valid", "test" })
        row(name, answer.at("splits").at(name));
    row("all", answer);
    splits.print();

    printRefused(corpus);
}

} // namespace klangraum
