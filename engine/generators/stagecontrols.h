// The controls and the marks on the map that several families share, so that a fader says the same on every stage.
// What a fader does is the family's to say: `help`. No torch here.
#pragma once

#include "generators/generator.h"

#include <vector>

namespace klangraum {

// Below this rank correlation between an axis of a map and what it is named after, the axis has no words.
inline constexpr double axisCorrelation = 0.5;

Control mapPad(Text label, Text help); // "map", -1..1, at first in the middle
Control surpriseFader(Text help); // "surprise", 0..1
Control densityFader(Text help); // "density", 0..1
Control registerFader(Text help); // "register", 0..1
Control memoryFader(Text help); // "memory", 0..1
Control syncopationFader(Text help); // "syncopation", 0..1
Control dissonanceFader(Text help); // "dissonance", 0..1
Control lengthFader(Text help); // "length", 0..1, of notes
Control tempoFader(double initial); // "tempo", 40..200 quarters a minute

// Makes at most eight points landmarks, far from one another: the first next to the centre, each next one the farthest
// from all before.
void chooseLandmarks(std::vector<MapPoint> &map);

} // namespace klangraum
