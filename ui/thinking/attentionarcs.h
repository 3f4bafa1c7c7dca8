// AttentionArcs: where a network that has attention looks as it decides what comes next: an arc from each place it
// listens back to to the column of its bets, the stronger the look the brighter. Lies in the roll's moving layer and is
// painted when the looks change, about once a beat. Thread rule: GUI thread.
#pragma once

#include "pianorollnotes.h"

#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

namespace klangraum {

class AttentionArcs : public QQuickPaintedItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(klangraum::PianoRollNotes *notes MEMBER m_notes NOTIFY changed)
    Q_PROPERTY(QVariantList looks MEMBER m_looks NOTIFY changed) // [{ tick, pitch, weight }], strongest first
    Q_PROPERTY(qint64 tick MEMBER m_tick NOTIFY changed) // where they come from
    Q_PROPERTY(int pitch MEMBER m_pitch NOTIFY changed) // and at what height; -1: in the middle
    Q_PROPERTY(int originBar MEMBER m_originBar NOTIFY changed) // bound to the notes', so that it is painted anew
public:
    explicit AttentionArcs(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;

Q_SIGNALS:
    void changed();

private:
    PianoRollNotes *m_notes = nullptr;
    QVariantList m_looks;
    qint64 m_tick = 0;
    int m_pitch = -1;
    int m_originBar = 0;
};

} // namespace klangraum
