// LatentPadTouch: one finger (or the mouse) on the map. Tells presses, drags, double taps and long presses apart; a
// second finger on the pad is ignored and does not disturb the first.
//
// A press acts at once, so that the puck is under the finger in the same frame. A long press is 600 ms with less than
// 12 px of movement; a double tap is a second press within 400 ms and 40 px of the first.
// Thread rule: GUI thread.
#pragma once

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace klangraum {

class LatentPadTouch : public QQuickItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(qreal unit MEMBER m_unit NOTIFY unitChanged) // px a px of the design
    Q_PROPERTY(bool active READ active NOTIFY activeChanged) // a finger is down
    Q_PROPERTY(bool waiting READ waiting NOTIFY waitingChanged) // it may become a long press
    Q_PROPERTY(int longPressMs READ longPressMs CONSTANT)
public:
    explicit LatentPadTouch(QQuickItem *parent = nullptr);

    bool active() const { return m_active; }
    bool waiting() const { return m_timer.isActive(); }
    int longPressMs() const;

Q_SIGNALS:
    void unitChanged();
    void activeChanged();
    void waitingChanged();
    void pressed(qreal x, qreal y);
    void dragged(qreal x, qreal y);
    void released(qreal x, qreal y);
    void doubleTapped(qreal x, qreal y); // comes instead of the second press
    void longPressed(qreal x, qreal y);

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseUngrabEvent() override;
    void touchEvent(QTouchEvent *event) override;
    void touchUngrabEvent() override;
    void timerEvent(QTimerEvent *event) override;

private:
    void down(QPointF position);
    void move(QPointF position);
    void up(QPointF position);
    void stopWaiting();

    qreal m_unit = 1;
    bool m_active = false;
    int m_touchId = -1; // of the finger that counts
    bool m_quiet = false; // the press was a double tap: no drags until it moves
    QPointF m_start, m_here;
    QPointF m_lastTap;
    QElapsedTimer m_sinceTap;
    bool m_tapped = false; // m_lastTap holds a tap
    QBasicTimer m_timer;
};

} // namespace klangraum
