#include "corpus/composer.h"

#include "corpus/cadences.h"
#include "corpus/corpusfile.h"
#include "corpus/electronic/electroniccorpus.h"
#include "corpus/musichash.h"
#include "corpus/splits.h"
#include "corpus/tunes.h"
#include "music/error.h"

#include <algorithm>
#include <set>

namespace klangraum {

namespace {

constexpr int mostPieces = 100'000;

// Every key in turn, major and minor.
Key keyOf(int number)
{
    return { number * 7 % 12, number / 12 % 2 == 1 };
}

CorpusPiece cadence(int number, Random &random)
{
    const Key key = keyOf(number);
    CadencePiece piece = composeCadence(key, random);
    CorpusPiece made;
    made.score = fromVoiceGrid(piece.grid, chorusVoices(), random.between(72, 100));
    made.title = "Cadence " + std::to_string(number + 1) + " in " + key.name();
    return made;
}

CorpusPiece tune(int number, Random &random)
{
    const Key key = keyOf(number);
    CorpusPiece made;
    made.score = composeTune(key, random);
    made.title = "Tune " + std::to_string(number + 1) + " in " + key.name();
    return made;
}

} // namespace

const std::vector<ComposerKind> &composerKinds()
{
    static const std::vector<ComposerKind> kinds{
        { "cadences", "four-part phrases of 8 to 16 bars, each ended by a cadence, in all keys", 120 },
        { "tunes", "folk-like melodies AABA with a bass line, in all keys", 80 },
        { "embedded", "cadences and tunes, three to two: the corpus of a training without --corpus", 200 },
        { "techno", "sound: techno of 122 to 140 beats a minute, sixteen bars each", 100 },
        { "minimal", "sound: minimal techno of 110 to 126 beats a minute", 100 },
        { "drum-and-bass", "sound: drum and bass of 165 to 176 beats a minute", 100 },
        { "electronic", "sound: the three in turn", 300 },
    };
    return kinds;
}

Corpus composeCorpus(const std::string &kind, std::uint64_t seed, int pieces)
{
    const auto known = std::find_if(composerKinds().begin(), composerKinds().end(),
                                    [&](const ComposerKind &k) { return k.name == kind; });
    if (known == composerKinds().end()) {
        std::string names;
        for (const ComposerKind &k : composerKinds())
            names += (names.empty() ? "" : ", ") + k.name;
        throw Error("compose: no kind \"" + kind + "\"; expected one of " + names);
    }
    if (pieces < 0 || pieces > mostPieces)
        throw Error("compose: " + std::to_string(pieces) + " pieces; expected 1 to " + std::to_string(mostPieces));
    const int count = pieces == 0 ? known->pieces : pieces;
    if (isElectronicKind(kind))
        return composeElectronicCorpus(kind, seed, count);
    const int cadences = kind == "cadences" ? count : kind == "tunes" ? 0 : (count * 3 + 4) / 5;
    Corpus corpus;
    corpus.name = kind;
    corpus.source = "composed by Klangraum " KLANGRAUM_VERSION " by seeded rules";
    corpus.licence = "MIT";
    corpus.seed = seed;
    Random random(seed);
    std::set<std::string> heard;
    while (static_cast<int>(corpus.pieces.size()) < count) {
        const int made = static_cast<int>(corpus.pieces.size());
        CorpusPiece piece = made < cadences ? cadence(made, random) : tune(made - cadences, random);
        if (!heard.insert(musicHash(piece.score)).second)
            continue;
        piece.score.title = piece.title;
        corpus.pieces.push_back(std::move(piece));
    }
    splitByPiece(corpus.pieces, { 80, 10, 10 }, seed);
    corpus.hash = corpusContentHash(corpus);
    return corpus;
}

} // namespace klangraum
