#include "pianorollscale.h"

#include "playback/transport.h"

#include <QPainter>

#include <algorithm>
#include <array>

namespace klangraum {

QRectF PianoRollScale::noteRect(Tick start, Tick duration, int pitch, Tick origin) const
{
    const double height = 1.3 * rowHeight;
    const double width = std::max(px(duration) - 2.2 * unit, 2.0 * unit);
    return { px(start - origin) + 0.7 * unit, y(pitch) - height / 2, width, height };
}

VoiceMark voiceMark(int voice, const QList<QColor> &colors)
{
    if (colors.isEmpty())
        return { Qt::white, true, false };
    if (voice == kVisitorVoice && colors.size() > kVisitorVoice)
        return { colors[kVisitorVoice], true, false };
    const auto index = static_cast<qsizetype>(std::max(voice, 0)) % colors.size();
    return { colors[index], index % 4 < 2, index % 2 == 1 };
}

void paintHeardNote(QPainter &painter, const QRectF &rect, const VoiceMark &mark, const QColor &inlay, double unit)
{
    const double radius = mark.round ? std::min(rect.height(), rect.width()) / 2 : 2 * unit;
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark.color);
    painter.drawRoundedRect(rect, radius, radius);
    const double inset = rect.height() / 2;
    if (!mark.inlay || rect.width() < 2 * inset + unit)
        return;
    const double thick = 3 * unit * std::min(1.0, rect.height() / (13 * unit));
    const QRectF line(rect.x() + inset, rect.center().y() - thick / 2, rect.width() - 2 * inset, thick);
    painter.setBrush(inlay);
    painter.drawRoundedRect(line, thick / 2, thick / 2);
}

// Two fills, the inner one replacing the outer: several times faster than stroking the outline.
void paintDecidedNote(QPainter &painter, const QRectF &rect, const VoiceMark &mark, double unit)
{
    const double pen = 2 * unit;
    const QRectF inner = rect.adjusted(pen, pen, -pen, -pen);
    QColor fill = mark.color;
    fill.setAlphaF(mark.color.alphaF() * 0.19F);
    const double radius = mark.round ? std::min(6 * unit, rect.height() / 2) : 2 * unit;
    const double innerRadius = std::max(radius - pen, 0.5 * unit);
    painter.setPen(Qt::NoPen);
    painter.setBrush(mark.color);
    painter.drawRoundedRect(rect, radius, radius);
    if (inner.isEmpty())
        return;
    painter.setCompositionMode(QPainter::CompositionMode_Source);
    painter.setBrush(fill);
    painter.drawRoundedRect(inner, innerRadius, innerRadius);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
}

bool isBlackKey(int pitch)
{
    constexpr std::array<bool, 12> black{
        false, true, false, true, false, false, true, false, true, false, true, false
    };
    return black[static_cast<std::size_t>(((pitch % 12) + 12) % 12)];
}

} // namespace klangraum
