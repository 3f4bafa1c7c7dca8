// The pitched lines of an electronic piece: a key and a progression of chords, and over it a bass, a lead and chords.
#pragma once

#include "corpus/electronic/rhythm.h"

#include <vector>

namespace klangraum {

struct PitchedNote
{
    double sixteenth = 0; // from the first downbeat
    double length = 1; // sixteenths
    int pitch = 45; // MIDI
    float velocity = 0.8f;
    bool slide = false; // from the pitch before
};

struct Line
{
    Patch patch;
    float level = 0; // in the mix; 0: the line is silent
    float echo = 0; // how much of it goes to the echo, 0 ... 1
    std::vector<PitchedNote> notes;
};

struct Lines
{
    Line bass;
    Line lead;
    Line chords;
};

Lines drawLines(ElectronicStyle style, const Form &form, const Groove &groove, Random &random);

} // namespace klangraum
