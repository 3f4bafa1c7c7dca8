// A subtractive voice: band-limited oscillators, a resonant low-pass filter, envelopes. Renders whole notes into a
// track. Mono, at the corpus's rate. Deterministic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace klangraum {

enum class Wave { Saw, Square, Sine };

struct Patch
{
    Wave wave = Wave::Saw;
    int oscillators = 1; // side by side, detuned around the note
    float detune = 0; // of the outermost, cents
    float sub = 0; // a sine one octave below: its share
    float cutoff = 2000; // Hz
    float resonance = 0.2f; // 0 ... 0.97
    float sweep = 0; // the filter's envelope, octaves above the cutoff at the onset
    float sweepDecay = 0.15f; // seconds to 37 %
    float attack = 0.003f; // seconds
    float decay = 0.3f; // seconds to 37 % of the way to `sustain`
    float sustain = 0.6f; // of the level
    float release = 0.05f; // seconds
    float drive = 0; // 0: clean ... 1: saturated
};

struct VoiceNote
{
    std::size_t at = 0; // frame of the track
    std::size_t held = 0; // frames until the release begins
    double hertz = 110;
    double slideFrom = 0; // Hz; 0: none. The pitch glides for 60 ms
    float velocity = 1; // 0 ... 1: louder and brighter
};

// A line through values at the bar lines: how far filters are opened in the course of a piece, octaves.
struct Curve
{
    std::vector<float> atBars; // one more than bars
    double framesPerBar = 1;
    float at(double frame) const;
};

// Adds the note; what reaches beyond the track is cut.
void playNote(std::span<float> track, const VoiceNote &note, const Patch &patch, const Curve &opening);

double hertzOf(double midiPitch);

} // namespace klangraum
