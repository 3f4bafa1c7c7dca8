#include "scorethumb.h"

#include "engraving.h"
#include "theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace klangraum {

PiecePicture::PiecePicture(QQuickItem *parent)
    : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
}

void PiecePicture::setSource(KeepModel *source)
{
    if (source == m_source)
        return;
    if (m_source)
        disconnect(m_source, nullptr, this, nullptr);
    m_source = source;
    if (source)
        connect(source, &KeepModel::scoreChanged, this, [this] { update(); });
    Q_EMIT sourceChanged();
    update();
}

void PiecePicture::setRadius(qreal radius)
{
    if (radius == m_radius)
        return;
    m_radius = radius;
    Q_EMIT radiusChanged();
    update();
}

void ScoreThumb::paint(QPainter *painter)
{
    const Theme &theme = Theme::instance();
    QPainterPath paper;
    paper.addRoundedRect(boundingRect(), radius(), radius());
    painter->fillPath(paper, theme.paper);
    if (source())
        paintScore(painter, source()->score(), boundingRect().size(), theme.onPaper);
}

void PieceStrip::paint(QPainter *painter)
{
    if (!source() || source()->score().notes.empty())
        return;
    const Score &score = source()->score();
    const Theme &theme = Theme::instance();
    const auto [low, high] = std::ranges::minmax_element(score.notes, {}, &Note::pitch);
    const qreal row = height() / (high->pitch - low->pitch + 2);
    const qreal perTick = width() / qreal(std::max<Tick>(1, score.length));
    const qreal thick = std::max(2.0, std::min(row * 1.6, height() / 22));
    painter->setPen(Qt::NoPen);
    const qreal bar = 4.0 * perTick * std::max(1, score.ticksPerQuarter);
    for (qreal x = 0; bar > 1 && x < width(); x += 4 * bar)
        painter->fillRect(QRectF(x, 0, 1, height()), theme.line);
    for (const Note &note : score.notes) {
        painter->setBrush(theme.voice(note.voice));
        const QRectF mark(qreal(note.start) * perTick, (high->pitch - note.pitch + 0.5) * row - thick / 2 + row / 2,
                          std::max(2.0, qreal(note.duration) * perTick - 1.5), thick);
        const qreal corner = note.voice % 4 < 2 ? thick / 2 : 1;
        painter->drawRoundedRect(mark, corner, corner);
    }
}

} // namespace klangraum
