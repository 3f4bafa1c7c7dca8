// Engraving: the first bars of a score as notes on two staves, for a small picture: spelling by key, accidentals once a
// bar, stems, beams within a beat. A thumbnail, not an edition: no rests, no tuplets, positions on sixteenths.
#pragma once

#include "music/score.h"

#include <QColor>
#include <QSizeF>

class QPainter;

namespace klangraum {

// A pitch as it is written.
struct WrittenPitch
{
    int step = 0; // diatonic, 7 an octave; 28 is C4
    int accidental = 0; // -1 flat, 0 natural, 1 sharp
};

// Spelling in a key of `fifths` sharps (flats below 0).
WrittenPitch writtenPitch(int pitch, int fifths, bool minor);

// Paints up to `systems` lines of four bars each into `size`.
void paintScore(QPainter *painter, const Score &score, QSizeF size, const QColor &ink, int systems = 2);

} // namespace klangraum
