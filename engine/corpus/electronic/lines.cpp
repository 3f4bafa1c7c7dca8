#include "corpus/electronic/lines.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace klangraum {

namespace {

using Scale = std::array<int, 7>;

constexpr Scale minor{ 0, 2, 3, 5, 7, 8, 10 };
constexpr Scale dorian{ 0, 2, 3, 5, 7, 9, 10 };
constexpr Scale phrygian{ 0, 1, 3, 5, 7, 8, 10 };

struct Key
{
    int tonic = 0; // pitch class
    Scale scale = minor;
    std::array<int, 4> progression{}; // degrees, 0 is the tonic; one a bar or one every two bars
    int barsEach = 1;

    // `degree` may lie beyond an octave. `octave` as in MIDI: 3 begins at 48.
    int pitch(int degree, int octave) const
    {
        const int wrapped = ((degree % 7) + 7) % 7;
        const int up = (degree - wrapped) / 7;
        return 12 * (octave + 1 + up) + tonic + scale[static_cast<std::size_t>(wrapped)];
    }
    int degreeOf(std::size_t bar) const
    {
        return progression[bar / static_cast<std::size_t>(barsEach) % progression.size()];
    }
};

Key drawKey(ElectronicStyle style, Random &random)
{
    Key key;
    key.tonic = random.between(0, 11);
    key.scale = style == ElectronicStyle::Techno ? random.pick(std::vector<Scale>{ minor, phrygian, minor })
                                                 : random.pick(std::vector<Scale>{ minor, dorian, minor });
    using Four = std::array<int, 4>;
    if (style == ElectronicStyle::DrumAndBass)
        key.progression = random.pick(
            std::vector<Four>{ { 0, 5, 2, 6 }, { 0, 0, 5, 6 }, { 0, 3, 5, 4 }, { 0, 0, 3, 3 }, { 0, 6, 5, 6 } });
    else
        key.progression = random.pick(
            std::vector<Four>{ { 0, 0, 0, 0 }, { 0, 0, 0, 0 }, { 0, 0, 5, 5 }, { 0, 0, 3, 6 }, { 0, 5, 3, 6 } });
    key.barsEach = random.chance(0.4) ? 2 : 1;
    return key;
}

float between(Random &random, float low, float high)
{
    return low + static_cast<float>(random.unit()) * (high - low);
}

// An octave low enough for a bass: its lowest tonic at or above E2, the sine below it at or above E1.
int bassOctave(const Key &key)
{
    return key.tonic >= 4 ? 2 : 3;
}

struct BassPattern
{
    std::vector<int> steps;
    double length = 1; // sixteenths
    bool acid = false;
};

BassPattern drawBass(ElectronicStyle style, Line &line, Random &random)
{
    Patch &patch = line.patch;
    BassPattern pattern;
    line.level = 0.38f;
    patch.sub = 0.5f;
    patch.cutoff = between(random, 350, 900);
    patch.resonance = between(random, 0.1f, 0.4f);
    patch.sweep = between(random, 0.8f, 2.2f);
    patch.sweepDecay = between(random, 0.05f, 0.14f);
    patch.wave = random.chance(0.6) ? Wave::Saw : Wave::Square;
    patch.drive = between(random, 0, 0.5f);
    if (style == ElectronicStyle::Techno) {
        const int kind = random.between(0, 3);
        if (kind == 0) {
            pattern.steps = { 2, 6, 10, 14 };
            pattern.length = 1.6;
        } else if (kind == 1) {
            pattern.steps = { 1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14, 15 };
            pattern.length = 0.8;
        } else if (kind == 2) {
            for (int i = 0; i < 16; ++i)
                if (i % 4 == 2 || random.chance(0.62))
                    pattern.steps.push_back(i);
            pattern.acid = true;
            pattern.length = 0.75;
            patch.sub = 0.1f;
            patch.cutoff = between(random, 300, 550);
            patch.resonance = between(random, 0.75f, 0.92f);
            patch.sweep = between(random, 2, 3.2f);
            patch.drive = between(random, 0.2f, 0.7f);
            line.level = 0.3f;
        } else {
            pattern.steps = random.pick(
                std::vector<std::vector<int>>{ { 3, 6, 11, 14 }, { 2, 5, 10, 13 }, { 0, 3, 6, 8, 11, 14 } });
            pattern.length = 1.5;
        }
    } else if (style == ElectronicStyle::Minimal) {
        pattern.steps = random.pick(std::vector<std::vector<int>>{
            { 0, 3, 10 }, { 2, 6, 11, 14 }, { 3, 7, 10 }, { 0, 6, 9, 14 }, { 2, 5, 14 } });
        pattern.length = between(random, 1, 2.4f);
        patch.wave = random.chance(0.5) ? Wave::Sine : Wave::Square;
        patch.cutoff = between(random, 250, 600);
        patch.drive = between(random, 0.1f, 0.4f);
        line.level = patch.wave == Wave::Sine ? 0.46f : 0.38f;
    } else {
        const bool reese = random.chance(0.6);
        pattern.steps = reese
            ? random.pick(std::vector<std::vector<int>>{ { 0 }, { 0, 10 }, { 0, 6 }, { 0, 6, 11 } })
            : random.pick(std::vector<std::vector<int>>{ { 0, 3, 6, 10, 13 }, { 0, 6, 10 }, { 0, 2, 7, 10, 14 } });
        pattern.length = reese ? 16 : 2.2;
        patch.wave = Wave::Saw;
        patch.oscillators = reese ? 3 : 1;
        patch.detune = reese ? between(random, 12, 26) : 0;
        patch.sub = 0.8f;
        patch.cutoff = between(random, 300, 800);
        patch.sweep = reese ? 0.3f : 1.4f;
        patch.sustain = 0.9f;
        patch.release = 0.08f;
        line.level = 0.38f;
    }
    return pattern;
}

Line bassLine(ElectronicStyle style, const Key &key, const Form &form, const Groove &groove, Random &random)
{
    Line line;
    const BassPattern pattern = drawBass(style, line, random);
    const int octave = bassOctave(key);
    // Two bars of departures from the root, which then repeat: degrees above it, and accents.
    std::array<int, 32> departures{};
    std::array<bool, 32> accents{};
    std::array<bool, 32> slides{};
    for (std::size_t i = 0; i < 32; ++i) {
        const int kind = random.between(0, 9);
        if (pattern.acid)
            departures[i] = kind < 4 ? 0 : kind < 6 ? 7 : kind == 6 ? 2 : kind == 7 ? 4 : kind == 8 ? 6 : 1;
        else
            departures[i] = kind < 7 ? 0 : kind == 7 ? 7 : kind == 8 ? 4 : 6;
        accents[i] = random.chance(0.3);
        slides[i] = random.chance(pattern.acid ? 0.3 : 0.1);
    }
    for (std::size_t bar = 0; bar < form.bars.size(); ++bar) {
        if (!form.bars[bar].bass)
            continue;
        for (std::size_t i = 0; i < pattern.steps.size(); ++i) {
            const auto step = static_cast<std::size_t>(pattern.steps[i]);
            const std::size_t place = bar % 2 * 16 + step;
            const double next = i + 1 < pattern.steps.size() ? pattern.steps[i + 1] : 16 + pattern.steps[0];
            PitchedNote note;
            note.sixteenth = static_cast<double>(bar * 16 + step) + (step % 2 == 1 ? groove.swing : 0);
            note.length = std::min(pattern.length, next - static_cast<double>(step) - 0.1);
            note.pitch = key.pitch(key.degreeOf(bar) + (step == 0 ? 0 : departures[place]), octave);
            while (note.pitch > (pattern.acid ? 67 : 59))
                note.pitch -= 12;
            note.velocity = accents[place] ? 0.95f : 0.72f;
            note.slide = slides[place];
            line.notes.push_back(note);
        }
    }
    return line;
}

Line leadLine(ElectronicStyle style, const Key &key, const Form &form, const Groove &groove, Random &random)
{
    Line line;
    Patch &patch = line.patch;
    patch.wave = random.chance(0.5) ? Wave::Saw : random.chance(0.7) ? Wave::Square : Wave::Sine;
    patch.oscillators = random.chance(0.4) ? 2 : 1;
    patch.detune = between(random, 4, 14);
    patch.cutoff = between(random, 900, 2600);
    patch.resonance = between(random, 0.1f, 0.6f);
    patch.sweep = between(random, 0.5f, 2);
    patch.sweepDecay = between(random, 0.05f, 0.2f);
    patch.decay = between(random, 0.08f, 0.3f);
    patch.sustain = between(random, 0, 0.35f);
    line.level = style == ElectronicStyle::Minimal ? 0.24f : 0.28f;
    line.echo = between(random, 0.2f, 0.55f);
    const bool arpeggio = random.chance(style == ElectronicStyle::Minimal ? 0.25 : 0.6);
    const double density = arpeggio ? 0.6 + 0.35 * random.unit() : 0.2 + 0.15 * random.unit();
    const int direction = random.between(0, 2);
    const int octave = random.between(4, 5) - (style == ElectronicStyle::Techno ? 1 : 0);
    std::array<bool, 32> sounds{};
    std::array<int, 32> degree{};
    std::array<bool, 32> accents{};
    const std::array<int, 5> tones{ 0, 2, 4, 7, 9 };
    for (std::size_t i = 0; i < 32; ++i) {
        sounds[i] = i == 0 || random.chance(density);
        const std::size_t order = direction == 0 ? i % 5
            : direction == 1                     ? 4 - i % 5
                                                 : static_cast<std::size_t>(random.between(0, 4));
        degree[i] = arpeggio ? tones[order] : tones[static_cast<std::size_t>(random.between(0, 3))];
        accents[i] = i % 4 == 0 || random.chance(0.2);
        if (!arpeggio && i >= 16 && random.chance(0.8)) { // the second bar answers with the first
            sounds[i] = sounds[i - 16];
            degree[i] = degree[i - 16];
        }
    }
    for (std::size_t bar = 0; bar < form.bars.size(); ++bar) {
        if (!form.bars[bar].lead)
            continue;
        for (std::size_t step = 0; step < 16; ++step) {
            const std::size_t place = bar % 2 * 16 + step;
            if (!sounds[place])
                continue;
            PitchedNote note;
            note.sixteenth = static_cast<double>(bar * 16 + step) + (step % 2 == 1 ? groove.swing : 0);
            note.length = arpeggio ? 0.8 : 1.4;
            note.pitch = key.pitch(key.degreeOf(bar) + degree[place], octave);
            note.velocity = accents[place] ? 0.9f : 0.62f;
            line.notes.push_back(note);
        }
    }
    return line;
}

Line chordLine(ElectronicStyle style, const Key &key, const Form &form, const Groove &groove, Random &random)
{
    Line line;
    Patch &patch = line.patch;
    const bool pad = random.chance(style == ElectronicStyle::DrumAndBass   ? 0.75
                                       : style == ElectronicStyle::Minimal ? 0.3
                                                                           : 0.35);
    patch.wave = Wave::Saw;
    patch.oscillators = 2;
    patch.detune = between(random, 8, 18);
    patch.cutoff = pad ? between(random, 500, 1300) : between(random, 700, 1800);
    patch.resonance = between(random, 0.05f, 0.35f);
    patch.attack = pad ? between(random, 0.08f, 0.3f) : 0.003f;
    patch.sweep = pad ? 0 : between(random, 0.6f, 1.8f);
    patch.decay = pad ? 1 : between(random, 0.08f, 0.2f);
    patch.sustain = pad ? 0.9f : 0.05f;
    patch.release = pad ? 0.25f : 0.08f;
    line.level = pad ? 0.14f : 0.2f;
    line.echo = pad ? 0.15f : between(random, 0.3f, 0.65f);
    const std::vector<int> stabs = pad
        ? std::vector<int>{ 0 }
        : random.pick(std::vector<std::vector<int>>{
              { 3, 6 }, { 2, 10 }, { 6 }, { 3, 11 }, { 0, 3, 6, 10 }, { 14 }, { 2, 5, 11 } });
    const bool seventh = random.chance(0.6);
    for (std::size_t bar = 0; bar < form.bars.size(); ++bar) {
        if (!form.bars[bar].chords)
            continue;
        for (const int step : stabs) {
            for (const int tone : { 0, 2, 4, 6 }) {
                if (tone == 6 && !seventh)
                    continue;
                PitchedNote note;
                note.sixteenth = static_cast<double>(bar) * 16 + step + (step % 2 == 1 ? groove.swing : 0);
                note.length = pad ? 16 : 1.2;
                note.pitch = key.pitch(key.degreeOf(bar) + tone, 3);
                while (note.pitch > 65) // close to each other from bar to bar
                    note.pitch -= 12;
                note.velocity = step == stabs.front() ? 0.85f : 0.7f;
                line.notes.push_back(note);
            }
        }
    }
    return line;
}

} // namespace

Lines drawLines(ElectronicStyle style, const Form &form, const Groove &groove, Random &random)
{
    const Key key = drawKey(style, random);
    Lines lines;
    lines.bass = bassLine(style, key, form, groove, random);
    lines.lead = leadLine(style, key, form, groove, random);
    lines.chords = chordLine(style, key, form, groove, random);
    // Not everything at once: one of the two upper lines rests in some pieces.
    if (const double rest = random.unit(); rest < 0.2)
        lines.lead.level = 0;
    else if (rest < 0.45)
        lines.chords.level = 0;
    return lines;
}

} // namespace klangraum
