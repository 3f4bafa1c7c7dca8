#include "scatterpicture.h"

#include "axisscale.h"
#include "theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kScatterMargin = 1.12; // around the outermost points
constexpr double kNearestPoint = 0.02; // of the reach: a space that has collapsed is drawn as a spot

} // namespace

QRectF ScatterPicture::plotArea(const QRectF &area, const PanelStyle &style)
{
    return area.adjusted(0, 0, 0, -26 * style.s);
}

QPointF ScatterPicture::toArea(const QPointF &point, const QRectF &plot) const
{
    const QPointF from = (point - centre) * scale(plot);
    return { plot.center().x() + from.x(), plot.center().y() - from.y() };
}

QPointF ScatterPicture::fromArea(const QPointF &at, const QRectF &plot) const
{
    const QPointF from = at - plot.center();
    return centre + QPointF(from.x(), -from.y()) / scale(plot);
}

qreal ScatterPicture::scale(const QRectF &plot) const
{
    return std::min(plot.width(), plot.height()) / 2 / half;
}

void ScatterPicture::fit()
{
    // What stands between the outermost hundredths on either side.
    const auto extent = [&](bool horizontal) {
        std::vector<double> values;
        for (const auto *points : { &real, &generated })
            for (const QPointF &point : *points)
                values.push_back(std::clamp(horizontal ? point.x() : point.y(), -reach, reach));
        std::ranges::sort(values);
        const auto cut = values.size() / 100;
        return values.empty() ? std::pair(-reach, reach) : std::pair(values[cut], values[values.size() - 1 - cut]);
    };
    const auto [left, right] = extent(true);
    const auto [bottom, top] = extent(false);
    centre = { (left + right) / 2, (bottom + top) / 2 };
    half = std::clamp(kScatterMargin * std::max(right - left, top - bottom) / 2, kNearestPoint * reach,
                      kScatterMargin * reach);
}

QString ScatterPicture::csv() const
{
    QString text = QStringLiteral("set,x,y\n");
    const auto add = [&](const char *set, const std::vector<QPointF> &points) {
        for (const QPointF &point : points)
            text += QStringLiteral("%1,%2,%3\n")
                        .arg(QLatin1String(set))
                        .arg(point.x(), 0, 'g', 8)
                        .arg(point.y(), 0, 'g', 8);
    };
    add("real", real);
    add("generated", generated);
    return text;
}

void ScatterPicture::paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const
{
    const Theme &theme = Theme::instance();
    const auto translated = [](const char *text) { return QCoreApplication::translate("PanelPicture", text); };
    const qreal s = style.s;
    QColor points[] = { PanelStyle::color("data.real"), PanelStyle::color("data.generated") };
    paintKeys(painter, area, style,
              { { translated(QT_TRANSLATE_NOOP("PanelPicture", "real")), points[0] },
                { translated(QT_TRANSLATE_NOOP("PanelPicture", "generated")), points[1] } });
    const QRectF plot = plotArea(area, style);
    painter.setPen(QPen(theme.hair, std::max(1.0, s)));
    const QPointF zero = toArea({ 0, 0 }, plot);
    if (plot.top() < zero.y() && zero.y() < plot.bottom())
        painter.drawLine(QPointF(plot.left(), zero.y()), QPointF(plot.right(), zero.y()));
    if (plot.left() < zero.x() && zero.x() < plot.right())
        painter.drawLine(QPointF(zero.x(), plot.top()), QPointF(zero.x(), plot.bottom()));
    painter.setPen(QPen(theme.hair, std::max(1.0, s), Qt::DotLine));
    painter.setBrush(Qt::NoBrush);
    painter.setClipRect(plot);
    for (const double part : { 0.5, 1.0 }) {
        const qreal radius = part * reach * scale(plot);
        painter.drawEllipse(zero, radius, radius);
    }
    painter.setPen(Qt::NoPen);
    const qreal radius = 2.3 * s;
    int set = 0;
    for (const auto *points2 : { &real, &generated }) {
        QColor color = points[set++];
        color.setAlphaF(0.72F);
        painter.setBrush(color);
        for (const QPointF &point : *points2)
            painter.drawEllipse(toArea(point, plot), radius, radius);
    }
    painter.setClipping(false);
    painter.setFont(style.data);
    painter.setPen(theme.t3);
    const qreal base = area.bottom() - 2 * s;
    if (components) {
        const auto part = [&](int i) { return axisText(std::round(variance[i] * 100), style.language); };
        painter.drawText(QPointF(area.left(), base), QStringLiteral("PC 1 %1 %   PC 2 %2 %").arg(part(0), part(1)));
    } else {
        painter.drawText(QPointF(area.left(), base), QStringLiteral("z1 → · z2 ↑"));
    }
    if (discrepancy < 0)
        return;
    painter.setPen(theme.t1);
    const QString text = QStringLiteral("MMD ") + valueText(discrepancy, style.language);
    painter.drawText(QPointF(area.right() - QFontMetricsF(style.data).horizontalAdvance(text), base), text);
}

double meanDiscrepancy(const std::vector<QPointF> &a, const std::vector<QPointF> &b)
{
    if (a.size() < 2 || b.size() < 2)
        return -1;
    const auto square = [](const QPointF &p, const QPointF &q) {
        const QPointF d = p - q;
        return QPointF::dotProduct(d, d);
    };
    std::vector<double> distances;
    std::vector<QPointF> all(a);
    all.insert(all.end(), b.begin(), b.end());
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (std::size_t j = i + 1; j < all.size(); ++j)
            distances.push_back(square(all[i], all[j]));
    }
    const auto middle = distances.begin() + std::ptrdiff_t(distances.size() / 2);
    std::nth_element(distances.begin(), middle, distances.end());
    const double width = 2 * std::max(*middle, 1e-12);
    const auto mean = [&](const std::vector<QPointF> &p, const std::vector<QPointF> &q) {
        double sum = 0;
        for (const QPointF &one : p) {
            for (const QPointF &other : q)
                sum += std::exp(-square(one, other) / width);
        }
        return sum / double(p.size() * q.size());
    };
    return std::max(0.0, mean(a, a) + mean(b, b) - 2 * mean(a, b));
}

} // namespace klangraum
