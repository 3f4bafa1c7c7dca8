// Whether a clip has a beat: how much stronger onsets are on the beat than elsewhere, whether the tempo holds, and how
// quiet it is between the strokes.
#pragma once

#include "evaluation/sound/soundframes.h"

#include <optional>

namespace klangraum {

struct BeatMeasures
{
    double tempo =
        0; // quarters a minute, from the clip's onsets; the octave nearest the one expected; 0: no periodicity
    double strength = 0; // mean onset strength within 30 ms of the beats over the mean elsewhere; 1: no beat
    double stability = 0; // share of the four-second windows (one begins each second) that repeat at the expected tempo
    double noiseFloor = 0; // decibels of full scale: the tenth percentile of the level
    double hiss = 0; // decibels: the same of the bands above 4 kHz, their mean
    double loudness = 0; // decibels of full scale: root mean square of the whole
};

// `quartersPerMinute`: the tempo that was asked for; 0: unknown, the clip's own is taken as the expected one.
// `firstBeat`: seconds; where it is not known the phase of the beat that gives the most strength is taken, and the same
// must be done for what it is compared with.
BeatMeasures measureBeat(const SoundFrames &frames, double quartersPerMinute, std::optional<double> firstBeat = {});

// The autocorrelation of the onset strength of frames [first, first + count), its mean taken off, at a lag in frames
// (between two by interpolation); 1 at lag 0.
double onsetRepetition(const SoundFrames &frames, std::size_t first, std::size_t count, double lag);

} // namespace klangraum
