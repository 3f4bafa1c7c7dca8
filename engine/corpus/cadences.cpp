#include "corpus/cadences.h"

#include "corpus/ornaments.h"

#include <optional>

namespace klangraum {

namespace {

constexpr int beatsAPhrase = 8;
constexpr int stepsABeat = 4;

// A key in which the tonic triad of `home` has a place: dominant, relative, subdominant.
Key relatedKey(const Key &home, Random &random)
{
    const Key relative{ home.degree(home.minor ? 2 : 5), !home.minor };
    if (home.minor)
        return random.chance(0.7) ? relative : Key{ home.degree(4), true };
    return random.pickWeighted<Key>({ { Key{ home.degree(4), false }, 3 },
                                      { relative, 2 },
                                      { Key{ home.degree(3), false }, 1 },
                                      { Key{ home.degree(1), true }, 0.5 } });
}

std::vector<ChordInKey> planChords(const Key &key, int phrases, Random &random)
{
    std::vector<ChordInKey> chords;
    for (int p = 0; p < phrases; ++p) {
        const bool outer = p == 0 || p + 1 == phrases;
        const Key here = !outer && random.chance(0.45) ? relatedKey(key, random) : key;
        Cadence cadence = Cadence::Authentic;
        if (p + 1 < phrases)
            cadence = random.pickWeighted<Cadence>(
                { { Cadence::Authentic, here == key ? 2.0 : 4.0 }, { Cadence::Half, 2 }, { Cadence::Deceptive, 0.5 } });
        for (const Form form : phraseOf(beatsAPhrase, cadence, here, random))
            chords.push_back({ chordOf(form, here), here });
    }
    return chords;
}

// The last chord of a phrase lasts two beats: it is led once.
std::optional<std::vector<Voicing>> leadPhrases(const std::vector<ChordInKey> &chords, Random &random)
{
    std::vector<ChordInKey> once;
    for (std::size_t beat = 0; beat < chords.size(); ++beat) {
        if (beat % beatsAPhrase + 1 < beatsAPhrase)
            once.push_back(chords[beat]);
    }
    const auto led = leadVoices(once, random);
    if (!led)
        return std::nullopt;
    std::vector<Voicing> beats;
    std::size_t next = 0;
    for (std::size_t beat = 0; beat < chords.size(); ++beat)
        beats.push_back(beat % beatsAPhrase + 1 < beatsAPhrase ? (*led)[next++] : beats.back());
    return beats;
}

VoiceGrid gridOf(const std::vector<Voicing> &beats, Random &random)
{
    VoiceGrid grid(4, static_cast<int>(beats.size()) * stepsABeat, stepsABeat);
    for (int v = 0; v < 4; ++v) {
        for (int beat = 0; beat < static_cast<int>(beats.size()); ++beat) {
            const int pitch = beats[static_cast<std::size_t>(beat)][static_cast<std::size_t>(v)];
            const int step = beat * stepsABeat;
            grid.place(v, step, stepsABeat, pitch);
            const bool held = beat % beatsAPhrase + 1 == beatsAPhrase;
            const bool repeated = beat % beatsAPhrase > 0 && grid.at(v, step - 1) == pitch;
            if (held || (repeated && v > 0 && random.chance(0.4)))
                grid.onset[grid.index(v, step)] = 0;
        }
    }
    return grid;
}

} // namespace

CadencePiece composeCadence(const Key &key, Random &random)
{
    const int phrases = random.between(4, 8);
    for (;;) {
        CadencePiece piece;
        piece.key = key;
        piece.chords = planChords(key, phrases, random);
        const auto beats = leadPhrases(piece.chords, random);
        if (!beats)
            continue;
        piece.grid = gridOf(*beats, random);
        if (hasParallels(piece.grid, 1, piece.grid.steps))
            continue;
        addOrnaments(piece.grid, piece.chords, random);
        return piece;
    }
}

} // namespace klangraum
