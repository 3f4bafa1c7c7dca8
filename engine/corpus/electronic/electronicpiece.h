// One piece of electronic music, composed and rendered: form, rhythm, lines, a kit of sounds, mix. Same style, seed and
// sounds: the same samples.
#pragma once

#include "corpus/audiopiece.h"
#include "corpus/electronic/form.h"
#include "corpus/electronic/soundbank.h"

#include <cstdint>
#include <vector>

namespace klangraum {

struct ElectronicPiece
{
    std::vector<float> frames; // mono at the corpus's rate; the first downbeat is frame 0
    double quartersPerMinute = 0; // a whole number: techno 122 to 140, minimal 110 to 126, drum and bass 165 to 176
    std::vector<AudioBar> bars;
};

// Sixteen bars of four quarters.
ElectronicPiece composeElectronic(ElectronicStyle style, std::uint64_t seed, const SoundBank &sounds);

} // namespace klangraum
