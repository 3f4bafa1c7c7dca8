#include "corpus/tunes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace klangraum {

namespace {

constexpr int eighth = 240; // ticks
constexpr int melodyLowest = 60;
constexpr int melodyHighest = 81;
constexpr int bassLowest = 36;
constexpr int bassHighest = 57;

struct Sounding
{
    int at; // eighths from the beginning of its part
    int length; // eighths
    int pitch;
};

struct Part // four bars
{
    std::vector<Form> chords; // one a bar
    std::vector<Sounding> melody;
};

const std::vector<std::vector<int>> &rhythms(int eighthsABar)
{
    static const std::vector<std::vector<int>> inFour{ { 2, 2, 2, 2 },       { 2, 1, 1, 2, 2 },    { 3, 1, 2, 2 },
                                                       { 4, 2, 2 },          { 1, 1, 1, 1, 2, 2 }, { 2, 2, 1, 1, 2 },
                                                       { 1, 1, 2, 1, 1, 2 }, { 3, 1, 3, 1 } };
    static const std::vector<std::vector<int>> inThree{ { 2, 2, 2 }, { 4, 2 },       { 2, 1, 1, 2 },
                                                        { 3, 1, 2 }, { 1, 1, 2, 2 }, { 2, 2, 1, 1 } };
    return eighthsABar == 8 ? inFour : inThree;
}

std::vector<Form> chordsOfPart(bool bridge, bool closed, const Key &key, Random &random)
{
    const std::vector<Form> second = key.minor ? std::vector<Form>{ Form::IV, Form::V, Form::VI, Form::I }
                                               : std::vector<Form>{ Form::IV, Form::V, Form::VI, Form::I, Form::II };
    const Form first = bridge ? random.pick(std::vector<Form>{ Form::IV, Form::VI, Form::V }) : Form::I;
    const Form last = closed ? Form::I : Form::V;
    const Form third = closed ? random.pick(std::vector<Form>{ Form::V, Form::V7 })
                              : random.pick(std::vector<Form>{ Form::IV, Form::I, Form::II6 });
    return { first, random.pick(second), third, last };
}

bool fits(int pitch, const Chord &chord)
{
    return chord.contains(pitch % 12);
}

// Pitches of the scale, the leading tone in place of the seventh degree above dominants.
bool inScale(int pitch, const Chord &chord, const Key &key)
{
    if (fits(pitch, chord))
        return true;
    if (key.minor && chord.leading >= 0 && pitch % 12 == key.degree(6))
        return false;
    return key.contains(pitch % 12);
}

int nearestChordTone(int around, const Chord &chord, Random &random)
{
    std::vector<std::pair<int, double>> choices;
    for (int pitch = std::max(melodyLowest, around - 7); pitch <= std::min(melodyHighest, around + 7); ++pitch) {
        if (fits(pitch, chord) && pitch % 12 != chord.seventh)
            choices.emplace_back(pitch, 1.0 / (1.0 + 0.5 * std::abs(pitch - around)));
    }
    return choices.empty() ? around : random.pickWeighted(choices);
}

// The next note of the scale; where that were an augmented second, the one on the other side.
int stepFrom(int pitch, int direction, const Chord &chord, const Key &key)
{
    for (const int way : { direction, -direction }) {
        for (const int distance : { 1, 2 }) {
            if (inScale(pitch + way * distance, chord, key))
                return pitch + way * distance;
        }
    }
    return pitch;
}

// One bar: its first note a chord tone near `before`, the others by step or by chord tone along a direction.
void composeBar(std::vector<Sounding> &melody, int bar, int eighthsABar, int before, int centre, const Chord &chord,
                const Key &key, Random &random)
{
    const std::vector<int> &rhythm = random.pick(rhythms(eighthsABar));
    int at = bar * eighthsABar;
    int pitch = nearestChordTone((2 * before + centre) / 3, chord, random);
    int direction = pitch < centre ? 1 : -1;
    for (std::size_t i = 0; i < rhythm.size(); ++i) {
        if (i > 0) {
            if (random.chance(0.25))
                direction = -direction;
            if (pitch > centre + 8)
                direction = -1;
            if (pitch < centre - 8)
                direction = 1;
            const bool strong = (at - bar * eighthsABar) % 4 == 0;
            if (strong || random.chance(0.2))
                pitch = nearestChordTone(pitch + 2 * direction, chord, random);
            else
                pitch = stepFrom(pitch, direction, chord, key);
            pitch = std::clamp(pitch, melodyLowest, melodyHighest);
            if (!inScale(pitch, chord, key))
                pitch = nearestChordTone(pitch, chord, random);
        }
        melody.push_back({ at, rhythm[i], pitch });
        at += rhythm[i];
    }
}

// The last bar: one long chord tone, the tonic where the part is closed; a short breath stays at its end.
void composeClose(std::vector<Sounding> &melody, int bar, int eighthsABar, int before, bool closed, const Chord &chord,
                  const Key &key, Random &random)
{
    int pitch = nearestChordTone(before, chord, random);
    if (closed) {
        pitch = before;
        for (int distance = 0; distance < 12; ++distance) {
            const int below = before - distance;
            const int above = before + distance;
            if (below % 12 == key.tonic && below >= melodyLowest) {
                pitch = below;
                break;
            }
            if (above % 12 == key.tonic && above <= melodyHighest) {
                pitch = above;
                break;
            }
        }
    }
    melody.push_back({ bar * eighthsABar, eighthsABar - 2, pitch });
}

Part composePart(bool bridge, bool closed, int eighthsABar, int centre, const Key &key, Random &random)
{
    Part part;
    part.chords = chordsOfPart(bridge, closed, key, random);
    for (int bar = 0; bar < 4; ++bar) {
        const Chord chord = chordOf(part.chords[static_cast<std::size_t>(bar)], key);
        const int before = part.melody.empty() ? centre : part.melody.back().pitch;
        if (bar == 2 && !bridge && random.chance(0.3)) { // the rhythm of the first bar again, on the new chord
            std::vector<int> rhythm;
            for (const Sounding &note : part.melody) {
                if (note.at < eighthsABar)
                    rhythm.push_back(note.length);
            }
            int at = bar * eighthsABar;
            for (const int length : rhythm) {
                const int near = part.melody.back().pitch;
                part.melody.push_back({ at, length, nearestChordTone(near, chord, random) });
                at += length;
            }
        } else if (bar == 3) {
            composeClose(part.melody, bar, eighthsABar, before, closed, chord, key, random);
        } else {
            composeBar(part.melody, bar, eighthsABar, before, centre, chord, key, random);
        }
    }
    return part;
}

// The same part with its last two bars closing on the tonic.
Part closedCopy(const Part &open, int eighthsABar, const Key &key, Random &random)
{
    Part part = open;
    part.chords[2] = Form::V;
    part.chords[3] = Form::I;
    std::erase_if(part.melody, [&](const Sounding &note) { return note.at >= 2 * eighthsABar; });
    const Chord dominant = chordOf(Form::V, key);
    composeBar(part.melody, 2, eighthsABar, part.melody.back().pitch, part.melody.front().pitch, dominant, key, random);
    composeClose(part.melody, 3, eighthsABar, part.melody.back().pitch, true, chordOf(Form::I, key), key, random);
    return part;
}

int melodyAt(const std::vector<Sounding> &melody, int at)
{
    for (const Sounding &note : melody) {
        if (note.at <= at && at < note.at + note.length)
            return note.pitch;
    }
    return -1;
}

bool movesInParallel(int melody0, int bass0, int melody1, int bass1)
{
    if (melody0 < 0 || melody1 < 0 || bass0 < 0 || melody0 == melody1 || bass0 == bass1)
        return false;
    const int before = (melody0 - bass0) % 12;
    return before == (melody1 - bass1) % 12 && (before == 0 || before == 7);
}

// Root on the first beat, another chord tone later in the bar; the candidate nearest to the last bass note that makes
// no parallels.
std::vector<Sounding> composeBass(const std::vector<Sounding> &melody, const std::vector<Form> &chords, int eighthsABar,
                                  const Key &key)
{
    std::vector<Sounding> bass;
    int last = -1;
    int lastMelody = -1;
    const std::vector<int> onsets = eighthsABar == 8 ? std::vector<int>{ 0, 4 } : std::vector<int>{ 0, 2, 4 };
    for (std::size_t bar = 0; bar < chords.size(); ++bar) {
        const Chord chord = chordOf(chords[bar], key);
        const bool end = bar + 1 == chords.size();
        for (std::size_t i = 0; i < (end ? 1 : onsets.size()); ++i) {
            const int at = static_cast<int>(bar) * eighthsABar + onsets[i];
            const int above = melodyAt(melody, at);
            int best = -1;
            double bestCost = 1e9;
            for (int pitch = bassLowest; pitch <= bassHighest; ++pitch) {
                if (!fits(pitch, chord) || (above >= 0 && movesInParallel(lastMelody, last, above, pitch)))
                    continue;
                // The last bar is an octave of tonics: what leads there must not be an octave too.
                const bool leadsToEnd = bar + 2 == chords.size() && i + 1 == onsets.size();
                if (leadsToEnd && above >= 0 && (above - pitch) % 12 == 0)
                    continue;
                const bool root = pitch % 12 == chord.tones[0];
                double cost = std::abs(pitch - (last < 0 ? 48 : last)) + 0.2 * std::abs(pitch - 46);
                if (i == 0)
                    cost += root ? 0 : (end ? 100 : 8);
                else
                    cost += pitch == last ? 12 : (pitch % 12 == chord.tones[2] ? 0 : 3);
                if (cost < bestCost) {
                    bestCost = cost;
                    best = pitch;
                }
            }
            const int length =
                end ? eighthsABar - 2 : (i + 1 < onsets.size() ? onsets[i + 1] : eighthsABar) - onsets[i];
            bass.push_back({ at, length, best });
            last = best;
            lastMelody = above;
        }
    }
    return bass;
}

} // namespace

