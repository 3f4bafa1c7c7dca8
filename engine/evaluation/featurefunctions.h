// What the table of features.cpp refers to: one function a feature. See features.h for sources and rules.
#pragma once

#include "evaluation/musicview.h"

#include <vector>

namespace klangraum::features_of {

using Values = std::vector<double>;

// pitchfeatures.cpp
Values pitchCount(const MusicView &piece);
Values noteCount(const MusicView &piece);
Values pitchClasses(const MusicView &piece);
Values pitchRange(const MusicView &piece);
Values meanInterval(const MusicView &piece);
Values pitchClassTransitions(const MusicView &piece);
Values meanPitch(const MusicView &piece);
Values pitchDeviation(const MusicView &piece);
Values pitchGroups(const MusicView &piece);
Values polyphony(const MusicView &piece);
Values scaleConsistency(const MusicView &piece);

// harmonyfeatures.cpp
Values usedPitchClasses(const MusicView &piece);
Values tonalDistance(const MusicView &piece);

// rhythmfeatures.cpp
Values meanInterOnset(const MusicView &piece);
Values noteLengths(const MusicView &piece);
Values noteLengthTransitions(const MusicView &piece);
Values emptyBarRate(const MusicView &piece);
Values qualifiedNotes(const MusicView &piece);
Values grooveConsistency(const MusicView &piece);
Values pitchCountOfBars(const MusicView &piece);
Values noteCountOfBars(const MusicView &piece);
Values pitchClassesOfBars(const MusicView &piece);

} // namespace klangraum::features_of
