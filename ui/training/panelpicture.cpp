#include "panelpicture.h"

#include "panelnames.h"
#include "theme.h"

#include <QCoreApplication>

#include <cmath>

namespace klangraum {

PanelStyle PanelStyle::at(qreal scale, const QString &language)
{
    const Theme &theme = Theme::instance();
    PanelStyle style;
    style.s = scale;
    style.language = language;
    style.title = theme.font(QStringLiteral("deskTitle"), scale);
    style.body = theme.font(QStringLiteral("deskBody"), scale);
    style.data = theme.font(QStringLiteral("deskData"), scale);
    return style;
}

QColor PanelStyle::color(const char *path)
{
    return Theme::instance().color(QStringLiteral("color.") + QLatin1String(path));
}

PanelPicture::~PanelPicture() = default;

QString PanelPicture::translatedTitle() const
{
    return panelTitle(id);
}

void PanelPicture::paint(QPainter &painter, const QRectF &area, const PanelStyle &style) const
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (state == PanelState::Live) {
        paintData(painter, area, style);
        painter.restore();
        return;
    }
    painter.setPen(QPen(Theme::instance().hair, qMax(1.0, style.s)));
    for (int i = 1; i < 4; i += 2) {
        const qreal y = area.top() + area.height() * i / 4;
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    }
    painter.setFont(style.body);
    painter.setPen(state == PanelState::Failed ? Theme::instance().error : Theme::instance().t3);
    const QString text = state == PanelState::Failed ? problem
        : state == PanelState::Loading ? QCoreApplication::translate("PanelPicture", "after the first epoch")
                                       : QCoreApplication::translate("PanelPicture", "no data for this model");
    painter.drawText(area, int(Qt::AlignCenter) | int(Qt::TextWordWrap), text);
    painter.restore();
}

void PanelPicture::paintKeys(QPainter &painter, const QRectF &area, const PanelStyle &style, const QVector<Key> &keys)
{
    painter.setFont(style.body);
    const QFontMetricsF metrics(style.body);
    const qreal middle = area.top() - 22 * style.s;
    qreal right = area.right();
    for (int i = int(keys.size()) - 1; i >= 0; --i) {
        const Key &key = keys[i];
        const qreal width = metrics.horizontalAdvance(key.text);
        painter.setPen(Theme::instance().t2);
        painter.drawText(QPointF(right - width, middle + metrics.capHeight() / 2), key.text);
        right -= width + 8 * style.s;
        const qreal side = 10 * style.s;
        painter.setPen(Qt::NoPen);
        painter.setBrush(key.color);
        const qreal height = key.dash ? 3 * style.s : side;
        const qreal wide = key.dash ? 16 * style.s : side;
        painter.drawRoundedRect(QRectF(right - wide, middle - height / 2, wide, height), 2 * style.s, 2 * style.s);
        right -= wide + 18 * style.s;
    }
}

void PanelPicture::paintFigure(QPainter &painter, const QRectF &area, const PanelStyle &style, const QString &text)
{
    painter.setFont(style.data);
    painter.setPen(Theme::instance().t1);
    const qreal width = QFontMetricsF(style.data).horizontalAdvance(text);
    painter.drawText(QPointF(area.right() - width, area.bottom() - 2 * style.s), text);
}

void PanelPicture::paintNote(QPainter &painter, const QRectF &area, const PanelStyle &style, const QString &text)
{
    painter.setFont(style.body);
    painter.setPen(Theme::instance().t2);
    painter.drawText(QPointF(area.left() + 40 * style.s, area.bottom() - 2 * style.s), text);
}

void PanelPicture::paintFilled(QPainter &painter, const QPolygonF &line, qreal bottom, const QColor &color,
                               const PanelStyle &style)
{
    if (line.isEmpty())
        return;
    QPolygonF under = line;
    under << QPointF(line.last().x(), bottom) << QPointF(line.first().x(), bottom);
    QColor fill = color;
    fill.setAlphaF(0.16F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(under);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 2.2 * style.s));
    painter.drawPolyline(line);
}

void PanelPicture::paintRealAndGenerated(QPainter &painter, const QRectF &area, const PanelStyle &style)
{
    paintKeys(painter, area, style,
              { { translated(QT_TRANSLATE_NOOP("PanelPicture", "real")), PanelStyle::color("data.real") },
                { translated(QT_TRANSLATE_NOOP("PanelPicture", "generated")), PanelStyle::color("data.generated") } });
}

QString PanelPicture::translated(const char *text)
{
    return QCoreApplication::translate("PanelPicture", text);
}

QString PanelPicture::number(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', 8) : QStringLiteral("NaN");
}

void PanelPicture::paintText(QPainter &painter, const QPointF &at, Qt::Alignment alignment, const QString &text)
{
    const QFontMetricsF metrics(painter.font());
    const qreal width = metrics.horizontalAdvance(text);
    const qreal x = alignment & Qt::AlignRight ? at.x() - width
        : alignment & Qt::AlignHCenter         ? at.x() - width / 2
                                               : at.x();
    const qreal y = alignment & Qt::AlignTop ? at.y() + metrics.ascent()
        : alignment & Qt::AlignVCenter       ? at.y() + metrics.capHeight() / 2
                                             : at.y();
    painter.drawText(QPointF(x, y), text);
}

} // namespace klangraum
