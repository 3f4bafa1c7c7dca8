// Drum sounds of the composer's own: strokes rendered once, then mixed as samples. Mono, at the corpus's rate; the
// loudest frame is 1. Each draws its character from the seed.
#pragma once

#include "corpus/random.h"

#include <vector>

namespace klangraum {

using Sound = std::vector<float>;

Sound synthKick(Random &random, float seconds); // a sine that falls from the click to 45 ... 58 Hz
Sound synthSnare(Random &random, float seconds); // two skins and a noise
Sound synthClap(Random &random); // three bursts and a room
Sound synthHat(Random &random, float seconds); // six squares that do not agree, and noise, above 5 kHz
Sound synthTick(Random &random); // a short pitched click
Sound synthTom(Random &random, float seconds);
Sound synthRiser(Random &random, float seconds); // noise whose band climbs from 300 Hz to 8 kHz

// Makes the loudest frame 1; a silent sound stays silent.
void normalisePeak(Sound &sound);
// Cuts to `seconds` with a fade of a fifth of it.
Sound shortened(const Sound &sound, float seconds);
// Played `ratio` times as fast, by cubic interpolation.
Sound repitched(const Sound &sound, double ratio);

} // namespace klangraum
