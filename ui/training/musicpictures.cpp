#include "musicpictures.h"

#include "theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace klangraum {

QString pitchClassName(int pitchClass, const QString &language)
{
    static const char *const names[] = { "C", "", "D", "", "E", "F", "", "G", "", "A", "", "B" };
    if (pitchClass == 11 && language == QLatin1String("de"))
        return QStringLiteral("H");
    return QString::fromLatin1(names[pitchClass % 12]);
}

QString HistogramPicture::csv() const
{
    QString text = QStringLiteral("pitch,real,generated,difference\n");
    for (std::size_t i = 0; i < std::min(real.size(), generated.size()); ++i)
        text += QString::number(i) + QLatin1Char(',') + number(real[i]) + QLatin1Char(',') + number(generated[i]) +
            QLatin1Char(',') + number(generated[i] - real[i]) + QLatin1Char('\n');
    return text;
}

void HistogramPicture::paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const
{
    const Theme &theme = Theme::instance();
    const qreal s = style.s;
    const QColor bar = PanelStyle::color("data.realBar"), dash = PanelStyle::color("data.generated");
    paintKeys(painter, area, style,
              { { translated(QT_TRANSLATE_NOOP("PanelPicture", "real")), PanelStyle::color("data.real") },
                { translated(QT_TRANSLATE_NOOP("PanelPicture", "generated")), dash, true } });
    const QRectF plot = area.adjusted(64 * s, 6 * s, 0, -area.height() * 0.42);
    const QRectF below(plot.left(), plot.bottom() + 30 * s, plot.width(),
                       std::max(10.0, area.bottom() - plot.bottom() - 58 * s));
    double most = 1e-6, apart = 1e-6;
    for (int pitch = low; pitch <= high; ++pitch) {
        most = std::max({ most, real[std::size_t(pitch)], generated[std::size_t(pitch)] });
        apart = std::max(apart, std::abs(generated[std::size_t(pitch)] - real[std::size_t(pitch)]));
    }
    const AxisScale y{ 0, most * 1.08, false };
    painter.setFont(style.data);
    for (const double value : y.ticks(3)) {
        const qreal at = plot.bottom() - y.at(value) * plot.height();
        painter.setPen(QPen(theme.hair, std::max(1.0, s)));
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(theme.t3);
        if (value > 0)
            paintText(painter, { plot.left() - 8 * s, at }, Qt::AlignRight | Qt::AlignVCenter,
                      axisText(value * 100, style.language) + QStringLiteral(" %"));
    }
    const qreal column = plot.width() / (high - low + 1);
    const qreal middle = below.center().y();
    for (int pitch = low; pitch <= high; ++pitch) {
        const double is = generated[std::size_t(pitch)], should = real[std::size_t(pitch)];
        const qreal x = plot.left() + (pitch - low) * column;
        const qreal wide = std::max(1.0, column * 0.72);
        painter.setPen(Qt::NoPen);
        painter.setBrush(bar);
        const qreal top = plot.bottom() - y.at(should) * plot.height();
        painter.drawRect(QRectF(x + (column - wide) / 2, top, wide, plot.bottom() - top));
        painter.setBrush(dash);
        if (is > 0)
            painter.drawRoundedRect(QRectF(x + (column - wide) / 2 - s,
                                           plot.bottom() - y.at(is) * plot.height() - 1.5 * s, wide + 2 * s, 3 * s),
                                    1.5 * s, 1.5 * s);
        const qreal height = (is - should) / apart * below.height() / 2;
        painter.setBrush(PanelStyle::color(is >= should ? "data.moreThanReal" : "data.lessThanReal"));
        painter.drawRect(QRectF(x + (column - wide) / 2, std::min(middle, middle - height), wide, std::abs(height)));
        if (pitch % 12 == 0) {
            painter.setPen(theme.t3);
            painter.setFont(style.data);
            paintText(painter, { x + column / 2, plot.bottom() + 8 * s }, Qt::AlignHCenter | Qt::AlignTop,
                      QStringLiteral("C%1").arg(pitch / 12 - 1));
        }
    }
    painter.setPen(QPen(theme.line, std::max(1.0, s)));
    painter.drawLine(QPointF(below.left(), middle), QPointF(below.right(), middle));
    painter.setFont(style.data);
    painter.setPen(dash);
    paintText(painter, { below.left() - 12 * s, middle - 12 * s }, Qt::AlignRight | Qt::AlignVCenter,
              QStringLiteral("+"));
    painter.setPen(PanelStyle::color("data.lessThanReal"));
    paintText(painter, { below.left() - 12 * s, middle + 12 * s }, Qt::AlignRight | Qt::AlignVCenter,
              QStringLiteral("−"));
    paintNote(painter, area, style, translated(QT_TRANSLATE_NOOP("PanelPicture", "generated minus real")));
    paintFigure(painter, area, style,
                translated(QT_TRANSLATE_NOOP("PanelPicture", "overlap")) + QLatin1Char(' ') +
                    valueText(overlap, style.language));
}

