// The form of an electronic piece: which layers sound in which bar, where it fills, builds up and breaks down, and how
// far its filters are open.
#pragma once

#include "corpus/electronic/voice.h"
#include "corpus/random.h"

#include <vector>

namespace klangraum {

enum class ElectronicStyle { Techno, Minimal, DrumAndBass };
const char *styleName(ElectronicStyle style); // "techno", "minimal", "drum-and-bass"

struct BarPlan
{
    bool kick = true;
    bool backbeat = true; // snare or clap
    bool hats = true;
    bool openHats = true;
    bool percussion = true;
    bool bass = true;
    bool lead = true;
    bool chords = true;
    bool roll = false; // a snare roll that grows: before a drop
    bool crash = false; // a section begins
    int fill = 0; // sixteenths at the end of the bar that depart from the pattern
    float riser = 0; // bars until the drop that this bar's rise leads to; 0: no rise begins here
};

struct Form
{
    std::vector<BarPlan> bars;
    Curve opening; // of the filters, octaves
};

// `bars` in fours. A fill of two to four sixteenths ends every fourth bar, one of up to eight every eighth.
Form planForm(ElectronicStyle style, int bars, double framesPerBar, Random &random);

} // namespace klangraum
