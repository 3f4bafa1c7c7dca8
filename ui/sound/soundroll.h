// SoundRoll: outline and spectrum of what an audio model plays, on the time axis of the roll that it lies in: what has
// been heard left of the playhead, the loop ahead on its right, drawn anew as the finger moves.
//
// Invariants: a moving playhead moves layers and paints nothing but the bar it enters; tiles are pooled, their number
// depends on the width. Thread rule: GUI thread.
#pragma once

#include "exhibit.h"
#include "pianorollnotes.h"
#include "soundtile.h"

#include <QPointer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

namespace klangraum {

class SoundRoll : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(klangraum::Exhibit *exhibit READ exhibit WRITE setExhibit NOTIFY changed)
    Q_PROPERTY(klangraum::PianoRollNotes *notes READ notes WRITE setNotes NOTIFY changed) // whose time axis it is
public:
    explicit SoundRoll(QQuickItem *parent = nullptr);
    ~SoundRoll() override;

    Exhibit *exhibit() const { return m_exhibit; }
    void setExhibit(Exhibit *exhibit);
    PianoRollNotes *notes() const { return m_notes; }
    void setNotes(PianoRollNotes *notes);

    void setSpans(const std::vector<SoundSpan> &spans);
    // Over all tiles, for tests and the benchmark.
    int tilePaints() const;

Q_SIGNALS:
    void changed();

protected:
    void geometryChange(const QRectF &now, const QRectF &before) override;

private:
    struct Bar
    {
        Tick number = -1; // from 0
        std::unique_ptr<SoundTile> heard, ahead;
    };

    void layout();
    void move();
    void fill();

    QPointer<Exhibit> m_exhibit;
    QPointer<PianoRollNotes> m_notes;
    std::vector<SoundSpan> m_spans;
    QQuickItem *m_heardClip, *m_heardLayer, *m_aheadClip, *m_aheadLayer;
    std::vector<Bar> m_bars;
    Tick m_playheadBar = -1;
};

} // namespace klangraum