QString MatrixPicture::csv() const
{
    QString text = QStringLiteral("from,to,real,generated\n");
    const auto size = std::size_t(names.size());
    for (std::size_t i = 0; i < size * size && i < real.size() && i < generated.size(); ++i)
        text += QStringLiteral("%1,%2,").arg(i / size).arg(i % size) + number(real[i]) + QLatin1Char(',') +
            number(generated[i]) + QLatin1Char('\n');
    return text;
}

void MatrixPicture::paintMatrix(QPainter &painter, const QRectF &square, const PanelStyle &style,
                                const std::vector<double> &shares, double most) const
{
    const auto size = int(names.size());
    const qreal cell = square.width() / size;
    QColor stops[3];
    Theme::instance().sequential(stops);
    painter.setPen(Qt::NoPen);
    for (int row = 0; row < size; ++row) {
        for (int column = 0; column < size; ++column) {
            const double part =
                std::sqrt(std::clamp(shares[std::size_t(row * size + column)] / most, 0.0, 1.0)); // rare ones show
            const bool upper = part > 0.5;
            const double t = upper ? part * 2 - 1 : part * 2;
            const QColor &from = stops[upper ? 1 : 0], &to = stops[upper ? 2 : 1];
            painter.setBrush(QColor::fromRgbF(float(from.redF() + (to.redF() - from.redF()) * t),
                                              float(from.greenF() + (to.greenF() - from.greenF()) * t),
                                              float(from.blueF() + (to.blueF() - from.blueF()) * t)));
            painter.drawRoundedRect(QRectF(square.left() + column * cell, square.top() + row * cell,
                                           cell - 1.5 * style.s, cell - 1.5 * style.s),
                                    2 * style.s, 2 * style.s);
        }
    }
    painter.setFont(style.data);
    painter.setPen(Theme::instance().t3);
    const QFontMetricsF metrics(style.data);
    qreal free = square.left() - cell; // long names below leave each other room
    for (int i = 0; i < size; ++i) {
        const qreal middle = (i + 0.5) * cell, half = metrics.horizontalAdvance(names[i]) / 2;
        paintText(painter, { square.left() - 7 * style.s, square.top() + middle }, Qt::AlignRight | Qt::AlignVCenter,
                  names[i]);
        if (square.left() + middle - half < free)
            continue;
        paintText(painter, { square.left() + middle, square.bottom() + 4 * style.s }, Qt::AlignHCenter | Qt::AlignTop,
                  names[i]);
        free = square.left() + middle + half + 4 * style.s;
    }
}

