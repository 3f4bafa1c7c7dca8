// Keys, chords and functional progressions of the major and minor mode: what the composer writes over.
#pragma once

#include "corpus/random.h"

#include <array>
#include <string>
#include <vector>

namespace klangraum {

struct Key
{
    int tonic = 0; // pitch class, C = 0
    bool minor = false;

    // Pitch class of a scale degree, 0 = tonic; natural minor. Any integer: 7 is the tonic again.
    int degree(int number) const;
    // The seventh degree a semitone below the tonic, in both modes.
    int leadingTone() const { return (tonic + 11) % 12; }
    bool contains(int pitchClass) const; // in the natural scale
    std::string name() const; // "G minor"
    bool operator==(const Key &) const = default;
};

// Roman numerals; capitals whatever the mode (II in major is a minor triad). The last two are applied dominants.
enum class Form { I, I6, I64, II, II6, II65, III, IV, IV6, V, V6, V7, V65, V43, V42, VI, VII6, VofV, VofVI };

struct Chord
{
    Form form = Form::I;
    std::array<int, 4> tones{ 0, 4, 7, -1 }; // pitch classes of root, third, fifth and seventh (or -1)
    int bass = 0; // index into tones
    int leading = -1; // pitch class that must rise a semitone where the next chord has its goal; -1: none
    int seventh = -1; // pitch class that must fall a step or stay; -1: none

    bool contains(int pitchClass) const;
    int bassPitchClass() const { return tones[static_cast<std::size_t>(bass)]; }
};

Chord chordOf(Form form, const Key &key);

enum class Cadence { Authentic, Half, Deceptive };

// `beats` chords, one a beat, that begin on the tonic and end with the cadence; the last two beats are one chord.
std::vector<Form> phraseOf(int beats, Cadence cadence, const Key &key, Random &random);

} // namespace klangraum
