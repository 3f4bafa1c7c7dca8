// RollTile: the notes that begin in one bar, painted once and moved by a transform. The tile is as wide as its last
// note needs, so a note that crosses the bar line is in one tile only and there is no seam.
//
// Invariants: in the Heard style, notes that are added or that grow are painted over what is there; only a note that
// vanishes or shrinks paints the tile anew. setNotes() with unchanged notes costs a comparison.
// Thread rule: GUI thread.
#pragma once

#include "pianorollscale.h"
#include "rolltileitem.h"

#include <vector>

class QPainter;

namespace klangraum {

class RollTile : public RollTileItem
{
    Q_OBJECT
public:
    enum class Style { Heard, Decided };

    explicit RollTile(Style style, QQuickItem *parent = nullptr);

    // `notes` begin in [barStart, barStart + barTicks), any order; `dimmed` voices are painted at a quarter.
    void setNotes(Tick barStart, const std::vector<Note> &notes, const PianoRollScale &scale);
    void setPalette(const QList<QColor> &voices, const QColor &inlay);
    void setDimmed(std::uint32_t voiceMask);
    Tick barStart() const { return m_barStart; }
    const std::vector<Note> &notes() const { return m_notes; }
    // Notes painted since the tile was made.
    int notesPainted() const { return m_notesPainted; }

protected:
    void paintImage() override;

private:
    void everything();
    void paint(QPainter &painter, const Note &note, Tick known);

    Style m_style;
    Tick m_barStart = 0;
    PianoRollScale m_scale;
    std::vector<Note> m_notes;
    struct Addition
    {
        Note note;
        Tick known = 0; // duration that the image shows already
    };
    std::vector<Addition> m_added; // to be painted over the image
    bool m_all = true;
    QList<QColor> m_voices;
    QColor m_inlay;
    std::uint32_t m_dimmed = 0;
    int m_notesPainted = 0;
};

} // namespace klangraum