void MatrixPicture::paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const
{
    const qreal s = style.s;
    qreal margin = 34 * s; // as wide as the widest name
    for (const QString &name : names)
        margin = std::max(margin, QFontMetricsF(style.data).horizontalAdvance(name) + 9 * s);
    const qreal between = margin + 10 * s;
    const qreal side = std::min((area.width() - margin - between) / 2, area.height() - 56 * s);
    const qreal left = area.left() + std::max(margin, (area.width() - 2 * side - between + margin) / 2);
    const QRectF first(left, area.top() + 10 * s, side, side), second = first.translated(side + between, 0);
    double most = 1e-9;
    for (const auto *shares : { &real, &generated })
        most = std::max(most, *std::ranges::max_element(*shares));
    painter.setFont(style.body);
    painter.setPen(PanelStyle::color("data.real"));
    painter.drawText(QPointF(first.left(), first.top() - 6 * s), translated(QT_TRANSLATE_NOOP("PanelPicture", "real")));
    painter.setPen(PanelStyle::color("data.generated"));
    painter.drawText(QPointF(second.left(), second.top() - 6 * s),
                     translated(QT_TRANSLATE_NOOP("PanelPicture", "generated")));
    paintMatrix(painter, first, style, real, most);
    paintMatrix(painter, second, style, generated, most);
    // The scale: square root, so that rare transitions show.
    QColor stops[3];
    Theme::instance().sequential(stops);
    const QRectF bar(first.left() + 36 * s, area.bottom() - 12 * s, 90 * s, 8 * s);
    QLinearGradient gradient(bar.topLeft(), bar.topRight());
    for (int i = 0; i < 3; ++i)
        gradient.setColorAt(i * 0.5, stops[i]);
    painter.fillRect(bar, gradient);
    painter.setFont(style.data);
    painter.setPen(Theme::instance().t3);
    paintText(painter, { bar.left() - 8 * s, bar.center().y() }, Qt::AlignRight | Qt::AlignVCenter,
              QStringLiteral("0 %"));
    paintText(painter, { bar.right() + 8 * s, bar.center().y() }, Qt::AlignVCenter,
              axisText(std::round(most * 1000) / 10, style.language) + QStringLiteral(" %"));
    paintFigure(painter, area, style,
                translated(QT_TRANSLATE_NOOP("PanelPicture", "distance")) + QLatin1Char(' ') +
                    valueText(distance, style.language));
}

QString DensityPicture::csv() const
{
    QString text = QStringLiteral("distance,real,generated\n");
    for (std::size_t i = 0; i < grid.size(); ++i)
        text += number(grid[i]) + QLatin1Char(',') + number(real[i]) + QLatin1Char(',') + number(generated[i]) +
            QLatin1Char('\n');
    return text;
}

void DensityPicture::paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const
{
    const Theme &theme = Theme::instance();
    const qreal s = style.s;
    const QColor colors[] = { PanelStyle::color("data.real"), PanelStyle::color("data.generated") };
    paintRealAndGenerated(painter, area, style);
    const QRectF plot = area.adjusted(10 * s, 6 * s, -6 * s, -50 * s);
    double most = 1e-9;
    for (const auto *density : { &real, &generated })
        most = std::max(most, *std::ranges::max_element(*density));
    const AxisScale x{ grid.front(), std::max(grid.back(), grid.front() + 1e-9), false };
    painter.setFont(style.data);
    painter.setPen(theme.t3);
    for (const double value : x.ticks(5))
        paintText(painter, { plot.left() + x.at(value) * plot.width(), plot.bottom() + 8 * s },
                  Qt::AlignHCenter | Qt::AlignTop, axisText(value, style.language));
    painter.setPen(QPen(theme.hair, std::max(1.0, s)));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    int index = 0;
    for (const auto *density : { &real, &generated }) {
        QPolygonF line;
        for (std::size_t i = 0; i < grid.size(); ++i)
            line << QPointF(plot.left() + x.at(grid[i]) * plot.width(),
                            plot.bottom() - (*density)[i] / most / 1.05 * plot.height());
        paintFilled(painter, line, plot.bottom(), colors[index++], style);
    }
    paintNote(painter, area.translated(-30 * s, 0), style, feature);
    paintFigure(painter, area, style,
                translated(QT_TRANSLATE_NOOP("PanelPicture", "overlap")) + QLatin1Char(' ') +
                    valueText(overlap, style.language));
}

} // namespace klangraum
