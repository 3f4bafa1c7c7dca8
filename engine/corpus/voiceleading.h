// Four-part voice leading: the rules that the composer keeps, and a search that keeps them.
//
// Kept between any two chords: voices stay in their ranges, in order and within an octave of their neighbour (bass
// and tenor: a twelfth); no parallel (or contrary) fifths, octaves or unisons in any pair of voices; no voice passes
// where its neighbour was; a leading tone rises, a seventh falls or stays; no augmented second, tritone or seventh as
// a melodic step; neither leading tone nor seventh is doubled.
#pragma once

#include "corpus/harmony.h"
#include "corpus/voicegrid.h"

#include <array>
#include <optional>
#include <vector>

namespace klangraum {

using Voicing = std::array<int, 4>; // MIDI pitches, soprano to bass

struct VoiceRange
{
    int lowest, highest; // MIDI
};
inline constexpr std::array<VoiceRange, 4> chorusRanges{ { { 60, 79 }, { 55, 74 }, { 48, 67 }, { 40, 60 } } };

struct ChordInKey
{
    Chord chord;
    Key key;
};

// All voicings of a chord that keep the rules for a single chord.
std::vector<Voicing> voicingsOf(const Chord &chord);
bool mayMove(const Voicing &from, const ChordInKey &fromChord, const Voicing &to, const ChordInKey &toChord);

// One voicing a chord, or nothing where the search ends in a blind alley (then draw another progression).
std::optional<std::vector<Voicing>> leadVoices(const std::vector<ChordInKey> &chords, Random &random);

// Whether voices a < b that sound (a0, b0) and then (a1, b1) move in fifths, octaves or unisons.
bool isParallel(int a0, int b0, int a1, int b1);
// Parallels in any pair of voices between steps from-1..to, both from step to step and from beat to beat.
bool hasParallels(const VoiceGrid &grid, int from, int to);

} // namespace klangraum
