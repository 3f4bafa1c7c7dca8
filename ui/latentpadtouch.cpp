#include "latentpadtouch.h"

#include <QMouseEvent>
#include <QTouchEvent>

#include <cmath>

namespace klangraum {

namespace {

constexpr int kLongPressMs = 600;
constexpr int kDoubleTapMs = 400;
constexpr double kStill = 12; // px of the design
constexpr double kDoubleTapReach = 40;

double length(QPointF a)
{
    return std::hypot(a.x(), a.y());
}

} // namespace

LatentPadTouch::LatentPadTouch(QQuickItem *parent)
    : QQuickItem(parent)
{
    setAcceptedMouseButtons(Qt::LeftButton);
    setAcceptTouchEvents(true);
    setKeepMouseGrab(true);
    setKeepTouchGrab(true);
}

int LatentPadTouch::longPressMs() const
{
    return kLongPressMs;
}

void LatentPadTouch::down(QPointF position)
{
    m_start = m_here = position;
    m_quiet =
        m_tapped && m_sinceTap.elapsed() <= kDoubleTapMs && length(position - m_lastTap) <= kDoubleTapReach * m_unit;
    m_tapped = false;
    m_active = true;
    Q_EMIT activeChanged();
    if (m_quiet) {
        Q_EMIT doubleTapped(position.x(), position.y());
        return;
    }
    m_timer.start(kLongPressMs, Qt::PreciseTimer, this);
    Q_EMIT waitingChanged();
    Q_EMIT pressed(position.x(), position.y());
}

void LatentPadTouch::move(QPointF position)
{
    m_here = position;
    if (length(position - m_start) >= kStill * m_unit)
        stopWaiting();
    else if (m_quiet)
        return;
    if (m_quiet) { // a double tap that became a drag
        m_quiet = false;
        Q_EMIT pressed(position.x(), position.y());
        return;
    }
    Q_EMIT dragged(position.x(), position.y());
}

void LatentPadTouch::up(QPointF position)
{
    if (!m_active)
        return;
    const bool tap = m_timer.isActive() && length(position - m_start) < kStill * m_unit;
    stopWaiting();
    m_active = false;
    m_touchId = -1;
    if (tap) {
        m_tapped = true;
        m_lastTap = position;
        m_sinceTap.start();
    }
    Q_EMIT released(position.x(), position.y());
    Q_EMIT activeChanged();
}

void LatentPadTouch::stopWaiting()
{
    if (!m_timer.isActive())
        return;
    m_timer.stop();
    Q_EMIT waitingChanged();
}

void LatentPadTouch::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return QQuickItem::timerEvent(event);
    stopWaiting();
    if (m_active)
        Q_EMIT longPressed(m_here.x(), m_here.y());
}

void LatentPadTouch::mousePressEvent(QMouseEvent *event)
{
    if (!m_active)
        down(event->position());
    event->accept();
}

void LatentPadTouch::mouseMoveEvent(QMouseEvent *event)
{
    if (m_active && m_touchId < 0)
        move(event->position());
}

void LatentPadTouch::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_touchId < 0)
        up(event->position());
}

void LatentPadTouch::mouseUngrabEvent()
{
    if (m_touchId < 0)
        up(m_here);
}

void LatentPadTouch::touchEvent(QTouchEvent *event)
{
    if (event->type() == QEvent::TouchCancel) {
        up(m_here);
        return;
    }
    for (const QEventPoint &point : event->points()) {
        if (point.state() == QEventPoint::Pressed && !m_active) {
            m_touchId = point.id();
            down(point.position());
        } else if (point.id() != m_touchId) {
            continue; // a second finger
        } else if (point.state() == QEventPoint::Updated) {
            move(point.position());
        } else if (point.state() == QEventPoint::Released) {
            up(point.position());
        }
    }
    event->accept();
}

void LatentPadTouch::touchUngrabEvent()
{
    if (m_touchId >= 0)
        up(m_here);
}

} // namespace klangraum