Score composeTune(const Key &key, Random &random)
{
    const int eighthsABar = random.chance(0.65) ? 8 : 6;
    const int centre = 67 + (key.tonic + 5) % 12 / 3;
    const Part open = composePart(false, false, eighthsABar, centre, key, random);
    const Part closed = closedCopy(open, eighthsABar, key, random);
    const Part bridge = composePart(true, false, eighthsABar, centre + 3, key, random);
    const std::array<const Part *, 4> form{ random.chance(0.5) ? &open : &closed, &closed, &bridge, &closed };
    std::vector<Sounding> melody;
    std::vector<Form> chords;
    for (std::size_t p = 0; p < form.size(); ++p) {
        for (Sounding note : form[p]->melody) {
            note.at += static_cast<int>(p) * 4 * eighthsABar;
            melody.push_back(note);
        }
        chords.insert(chords.end(), form[p]->chords.begin(), form[p]->chords.end());
    }
    Score score;
    score.voices = { { "Melody" }, { "Bass" } };
    score.tempi = { { 0, static_cast<double>(random.between(96, 132)) } };
    score.metres = { { 0, eighthsABar / 2, 4 } };
    for (const Sounding &note : melody)
        score.notes.push_back(
            { note.at * eighth, note.length * eighth, note.pitch, note.at % eighthsABar == 0 ? 88 : 78, 0 });
    for (const Sounding &note : composeBass(melody, chords, eighthsABar, key))
        score.notes.push_back({ note.at * eighth, note.length * eighth, note.pitch, 72, 1 });
    score.length = Tick{ 16 } * eighthsABar * eighth;
    score.normalise();
    return score;
}

} // namespace klangraum
