#include "attentionarcs.h"

#include "theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace klangraum {

namespace {

constexpr qreal kEdge = 12; // px of the design that are free above the arcs

}

AttentionArcs::AttentionArcs(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    connect(this, &AttentionArcs::changed, this, [this] { update(); });
}

void AttentionArcs::paint(QPainter *painter)
{
    if (!m_notes || m_looks.isEmpty())
        return;
    const auto place = [this](qint64 tick, int pitch) {
        const qreal y = pitch >= 0 ? m_notes->yOf(pitch) : height() / 2;
        return QPointF(m_notes->inLayer(tick), std::clamp(y, 0.0, height()));
    };
    const QPointF to = place(m_tick, m_pitch);
    const double strongest = std::max(1e-6, m_looks.front().toMap().value(QStringLiteral("weight")).toDouble());
    painter->setRenderHint(QPainter::Antialiasing);
    for (const QVariant &entry : m_looks) {
        const QVariantMap look = entry.toMap();
        const QPointF from =
            place(look.value(QStringLiteral("tick")).toLongLong(), look.value(QStringLiteral("pitch")).toInt());
        if (from.x() < 0)
            continue; // has left the picture
        const double part = look.value(QStringLiteral("weight")).toDouble() / strongest;
        // Of the control points; the arc's top, between its ends and them, stays in the picture.
        const qreal highest = (kEdge * Theme::instance().s() - (from.y() + to.y()) / 8) / 0.75;
        const qreal rise =
            std::max(highest, std::min(from.y(), to.y()) - std::min(0.35 * height(), 0.2 * (to.x() - from.x())));
        QPainterPath arc(from);
        arc.cubicTo({ from.x() + 0.25 * (to.x() - from.x()), rise }, { from.x() + 0.75 * (to.x() - from.x()), rise },
                    to);
        QColor color = Theme::instance().ink;
        color.setAlphaF(float(0.2 + 0.6 * part));
        painter->setBrush(Qt::NoBrush);
        painter->setPen(QPen(color, (1 + 2.5 * part) * Theme::instance().s(), Qt::SolidLine, Qt::RoundCap));
        painter->drawPath(arc);
        painter->setPen(Qt::NoPen);
        painter->setBrush(color);
        painter->drawEllipse(from, 4 * Theme::instance().s(), 4 * Theme::instance().s());
    }
}

} // namespace klangraum
