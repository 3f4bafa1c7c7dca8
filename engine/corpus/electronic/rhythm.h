// The strokes of an electronic piece: patterns on sixteenths with accents, ghosts, swing, and fills at the ends of
// phrases.
#pragma once

#include "corpus/electronic/form.h"
#include "corpus/random.h"

#include <vector>

namespace klangraum {

enum class Part { Kick, Snare, Hat, OpenHat, Tick, Percussion, Crash };

struct Stroke
{
    Part part = Part::Kick;
    double sixteenth = 0; // from the first downbeat, swing and human unevenness included; never below 0
    float velocity = 1; // 0 ... 1
};

struct Groove
{
    double swing = 0; // what part of a sixteenth the second of two comes late, 0 ... 0.33
    std::vector<Stroke> strokes; // by time
};

Groove drawGroove(ElectronicStyle style, const Form &form, Random &random);

// `hits` strokes spread as evenly as can be over `steps` (Toussaint 2005), turned by `turn`.
std::vector<bool> euclidean(int hits, int steps, int turn);

} // namespace klangraum
