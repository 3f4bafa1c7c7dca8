#include "corpus/electronic/electroniccorpus.h"

#include "corpus/corpusfile.h"
#include "corpus/electronic/electronicpiece.h"
#include "corpus/samplebytes.h"
#include "corpus/splits.h"
#include "music/error.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace klangraum {

namespace {

constexpr int mostPieces = 100'000;
constexpr std::array<ElectronicStyle, 3> styles{ ElectronicStyle::Techno, ElectronicStyle::Minimal,
                                                 ElectronicStyle::DrumAndBass };

ElectronicStyle styleOf(const std::string &kind, std::size_t number)
{
    for (const ElectronicStyle style : styles)
        if (kind == styleName(style))
            return style;
    return styles[number % styles.size()];
}

std::string titled(ElectronicStyle style, std::size_t number)
{
    std::string name = style == ElectronicStyle::DrumAndBass ? "Drum and bass" : styleName(style);
    name[0] = static_cast<char>(name[0] >= 'a' ? name[0] - 'a' + 'A' : name[0]);
    return name + " " + std::to_string(number + 1);
}

AudioPiece composed(const std::string &kind, std::uint64_t seed, std::size_t number, const SoundBank &sounds,
                    SampleSpool &spool)
{
    const ElectronicStyle style = styleOf(kind, number);
    ElectronicPiece made = composeElectronic(style, seed * 0x100000001b3ULL + number, sounds);
    AudioPiece piece;
    piece.title = titled(style, number);
    piece.file = piece.title;
    piece.style = styleName(style);
    piece.quartersPerMinute = made.quartersPerMinute;
    piece.bars = std::move(made.bars);
    piece.samples = spool.add(made.frames);
    return piece;
}

} // namespace

bool isElectronicKind(const std::string &kind)
{
    return kind == "electronic" ||
        std::any_of(styles.begin(), styles.end(), [&](ElectronicStyle style) { return kind == styleName(style); });
}

Corpus composeElectronicCorpus(const std::string &kind, std::uint64_t seed, int pieces,
                               const ElectronicOptions &options)
{
    if (!isElectronicKind(kind))
        throw Error("compose: \"" + kind + "\" is no electronic kind");
    if (pieces < 1 || pieces > mostPieces)
        throw Error("compose: " + std::to_string(pieces) + " pieces; expected 1 to " + std::to_string(mostPieces));
    Corpus corpus;
    corpus.name = kind;
    corpus.source = "composed by Klangraum " KLANGRAUM_VERSION " by seeded rules, with " + options.sounds.describe();
    corpus.licence = options.sounds.empty() ? "MIT" : "MIT; the recorded sounds CC0";
    corpus.seed = seed;
    corpus.sampleRate = corpusSampleRate;
    corpus.audio.resize(static_cast<std::size_t>(pieces));
    SampleSpool spool(options.spool);
    std::atomic<std::size_t> next{ 0 };
    std::atomic<bool> stop{ false };
    std::mutex mutex; // of what follows
    std::size_t done = 0;
    std::exception_ptr failure;
    bool cancelled = false;
    const auto work = [&] {
        for (std::size_t i = next++; i < corpus.audio.size() && !stop; i = next++) {
            try {
                corpus.audio[i] = composed(kind, seed, i, options.sounds, spool);
                const std::lock_guard lock(mutex);
                const double share = static_cast<double>(++done) / static_cast<double>(pieces);
                cancelled = cancelled || (options.progress && !options.progress(share));
                stop = stop || cancelled;
            } catch (...) {
                const std::lock_guard lock(mutex);
                failure = std::current_exception();
                stop = true;
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (int t = 1; t < std::min(options.threads, pieces); ++t)
            helpers.emplace_back(work);
        work();
    }
    if (failure)
        std::rethrow_exception(failure);
    if (cancelled)
        throw Error("compose: cancelled; nothing was written");
    splitByPiece(corpus.audio, { 80, 10, 10 }, seed);
    corpus.hash = corpusContentHash(corpus);
    return corpus;
}

} // namespace klangraum
