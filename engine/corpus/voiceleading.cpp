#include "corpus/voiceleading.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

namespace klangraum {

namespace {

constexpr std::size_t beamWidth = 10;
// Costs, in semitones of motion.
constexpr double randomCost = 3.0;
constexpr double doubledThirdCost = 3.0;
constexpr double missingFifthCost = 3.0;
constexpr double repeatedSopranoCost = 1.5;
constexpr double centreCost = 0.15; // for each semitone of the soprano from its centre
constexpr int sopranoCentre = 70;

int tonesCounted(const Voicing &voicing, int pitchClass)
{
    return static_cast<int>(
        std::count_if(voicing.begin(), voicing.end(), [&](int pitch) { return pitch % 12 == pitchClass; }));
}

bool isSound(const Voicing &voicing, const Chord &chord)
{
    if (chord.leading >= 0 && tonesCounted(voicing, chord.leading) > 1)
        return false;
    if (chord.seventh >= 0 && tonesCounted(voicing, chord.seventh) != 1)
        return false;
    const bool fifthMayMiss = chord.bass == 0;
    return tonesCounted(voicing, chord.tones[0]) > 0 && tonesCounted(voicing, chord.tones[1]) > 0 &&
        (fifthMayMiss || tonesCounted(voicing, chord.tones[2]) > 0);
}

double costOf(const Voicing &voicing, const Chord &chord)
{
    double cost = centreCost * std::abs(voicing[0] - sopranoCentre);
    if (tonesCounted(voicing, chord.tones[1]) > 1 && chord.form != Form::VII6 && chord.form != Form::VI)
        cost += doubledThirdCost;
    if (tonesCounted(voicing, chord.tones[2]) == 0)
        cost += missingFifthCost;
    return cost;
}

bool leadsWell(int from, int to, const ChordInKey &fromChord, const ChordInKey &toChord)
{
    const int fromClass = from % 12;
    if (fromClass == fromChord.chord.leading && from != to) {
        if (to != from + 1)
            return false;
    } else if (fromClass == fromChord.chord.leading && !toChord.chord.contains(fromClass)) {
        return false;
    }
    if (fromClass == fromChord.chord.seventh && to != from && to != from - 1 && to != from - 2)
        return false;
    return true;
}

bool isSingable(int from, int to, bool bass, const Key &key)
{
    const int leap = std::abs(to - from);
    if (leap == 6 || leap == 10 || leap == 11 || leap > 12 || (!bass && leap > 9))
        return false;
    if (leap != 3 || !key.minor)
        return true;
    const int sixth = key.degree(5); // sixth degree to leading tone, or back: an augmented second
    const int leading = key.leadingTone();
    return !(from % 12 == sixth && to % 12 == leading) && !(from % 12 == leading && to % 12 == sixth);
}

struct Path
{
    Voicing voicing;
    double cost = 0;
    std::size_t before = 0; // index into the previous beam
};

} // namespace

std::vector<Voicing> voicingsOf(const Chord &chord)
{
    std::vector<Voicing> found;
    const auto inRange = [&](int pitch, std::size_t voice) {
        return pitch >= chorusRanges[voice].lowest && pitch <= chorusRanges[voice].highest;
    };
    for (int bass = chorusRanges[3].lowest; bass <= chorusRanges[3].highest; ++bass) {
        if (bass % 12 != chord.bassPitchClass())
            continue;
        for (int tenor = std::max(bass + 1, chorusRanges[2].lowest); tenor <= bass + 19 && inRange(tenor, 2); ++tenor) {
            if (!chord.contains(tenor % 12))
                continue;
            for (int alto = std::max(tenor + 1, chorusRanges[1].lowest); alto <= tenor + 12 && inRange(alto, 1);
                 ++alto) {
                if (!chord.contains(alto % 12))
                    continue;
                for (int soprano = std::max(alto + 1, chorusRanges[0].lowest);
                     soprano <= alto + 12 && inRange(soprano, 0); ++soprano) {
                    const Voicing voicing{ soprano, alto, tenor, bass };
                    if (chord.contains(soprano % 12) && isSound(voicing, chord))
                        found.push_back(voicing);
                }
            }
        }
    }
    return found;
}

bool isParallel(int a0, int b0, int a1, int b1)
{
    if (a0 == a1 || b0 == b1)
        return false;
    const int before = std::abs(a0 - b0) % 12;
    const int after = std::abs(a1 - b1) % 12;
    return before == after && (before == 0 || before == 7);
}

bool mayMove(const Voicing &from, const ChordInKey &fromChord, const Voicing &to, const ChordInKey &toChord)
{
    for (std::size_t v = 0; v < 4; ++v) {
        if (!isSingable(from[v], to[v], v == 3, toChord.key) || !leadsWell(from[v], to[v], fromChord, toChord))
            return false;
        if (v > 0 && (to[v] > from[v - 1] || to[v - 1] < from[v]))
            return false;
        for (std::size_t w = v + 1; w < 4; ++w) {
            if (isParallel(from[v], from[w], to[v], to[w]))
                return false;
        }
    }
    // Hidden fifths and octaves between the outer voices where the soprano leaps.
    const int soprano = to[0] - from[0];
    const int bass = to[3] - from[3];
    const int outer = (to[0] - to[3]) % 12;
    return !(std::abs(soprano) > 2 && soprano * bass > 0 && (outer == 0 || outer == 7));
}

std::optional<std::vector<Voicing>> leadVoices(const std::vector<ChordInKey> &chords, Random &random)
{
    std::map<std::pair<std::array<int, 4>, int>, std::vector<Voicing>> known;
    std::vector<std::vector<Path>> beams;
    for (std::size_t i = 0; i < chords.size(); ++i) {
        const Chord &chord = chords[i].chord;
        auto [entry, isNew] = known.try_emplace({ chord.tones, chord.bass });
        if (isNew)
            entry->second = voicingsOf(chord);
        const bool last = i + 1 == chords.size();
        std::vector<Path> reached;
        for (const Voicing &voicing : entry->second) {
            Path best{ voicing, 1e9, 0 };
            if (i == 0)
                best.cost = 0;
            for (std::size_t p = 0; i > 0 && p < beams.back().size(); ++p) {
                const Path &before = beams.back()[p];
                double motion = voicing[0] == before.voicing[0] ? repeatedSopranoCost : 0;
                for (std::size_t v = 0; v < 4; ++v)
                    motion += std::abs(voicing[v] - before.voicing[v]);
                if (before.cost + motion < best.cost && mayMove(before.voicing, chords[i - 1], voicing, chords[i])) {
                    best.cost = before.cost + motion;
                    best.before = p;
                }
            }
            if (best.cost >= 1e9)
                continue;
            best.cost += costOf(voicing, chord) + randomCost * random.unit();
            if (last && voicing[0] % 12 != chord.tones[0])
                best.cost += 6;
            reached.push_back(best);
        }
        if (reached.empty())
            return std::nullopt;
        std::stable_sort(reached.begin(), reached.end(), [](const Path &a, const Path &b) { return a.cost < b.cost; });
        if (reached.size() > beamWidth)
            reached.resize(beamWidth);
        beams.push_back(std::move(reached));
    }
    std::vector<Voicing> led(chords.size());
    std::size_t at = 0;
    for (std::size_t i = chords.size(); i-- > 0;) {
        led[i] = beams[i][at].voicing;
        at = beams[i][at].before;
    }
    return led;
}

bool hasParallels(const VoiceGrid &grid, int from, int to)
{
    const int beat = grid.stepsPerQuarter;
    const auto faulty = [&](int before, int now) {
        for (int v = 0; v < grid.voices; ++v) {
            for (int w = v + 1; w < grid.voices; ++w) {
                if (grid.at(v, before) >= 0 && grid.at(w, before) >= 0 && grid.at(v, now) >= 0 &&
                    grid.at(w, now) >= 0 &&
                    isParallel(grid.at(v, before), grid.at(w, before), grid.at(v, now), grid.at(w, now)))
                    return true;
            }
        }
        return false;
    };
    for (int s = std::max(1, from); s < std::min(to, grid.steps); ++s) {
        if (faulty(s - 1, s) || (s % beat == 0 && s >= beat && faulty(s - beat, s)))
            return true;
    }
    return false;
}

} // namespace klangraum
