#include "latentpadlabel.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

const QColor kTextCasing(0x0B, 0x10, 0x16, 140); // tokens.json color.map.textOnMap
const QColor kYouCasing(0x0B, 0x0D, 0x11, 128); // tokens.json color.you.rule

} // namespace

LatentPadLabel::LatentPadLabel(QQuickItem *parent)
    : RollTileItem(parent)
{
}

void LatentPadLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    measure();
    Q_EMIT textChanged();
}

void LatentPadLabel::setFont(const QFont &font)
{
    if (font == m_font)
        return;
    m_font = font;
    measure();
    Q_EMIT fontChanged();
}

void LatentPadLabel::setColor(const QColor &color)
{
    if (color == m_color)
        return;
    m_color = color;
    repaint();
    Q_EMIT colorChanged();
}

void LatentPadLabel::setCasing(qreal casing)
{
    if (qFuzzyCompare(casing, m_casing))
        return;
    m_casing = casing;
    measure();
    Q_EMIT casingChanged();
}

void LatentPadLabel::setStrong(bool strong)
{
    if (strong == m_strong)
        return;
    m_strong = strong;
    measure();
    Q_EMIT fontChanged();
}

QFont LatentPadLabel::shownFont() const
{
    QFont font = m_font;
    if (m_strong)
        font.setWeight(QFont::DemiBold);
    return font;
}

void LatentPadLabel::measure()
{
    const QFontMetricsF metrics(shownFont());
    setImplicitSize(std::ceil(metrics.horizontalAdvance(m_text) + m_casing), std::ceil(metrics.height() + m_casing));
    repaint();
}

void LatentPadLabel::paintImage()
{
    clearImage();
    if (m_image.isNull() || m_text.isEmpty())
        return;
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath path;
    path.addText(m_casing / 2, m_casing / 2 + QFontMetricsF(shownFont()).ascent(), shownFont(), m_text);
    painter.strokePath(path, QPen(kTextCasing, m_casing, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.fillPath(path, m_color);
}

LatentPadRing::LatentPadRing(QQuickItem *parent)
    : RollTileItem(parent)
{
    resize();
}

void LatentPadRing::resize()
{
    const qreal side = 2 * std::ceil(m_radius + m_thickness + 1);
    setImplicitSize(side, side);
    repaint();
    Q_EMIT changed();
}

void LatentPadRing::setRadius(qreal radius)
{
    // In whole px: a slider that moves by less paints nothing.
    radius = std::round(radius);
    if (qFuzzyCompare(radius, m_radius))
        return;
    m_radius = radius;
    resize();
}

void LatentPadRing::setThickness(qreal thickness)
{
    if (qFuzzyCompare(thickness, m_thickness))
        return;
    m_thickness = thickness;
    resize();
}

void LatentPadRing::setDash(qreal dash)
{
    if (qFuzzyCompare(dash + 1, m_dash + 1))
        return;
    m_dash = dash;
    resize();
}

void LatentPadRing::setSweep(qreal sweep)
{
    if (qFuzzyCompare(sweep + 1, m_sweep + 1))
        return;
    m_sweep = sweep;
    resize();
}

void LatentPadRing::setColor(const QColor &color)
{
    if (color == m_color)
        return;
    m_color = color;
    resize();
}

void LatentPadRing::setFill(const QColor &fill)
{
    if (fill == m_fill)
        return;
    m_fill = fill;
    resize();
}

void LatentPadRing::paintImage()
{
    clearImage();
    if (m_image.isNull())
        return;
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF middle = boundingRect().center();
    const QRectF circle(middle.x() - m_radius, middle.y() - m_radius, 2 * m_radius, 2 * m_radius);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_fill);
    painter.drawEllipse(circle);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(kYouCasing, m_thickness * 5 / 3));
    const int span = static_cast<int>(std::lround(-360 * 16 * m_sweep));
    painter.drawArc(circle, 90 * 16, span);
    QPen pen(m_color, m_thickness);
    pen.setCapStyle(m_dash > 0 ? Qt::FlatCap : Qt::RoundCap);
    if (m_dash > 0) {
        // A whole number of dashes around the circle.
        const double around = 2 * M_PI * m_radius;
        const double pair = around / std::max(1.0, std::round(around / (2 * m_dash)));
        pen.setDashPattern({ pair / 2 / m_thickness, pair / 2 / m_thickness });
    }
    painter.setPen(pen);
    painter.drawArc(circle, 90 * 16, span);
}

LatentPadDashes::LatentPadDashes(QQuickItem *parent)
    : RollTileItem(parent)
{
    connect(this, &LatentPadDashes::changed, this, [this] { repaint(); });
}

void LatentPadDashes::paintImage()
{
    clearImage();
    if (m_image.isNull())
        return;
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(m_color, m_thickness);
    pen.setDashPattern({ 2.0, 2.0 });
    pen.setCapStyle(Qt::FlatCap);
    painter.setPen(pen);
    painter.drawRoundedRect(
        boundingRect().adjusted(m_thickness / 2, m_thickness / 2, -m_thickness / 2, -m_thickness / 2), m_radius,
        m_radius);
}

} // namespace klangraum
