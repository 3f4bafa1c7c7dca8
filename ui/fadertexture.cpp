#include "fadertexture.h"

#include <QPainter>
#include <QPainterPath>

#include <cmath>
#include <random>

namespace klangraum {

namespace {

constexpr qreal kTextureWidth = 136, kTextureHeight = 340; // the design's track

using Random = std::mt19937;

// The standard distributions differ between libraries; the picture should not.
qreal uniform(Random &random, qreal low, qreal high)
{
    return low + (high - low) * qreal(random() & 0xffffff) / qreal(0xffffff);
}

void paintChaos(QPainter *painter)
{
    Random random(7);
    painter->setPen(Qt::NoPen);
    for (int row = 0; row < 23; ++row) {
        const qreal up = row / 22.0; // 0 at the bottom
        const qreal disorder = std::pow(up, 1.8);
        for (int column = 0; column < 9; ++column) {
            const qreal x = 16 + column * 13.0 + uniform(random, -26, 26) * disorder;
            const qreal y = kTextureHeight - 12 - row * 15.0 + uniform(random, -20, 20) * disorder;
            const qreal radius = 2.1 + uniform(random, -1.3, 2.6) * disorder;
            const bool drawn = uniform(random, 0, 1) > 0.62 * disorder * disorder;
            if (drawn && x > 4 && x < kTextureWidth - 4 && y > 3)
                painter->drawEllipse(QPointF(x, y), radius, radius);
        }
    }
}

void paintDensity(QPainter *painter)
{
    Random random(11);
    const int counts[] = { 1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 5, 6, 6, 6, 7, 7, 7, 8, 8, 9 };
    const qreal left = 14, right = kTextureWidth - 18;
    painter->setPen(Qt::NoPen);
    for (int row = 0; row < 20; ++row) {
        const int count = counts[row];
        const qreal loose = 1.0 - row / 19.0;
        const qreal pitch = (right - left) / count;
        for (int i = 0; i < count; ++i) {
            const qreal width = qMin(40.0, pitch * (0.66 - 0.12 * loose) + uniform(random, 0, 0.14) * pitch);
            const qreal x = left + i * pitch + uniform(random, 0, 0.9) * loose * (pitch - width);
            painter->drawRoundedRect(QRectF(x, kTextureHeight - 15 - row * 16.6, width, 6), 3, 3);
        }
    }
}

void paintWaves(QPainter *painter)
{
    painter->setBrush(Qt::NoBrush);
    for (int row = 0; row < 15; ++row) {
        const qreal periods = 0.78 * std::pow(1.205, row);
        QPen pen(painter->pen().color(), 2.9 - row * 0.075);
        pen.setCapStyle(Qt::RoundCap);
        painter->setPen(pen);
        QPainterPath path;
        for (int i = 0; i <= 160; ++i) {
            const qreal t = i / 160.0;
            const QPointF point(10 + t * (kTextureWidth - 20),
                                kTextureHeight - 14 - row * 22.3 + 7.6 * std::sin(t * periods * 2 * M_PI));
            i == 0 ? path.moveTo(point) : path.lineTo(point);
        }
        painter->drawPath(path);
    }
}

void paintSpeed(QPainter *painter)
{
    painter->setBrush(Qt::NoBrush);
    qreal y = kTextureHeight - 15, gap = 44;
    for (int row = 0; y > -12; ++row) {
        QPen pen(painter->pen().color(), 4.2 - row * 0.09);
        pen.setCapStyle(Qt::RoundCap);
        pen.setJoinStyle(Qt::MiterJoin);
        painter->setPen(pen);
        const QPointF points[] = { { 30, y }, { 68, y - 13 }, { 106, y } };
        painter->drawPolyline(points, 3);
        y -= gap;
        gap = qMax(9.0, gap * 0.905);
    }
}

// Rows that reach farther and farther back, the nearest at the right.
void paintMemory(QPainter *painter)
{
    Random random(13);
    painter->setPen(Qt::NoPen);
    for (int row = 0; row < 20; ++row) {
        const qreal reach = 10 + row * 5.2;
        for (qreal right = kTextureWidth - 16; right > kTextureWidth - 16 - reach;) {
            const qreal width = qMin(uniform(random, 8, 26), right - (kTextureWidth - 16 - reach));
            if (width > 3)
                painter->drawRoundedRect(QRectF(right - width, kTextureHeight - 15 - row * 16.6, width, 6), 3, 3);
            right -= width + 6;
        }
    }
}

// Four strokes a row, from taps to beams.
void paintStrokes(QPainter *painter)
{
    painter->setPen(Qt::NoPen);
    qreal y = kTextureHeight - 14;
    for (int row = 0; row < 11; ++row) {
        const qreal height = 5 + row * 2.8, width = 5 + row * 1.3;
        for (int stroke = 0; stroke < 4; ++stroke)
            painter->drawRoundedRect(QRectF(24 + stroke * 29.4 - width / 2, y - height, width, height), 2.5, 2.5);
        y -= height + 10.5;
    }
}

void paintScale(QPainter *painter)
{
    painter->setPen(Qt::NoPen);
    for (int row = 0; row < 15; ++row) {
        const qreal width = row % 5 == 0 ? 80 : 48;
        painter->drawRoundedRect(QRectF((kTextureWidth - width) / 2, kTextureHeight - 18 - row * 22.3, width, 4), 2, 2);
    }
}

} // namespace

FaderTexture::FaderTexture(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void FaderTexture::setKind(const QString &kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    Q_EMIT kindChanged();
    update();
}

void FaderTexture::setColor(const QColor &color)
{
    if (color == m_color)
        return;
    m_color = color;
    Q_EMIT colorChanged();
    update();
}

void FaderTexture::setBackground(const QColor &background)
{
    if (background == m_background)
        return;
    m_background = background;
    Q_EMIT backgroundChanged();
    update();
}

void FaderTexture::setRadius(qreal radius)
{
    if (radius == m_radius)
        return;
    m_radius = radius;
    Q_EMIT radiusChanged();
    update();
}

void FaderTexture::paint(QPainter *painter)
{
    QPainterPath shape;
    shape.addRoundedRect(boundingRect(), m_radius, m_radius);
    painter->fillPath(shape, m_background);
    painter->setClipPath(shape);
    painter->scale(width() / kTextureWidth, height() / kTextureHeight);
    painter->setBrush(m_color);
    painter->setPen(m_color);
    if (m_kind == QLatin1String("chaos"))
        paintChaos(painter);
    else if (m_kind == QLatin1String("density"))
        paintDensity(painter);
    else if (m_kind == QLatin1String("waves"))
        paintWaves(painter);
    else if (m_kind == QLatin1String("memory"))
        paintMemory(painter);
    else if (m_kind == QLatin1String("speed"))
        paintSpeed(painter);
    else if (m_kind == QLatin1String("strokes"))
        paintStrokes(painter);
    else
        paintScale(painter);
}

} // namespace klangraum
