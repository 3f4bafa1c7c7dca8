// What one score is like, in numbers that sliders, map axes and reports use. Comparisons of sets live in evaluation/.
// Percussion counts for nothing but the empty bars. Without pitched notes all but the empty bars are 0.
#pragma once

#include "music/score.h"

#include <array>

namespace klangraum {

struct ScoreStatistics
{
    std::int64_t notes = 0;
    std::array<double, 12> pitchClasses{}; // share of notes, C first; sums to 1
    int lowestPitch = 0;
    int highestPitch = 0;
    double meanPitch = 0.0; // register: mean MIDI pitch of the notes
    double meanVelocity = 0.0; // MIDI 1-127
    double notesPerQuarter = 0.0; // density: notes over the score's whole length
    double onsetsPerQuarter = 0.0; // different onset times over the score's whole length
    double polyphony = 0.0; // mean number of notes sounding while any sounds
    double emptyBarRate = 0.0; // share of bars in which nothing sounds
    double syncopation = 0.0; // see syncopationRate

    int pitchRange() const { return highestPitch - lowestPitch; } // semitones
};

// Throws Error where the score cannot be normalised (ticks a quarter below 1).
ScoreStatistics statisticsOf(const Score &score);

// Share of notes, 0..1, that are held over a metrically stronger position than the one they begin on (after
// Longuet-Higgins and Lee, The rhythmic interpretation of monophonic music, 1984). Levels: bar, half bar (four beats),
// beat (dotted in 6/8, 9/8, 12/8), half beat or its thirds, quarter beat,
// anything else; triplets are parts of the beat. Positions are rounded to 1/24 of a quarter.
double syncopationRate(const Score &score);

} // namespace klangraum
