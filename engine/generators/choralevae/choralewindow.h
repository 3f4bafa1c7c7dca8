// ChoraleWindow: two 4/4 measures of four voices on the grid of sixteenths, as the network reads and writes them, and
// what is measured on one. Plain values; no torch.
//
// A cell is a pitch class of the network: MIDI pitch minus lowestPitch, or `rest`. Held and repeated notes are not told
// apart: a note begins where the cell differs from the one before it. Windows lie in the key of C (or A minor): the
// whole piece is moved by -tonic, see tonicOf().
#pragma once

#include "corpus/voicegrid.h"

#include <array>
#include <cstdint>
#include <vector>

namespace klangraum::chorale {

inline constexpr int voices = 4;
inline constexpr int beats = 8; // of a window
inline constexpr int steps = 32; // of a window
inline constexpr int cells = steps * voices;
inline constexpr int lowestPitch = 24;
inline constexpr int rest = 76; // pitches 24 to 99
inline constexpr int classes = 77;

using ChoraleWindow = std::array<std::uint8_t, cells>; // [step * voices + voice]

// 0-11: the major key (or the major key that shares its signature with the minor key) that fits the notes best.
// Krumhansl and Kessler's profiles, as in Krumhansl, Cognitive Foundations of Musical Pitch, 1990, chapter 4.
int tonicOf(const VoiceGrid &grid);

// Steps [from, from + 32) of the grid, moved by `shift` semitones. Pitches outside the classes become rests.
ChoraleWindow windowOf(const VoiceGrid &grid, int from, int shift);
// Back to pitches, moved by `shift`. Windows follow each other; each begins its notes anew.
VoiceGrid gridOf(const std::vector<ChoraleWindow> &windows, int shift);
ChoraleWindow transposed(const ChoraleWindow &window, int semitones);

bool isOnset(const ChoraleWindow &window, int step, int voice); // every sounding cell of step 0 is one
bool isEmpty(const ChoraleWindow &window);
double densityOf(const ChoraleWindow &window); // onsets a quarter, all voices
double registerOf(const ChoraleWindow &window); // mean MIDI pitch over the sounding cells; 0 without any
// How much better the best major key fits than the best minor one (difference of the correlations).
double modeOf(const ChoraleWindow &window);

// Mean surprisal in bits of melodic intervals (voice by voice) and of intervals over the lowest note (wherever a note
// begins), half each, under counts of the training windows.
class IntervalTable
{
public:
    static constexpr int melodicBins = 49; // -24..24
    static constexpr int verticalBins = 37; // 0..36
    static constexpr int size = voices * melodicBins + verticalBins;

    IntervalTable() { m_bits.fill(5.0F); }
    static IntervalTable fit(const std::vector<ChoraleWindow> &windows);
    explicit IntervalTable(const std::array<float, size> &bits)
        : m_bits(bits)
    {
    }
    double surpriseOf(const ChoraleWindow &window) const;
    const std::array<float, size> &bits() const { return m_bits; }

private:
    std::array<float, size> m_bits{}; // -log2 p
};

} // namespace klangraum::chorale
