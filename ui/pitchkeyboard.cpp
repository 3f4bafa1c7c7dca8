#include "pitchkeyboard.h"

#include <QPainter>

namespace klangraum {

namespace {

// A key that touches the left edge: only its right corners are round.
void fillKey(QPainter &painter, const QRectF &rect, double radius, const QBrush &brush)
{
    painter.save();
    painter.setClipRect(rect, Qt::IntersectClip);
    painter.setPen(Qt::NoPen);
    painter.setBrush(brush);
    painter.drawRoundedRect(rect.adjusted(-2 * radius, 0, 0, 0), radius, radius);
    painter.restore();
}

} // namespace

PitchKeyboard::PitchKeyboard(QQuickItem *parent)
    : RollTileItem(parent)
{
    connect(this, &PitchKeyboard::paletteChanged, this, [this] { repaint(); });
}

void PitchKeyboard::setScale(const PianoRollScale &scale)
{
    if (scale == m_scale)
        return;
    m_scale = scale;
    repaint();
}

void PitchKeyboard::setLit(const std::map<int, QColor> &lit)
{
    if (lit == m_lit)
        return;
    m_lit = lit;
    repaint();
}

void PitchKeyboard::paintImage()
{
    clearImage();
    if (m_image.isNull())
        return;
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(boundingRect(), m_gap);
    const double unit = m_scale.unit;
    const double row = m_scale.rowHeight;
    const double keyWidth = width() - 2 * unit;
    QLinearGradient ivory(0, 0, keyWidth, 0);
    for (qsizetype i = 0; i < m_white.size(); ++i)
        ivory.setColorAt(m_white.size() > 1 ? static_cast<double>(i) / static_cast<double>(m_white.size() - 1) : 0,
                         m_white[i]);

    // White keys reach to the middle of the black keys beside them.
    for (int pitch = m_scale.lowest - 1; pitch <= m_scale.highest() + 1; ++pitch) {
        if (isBlackKey(pitch))
            continue;
        const double top = m_scale.y(pitch) - row / 2 - (isBlackKey(pitch + 1) ? row / 2 : 0);
        const double bottom = m_scale.y(pitch) + row / 2 + (isBlackKey(pitch - 1) ? row / 2 : 0);
        const QRectF key(0, top + unit / 2, keyWidth, bottom - top - unit);
        const auto lit = m_lit.find(pitch);
        fillKey(painter, key, 2 * unit, lit != m_lit.end() ? QBrush(lit->second) : QBrush(ivory));
        if (pitch == 60) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_black.lighter(200));
            painter.drawEllipse(QPointF(keyWidth - 14 * unit, m_scale.y(pitch)), 4 * unit, 4 * unit);
        }
    }
    for (int pitch = m_scale.lowest - 1; pitch <= m_scale.highest() + 1; ++pitch) {
        if (!isBlackKey(pitch))
            continue;
        const QRectF key(0, m_scale.y(pitch) - row / 2 + unit / 2, 0.6 * width(), row - unit);
        const auto lit = m_lit.find(pitch);
        fillKey(painter, key.adjusted(0, -unit, unit, unit), 2 * unit, m_gap);
        fillKey(painter, key, 2 * unit, lit != m_lit.end() ? lit->second : m_black);
        if (lit == m_lit.end())
            fillKey(painter, QRectF(key.x(), key.y() + unit, key.width() - 2 * unit, 1.5 * unit), 0.5 * unit,
                    m_black.lighter(190));
    }
}

void PitchRows::setScale(const PianoRollScale &scale)
{
    if (scale == m_scale)
        return;
    m_scale = scale;
    repaint();
}

void PitchRows::setStage(const QColor &stage)
{
    if (stage == m_stage)
        return;
    m_stage = stage;
    repaint();
}

void PitchRows::setPlayhead(double x)
{
    if (qFuzzyCompare(x, m_playhead))
        return;
    m_playhead = x;
    repaint();
}

void PitchRows::paintImage()
{
    const qreal ratio = pixelRatio();
    const QSize pixels(qRound(width() * ratio), qRound(height() * ratio));
    m_image = QImage(pixels, QImage::Format_RGB32);
    if (m_image.isNull())
        return;
    m_image.setDevicePixelRatio(ratio);
    m_image.fill(m_stage);
    QPainter painter(&m_image);
    for (int pitch = m_scale.lowest; pitch <= m_scale.highest(); ++pitch) {
        const double top = m_scale.y(pitch) - m_scale.rowHeight / 2;
        if (isBlackKey(pitch))
            painter.fillRect(QRectF(0, top, width(), m_scale.rowHeight), QColor(255, 255, 255, 4));
        if (pitch % 12 == 0) // below C ends an octave
            painter.fillRect(QRectF(0, top + m_scale.rowHeight - m_scale.unit, width(), m_scale.unit),
                             QColor(255, 255, 255, 17));
    }
    const QRectF light(m_playhead - 90 * m_scale.unit, 0, 90 * m_scale.unit, height());
    QLinearGradient fall(light.topLeft(), light.topRight());
    fall.setColorAt(0, QColor(255, 255, 255, 0));
    fall.setColorAt(1, QColor(255, 255, 255, 51));
    painter.fillRect(light, fall);
}

} // namespace klangraum
