#include "roomart.h"

#include "theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

template <typename Value> bool change(QQuickPaintedItem *item, Value &value, const Value &now)
{
    if (value == now)
        return false;
    value = now;
    item->update();
    return true;
}

} // namespace

SampleArt::SampleArt(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
}

void SampleArt::setRoom(TrainingRoom *room)
{
    if (room == m_room)
        return;
    if (m_room)
        disconnect(m_room, nullptr, this, nullptr);
    m_room = room;
    if (room)
        connect(room, &TrainingRoom::stripChanged, this, &SampleArt::take);
    Q_EMIT changed();
    take();
}

void SampleArt::setIndex(int index)
{
    if (index == m_index)
        return;
    m_index = index;
    Q_EMIT changed();
    take();
}

void SampleArt::take()
{
    const Thumb thumb = m_room ? m_room->thumb(m_index) : Thumb();
    if (thumb == m_thumb)
        return;
    m_thumb = thumb;
    update();
}

void SampleArt::paint(QPainter *painter)
{
    if (m_thumb.score && !m_thumb.score->notes.empty())
        paintNotes(*painter, *m_thumb.score);
    else if (m_thumb.sound)
        paintSound(*painter, *m_thumb.sound);
}

void SampleArt::paintSound(QPainter &painter, const AudioClip &clip) const
{
    const std::size_t frames = clip.frames(), channels = std::size_t(std::max(1, clip.channels));
    const int columns = std::max(1, int(std::lround(width())));
    float loudest = 0.05F; // silence stays a line
    for (const float sample : clip.samples)
        loudest = std::max(loudest, std::abs(sample));
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::instance().t2);
    for (int column = 0; column < columns; ++column) {
        const std::size_t from = frames * std::size_t(column) / std::size_t(columns);
        const std::size_t end =
            std::min(frames, std::max(from + 1, frames * std::size_t(column + 1) / std::size_t(columns)));
        float low = 0, high = 0;
        for (std::size_t i = from; i < end; ++i) {
            low = std::min(low, clip.samples[i * channels]);
            high = std::max(high, clip.samples[i * channels]);
        }
        const qreal middle = height() / 2, scale = height() / 2 / qreal(loudest);
        painter.drawRect(QRectF(column, middle - qreal(high) * scale, 1, std::max(1.0, qreal(high - low) * scale)));
    }
}

void SampleArt::paintNotes(QPainter &painter, const Score &score) const
{
    const Theme &theme = Theme::instance();
    const auto [lowest, highest] = std::ranges::minmax_element(score.notes, {}, &Note::pitch);
    // At least three octaves, so that a few notes do not grow to beams.
    const int spare = std::max(0, 36 - (highest->pitch - lowest->pitch)) / 2;
    const int low = lowest->pitch - spare, high = highest->pitch + spare;
    const qreal row = height() / (high - low + 1);
    const qreal tick = width() / qreal(std::max<Tick>(1, score.length));
    const qreal thick = std::max(1.5, row * 0.84);
    painter.setPen(Qt::NoPen);
    const bool voices = score.voices.size() > 1;
    for (const Note &note : score.notes) {
        painter.setBrush(voices ? theme.voice(note.voice) : theme.t2);
        painter.drawRect(QRectF(qreal(note.start) * tick, (high - note.pitch) * row + (row - thick) / 2,
                                std::max(1.5, qreal(note.duration) * tick - 1), thick));
    }
}

TrendLine::TrendLine(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void TrendLine::setValues(const QVariantList &values)
{
    if (change(this, m_values, values))
        Q_EMIT changed();
}

void TrendLine::setColor(const QColor &color)
{
    if (change(this, m_color, color))
        Q_EMIT changed();
}

void TrendLine::setFilled(bool filled)
{
    if (change(this, m_filled, filled))
        Q_EMIT changed();
}

void TrendLine::paint(QPainter *painter)
{
    double low = std::numeric_limits<double>::infinity(), high = -low;
    for (const QVariant &entry : m_values) {
        const double value = entry.toDouble();
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (m_filled)
        low = 0;
    if (m_values.size() < 2 || !(high > low))
        high = low + 1;
    const qreal pen = std::max(1.2, 1.6 * Theme::instance().s());
    QPolygonF line;
    for (int i = 0; i < m_values.size(); ++i) {
        const double value = m_values[i].toDouble();
        if (std::isfinite(value))
            line << QPointF(width() * i / std::max(1, int(m_values.size()) - 1),
                            height() - pen - (value - low) / (high - low) * (height() - 2 * pen));
    }
    if (line.isEmpty())
        return;
    if (m_filled) {
        QPolygonF ground = line;
        ground << QPointF(line.last().x(), height()) << QPointF(line.first().x(), height());
        QColor fill = m_color;
        fill.setAlphaF(0.16F);
        painter->setPen(Qt::NoPen);
        painter->setBrush(fill);
        painter->drawPolygon(ground);
    }
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(m_color, pen, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(line);
}

EpochLinks::EpochLinks(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void EpochLinks::setFrom(const QVariantList &from)
{
    if (change(this, m_from, from))
        Q_EMIT changed();
}

void EpochLinks::setTo(const QVariantList &to)
{
    if (change(this, m_to, to))
        Q_EMIT changed();
}

void EpochLinks::setChosen(int chosen)
{
    if (change(this, m_chosen, chosen))
        Q_EMIT changed();
}

void EpochLinks::paint(QPainter *painter)
{
    const Theme &theme = Theme::instance();
    const auto count = std::min(m_from.size(), m_to.size());
    for (int pass = 0; pass < 2; ++pass) { // the chosen one lies on top
        for (int i = 0; i < count; ++i) {
            if ((i == m_chosen) != (pass == 1))
                continue;
            const QPointF from(m_from[i].toDouble(), 0), to(m_to[i].toDouble(), height());
            // Down from the thumb's number in a gentle curve, level in the middle.
            QPainterPath path(from);
            path.cubicTo(QPointF(from.x(), height() * 0.6), QPointF(to.x(), height() * 0.4), to);
            painter->setPen(QPen(i == m_chosen ? theme.you : theme.line, (i == m_chosen ? 2 : 1.4) * theme.s()));
            painter->drawPath(path);
        }
    }
}

} // namespace klangraum
