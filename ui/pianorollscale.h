// PianoRollScale: where a tick and a pitch are on the roll, and how a voice is drawn. Plain values and pure
// functions, shared by all painting classes. No Qt Quick here.
#pragma once

#include "music/score.h"

#include <QColor>
#include <QList>
#include <QRectF>

class QPainter;

namespace klangraum {

// How the notes of a voice look: round ends for the first two voices of four, a dark inlay line for every second.
struct VoiceMark
{
    QColor color;
    bool round = true;
    bool inlay = false;
};

struct PianoRollScale
{
    double unit = 1; // px of the reference's px (design notes, part 3)
    double pxPerTick = 13.0 / 120.0; // 13 px a sixteenth of 120 ticks
    double rowHeight = 10; // px a semitone
    int lowest = 40; // MIDI pitch of the lowest row
    int rows = 41;

    int highest() const { return lowest + rows - 1; }
    // Middle of the pitch's row, px from the roll's top; outside the range for pitches outside it.
    double y(int pitch) const { return (highest() - pitch + 0.5) * rowHeight; }
    double px(Tick ticks) const { return static_cast<double>(ticks) * pxPerTick; }
    // Where a note is drawn, px relative to `origin`: 1.3 rows high, a hair's breadth free on both sides.
    QRectF noteRect(Tick start, Tick duration, int pitch, Tick origin) const;
    bool operator==(const PianoRollScale &) const = default;
};

// The mark of voice `voice` of a model with `colors` (soprano, alto, tenor, bass, ...): voices beyond them start over.
// A list that reaches as far has the visitor's own colour at kVisitorVoice.
VoiceMark voiceMark(int voice, const QList<QColor> &colors);

// Paints a note as the network's ink that has dried: filled, with its inlay. `scale` for radius and line width.
void paintHeardNote(QPainter &painter, const QRectF &rect, const VoiceMark &mark, const QColor &inlay, double unit);
// Paints a note that is decided and not yet heard: an outline over a quarter of its colour.
void paintDecidedNote(QPainter &painter, const QRectF &rect, const VoiceMark &mark, double unit);

bool isBlackKey(int pitch);

} // namespace klangraum
