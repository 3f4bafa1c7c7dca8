// GestureTrail: where the puck has been in the last 12 seconds: an orange line that thins and fades, with a white dot
// at every bar.
//
// Invariants: the line is cut into pieces of half a second, each an image as small as its piece. A tick, twenty times a
// second while there is a trail, sets opacities and paints the newest piece and one older one; the rest stands still.
// Thread rule: GUI thread.
#pragma once

#include "rolltileitem.h"

#include <QColor>
#include <QElapsedTimer>
#include <QPolygonF>
#include <QTimer>
#include <QtQml/qqmlregistration.h>

#include <deque>
#include <memory>
#include <vector>

namespace klangraum {

class GestureTrailPiece;

class GestureTrail : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(qreal unit MEMBER m_unit NOTIFY unitChanged) // px a px of the design
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY colorChanged)
    Q_PROPERTY(int fadeMs MEMBER m_fadeMs NOTIFY fadeChanged)
public:
    explicit GestureTrail(QQuickItem *parent = nullptr);
    ~GestureTrail() override;

    // The puck is at (x, y) px of this item.
    Q_INVOKABLE void extend(qreal x, qreal y);
    // The puck has leapt: the next point begins a new line.
    Q_INVOKABLE void lift();
    // A bar has begun: a white dot where the line is now.
    Q_INVOKABLE void mark();
    Q_INVOKABLE void clear();
    int pieces() const { return static_cast<int>(m_pieces.size()); }

Q_SIGNALS:
    void unitChanged();
    void colorChanged();
    void fadeChanged();

private:
    void tick();
    double ageOf(const GestureTrailPiece &piece) const; // 0 new .. 1 gone

    qreal m_unit = 1;
    QColor m_color{ 0xFF, 0x63, 0x30 };
    int m_fadeMs = 12000;
    QElapsedTimer m_clock;
    QTimer m_timer;
    std::deque<std::unique_ptr<GestureTrailPiece>> m_pieces; // oldest first
    bool m_lifted = true;
    QPointF m_last;
    std::size_t m_turn = 0; // which older piece is painted next
};

// One piece of the line; `thickness` 0..1 of the full width.
class GestureTrailPiece : public RollTileItem
{
    Q_OBJECT
public:
    GestureTrailPiece(QQuickItem *parent, qint64 birth, qreal unit, const QColor &color);
    void extend(QPointF point);
    void mark(QPointF point);
    void setThickness(double thickness);
    qint64 birth() const { return m_birth; }

protected:
    void paintImage() override;

private:
    void fit();

    qint64 m_birth; // ms of the trail's clock
    qreal m_unit;
    QColor m_color;
    double m_thickness = 1;
    QPolygonF m_line; // px of the trail
    QPolygonF m_dots;
};

} // namespace klangraum
