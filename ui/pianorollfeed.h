// PianoRollFeed: carries the exhibit's notes, open zone, mutes, gestures and playhead to the painted items.
// Thread rule: GUI thread.
#pragma once

#include "exhibit.h"
#include "gesturelanecurve.h"
#include "pianorollnotes.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class PianoRollFeed : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(klangraum::Exhibit *exhibit READ exhibit WRITE setExhibit NOTIFY changed)
    Q_PROPERTY(klangraum::PianoRollNotes *notes READ notes WRITE setNotes NOTIFY changed)
    Q_PROPERTY(klangraum::GestureLaneCurve *lane READ lane WRITE setLane NOTIFY changed)
public:
    using QObject::QObject;
    Exhibit *exhibit() const { return m_exhibit; }
    void setExhibit(Exhibit *exhibit);
    PianoRollNotes *notes() const { return m_notes; }
    void setNotes(PianoRollNotes *notes);
    GestureLaneCurve *lane() const { return m_lane; }
    void setLane(GestureLaneCurve *lane);

Q_SIGNALS:
    void changed();

private:
    void everything();
    void music();
    void mutes();
    void gestures();
    void tick();

    QPointer<Exhibit> m_exhibit;
    QPointer<PianoRollNotes> m_notes;
    QPointer<GestureLaneCurve> m_lane;
};

} // namespace klangraum
