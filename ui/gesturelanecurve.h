// GestureLaneCurve: how fast the visitor's hands moved, as a band mirrored about the lane's middle, on the time axis of
// the roll above: cause and effect stand one above the other. One image a bar, moved by a transform; only the bar
// at the playhead is painted while it grows, and a bar without movement has no image.
// Thread rule: GUI thread.
#pragma once

#include "gesturelog.h"
#include "pianorollnotes.h"
#include "rolltileitem.h"

#include <QColor>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

namespace klangraum {

class GestureLaneBar;

class GestureLaneCurve : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(klangraum::PianoRollNotes *notes READ notes WRITE setNotes NOTIFY notesChanged) // whose axis it follows
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY colorChanged)
public:
    explicit GestureLaneCurve(QQuickItem *parent = nullptr);
    ~GestureLaneCurve() override;

    PianoRollNotes *notes() const { return m_notes; }
    void setNotes(PianoRollNotes *notes);
    // The curve is new: takes over what has changed since the last call.
    void setLog(const GestureLog &log);
    // Half the height of the band for a speed of 0..1, as a part of half the lane.
    static double bandHeight(float amount) { return 0.9 * static_cast<double>(amount); }

Q_SIGNALS:
    void notesChanged();
    void colorChanged();

protected:
    void geometryChange(const QRectF &now, const QRectF &before) override;

private:
    void layout();
    void place();
    void fill();

    PianoRollNotes *m_notes = nullptr;
    QColor m_color{ 0xFF, 0x63, 0x30 };
    QQuickItem *m_clip = nullptr, *m_layer = nullptr;
    std::int64_t m_firstBin = 0;
    std::vector<float> m_amounts;
    std::vector<std::unique_ptr<GestureLaneBar>> m_bars;
};

class GestureLaneBar : public RollTileItem
{
    Q_OBJECT
public:
    using RollTileItem::RollTileItem;
    // Speeds at the bar's bins and one more on each side.
    void setAmounts(std::int64_t bar, const std::vector<float> &amounts, double binPx, const QColor &color);

protected:
    void paintImage() override;

private:
    std::int64_t m_bar = -1;
    std::vector<float> m_amounts;
    double m_binPx = 1;
    QColor m_color;
};

} // namespace klangraum
