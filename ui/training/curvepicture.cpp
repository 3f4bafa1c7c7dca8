#include "curvepicture.h"

#include "theme.h"

#include <QCoreApplication>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

// Runs that are laid over the header's.
QColor runColor(int run)
{
    const Theme &theme = Theme::instance();
    const QColor colors[] = { theme.voice(1), theme.voice(0), theme.voice(2), theme.bassText,
                              PanelStyle::color("data.real") };
    return colors[std::size_t(run - 1) % std::size(colors)];
}

QPointF inPlot(const QRectF &plot, const QPointF &point)
{
    return { plot.left() + point.x() * plot.width(), plot.bottom() - point.y() * plot.height() };
}

QPolygonF polygon(const QRectF &plot, const std::vector<QPointF> &points)
{
    QPolygonF result;
    result.reserve(qsizetype(points.size()));
    for (const QPointF &point : points)
        result << inPlot(plot, point);
    return result;
}

// Points that are not finite part a line into pieces.
template <typename Draw> void pieces(const std::vector<QPointF> &points, Draw &&draw)
{
    std::vector<QPointF> piece;
    for (const QPointF &point : points) {
        if (std::isfinite(point.y())) {
            piece.push_back(point);
        } else {
            if (!piece.empty())
                draw(piece);
            piece.clear();
        }
    }
    if (!piece.empty())
        draw(piece);
}

} // namespace

QColor CurveLine::color() const
{
    if (run > 0)
        return runColor(run);
    switch (role) {
    case CurveRole::Train:
        return PanelStyle::color("data.train");
    case CurveRole::Validation:
        return PanelStyle::color("data.validation");
    case CurveRole::Generator:
        return PanelStyle::color("data.generator");
    case CurveRole::Discriminator:
        return PanelStyle::color("data.discriminator");
    case CurveRole::Real:
    case CurveRole::CorpusItself:
        return PanelStyle::color("data.real");
    case CurveRole::Generated:
    case CurveRole::SamplesThemselves:
        return PanelStyle::color("data.generated");
    case CurveRole::Other:
        break;
    }
    return Theme::instance().t1;
}

QPointF CurveLine::end() const
{
    QPointF newest(0, 0.5);
    for (const auto *points : { &smooth, &raw }) {
        const auto it = std::find_if(points->rbegin(), points->rend(),
                                     [](const QPointF &point) { return std::isfinite(point.y()); });
        if (it != points->rend() && it->x() >= newest.x())
            newest = *it;
    }
    return newest;
}

double CurveLine::smoothAt(double x) const
{
    const auto after = std::ranges::lower_bound(smooth, x, {}, [](const QPointF &point) { return point.x(); });
    if (after == smooth.end())
        return smooth.empty() || x > smooth.back().x() + 0.01 ? std::nan("") : smooth.back().y();
    if (after == smooth.begin())
        return after->x() - x < 0.01 ? after->y() : std::nan("");
    const auto before = after - 1;
    const double width = after->x() - before->x();
    return width > 0 ? before->y() + (after->y() - before->y()) * (x - before->x()) / width : after->y();
}

QRectF CurvePicture::plotArea(const QRectF &area, const PanelStyle &style) const
{
    const QFontMetricsF metrics(style.data);
    qreal left = 30 * style.s; // as wide as the widest number
    for (const double value : y.ticks(4))
        left = std::max(left, metrics.horizontalAdvance(tickText(value, style)) + 10 * style.s);
    const qreal bottom = 30 * style.s, top = 14 * style.s;
    // Room for the labels at the ends of the lines.
    qreal end = live;
    for (const CurveLine &line : lines)
        end = std::max(end, line.end().x());
    const qreal room = (100 - qBound(0.0, 1 - end, 1.0) * 420) * style.s;
    return area.adjusted(left, top, -std::max(16 * style.s, room), -bottom);
}

QString CurvePicture::tickText(double value, const PanelStyle &style) const
{
    return percent ? axisText(value * 100, style.language) + QStringLiteral(" %") : axisText(value, style.language);
}

double CurvePicture::positionOf(int epoch) const
{
    return epoch >= 1 && std::size_t(epoch) <= epochAt.size() ? epochAt[std::size_t(epoch) - 1] : -1;
}

int CurvePicture::epochNear(double position) const
{
    if (epochAt.empty())
        return 0;
    const auto after = std::ranges::lower_bound(epochAt, position);
    if (after == epochAt.begin())
        return 1;
    const auto index = after - epochAt.begin();
    if (after == epochAt.end())
        return int(index);
    return int(position - *(after - 1) < *after - position ? index : index + 1);
}

QString CurvePicture::csv() const
{
    QString text = QStringLiteral("line,x,y\n");
    for (const CurveLine &line : lines) {
        for (const QPointF &point : line.smooth)
            text += QStringLiteral("\"%1\",%2,%3\n")
                        .arg(line.label)
                        .arg(x.valueAt(point.x()), 0, 'g', 8)
                        .arg(y.valueAt(point.y()), 0, 'g', 8);
    }
    return text;
}

void CurvePicture::paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const
{
    const QRectF plot = plotArea(area, style);
    paintAxes(painter, plot, style);
    painter.setClipRect(plot.adjusted(-2, -4 * style.s, 4 * style.s, 2));
    for (const CurveLine &line : lines)
        paintLine(painter, plot, style, line);
    painter.setClipping(false);
    paintBest(painter, plot, style);
    paintLabels(painter, plot, area, style);
}

void CurvePicture::paintAxes(QPainter &painter, const QRectF &plot, const PanelStyle &style) const
{
    const Theme &theme = Theme::instance();
    const qreal thin = std::max(1.0, style.s);
    if (live > 0 && live < 0.985) { // what is still to come
        const qreal from = plot.left() + live * plot.width();
        painter.fillRect(QRectF(from, plot.top(), plot.right() - from, plot.height()), theme.surface1);
        painter.setPen(QPen(theme.line, thin, Qt::DashLine));
        painter.drawLine(QPointF(from, plot.top()), QPointF(from, plot.bottom()));
    }
    painter.setFont(style.data);
    for (const double value : y.ticks(4)) {
        const QPointF at = inPlot(plot, { 0, y.at(value) });
        painter.setPen(QPen(theme.hair, thin));
        painter.drawLine(at, QPointF(plot.right(), at.y()));
        painter.setPen(theme.t3);
        const QString text =
            percent ? axisText(value * 100, style.language) + QStringLiteral(" %") : axisText(value, style.language);
        paintText(painter, { at.x() - 8 * style.s, at.y() }, Qt::AlignRight | Qt::AlignVCenter, text);
    }
    qreal free = plot.left() - 20 * style.s;
    const QFontMetricsF metrics(style.data);
    for (const double value : x.ticks(5)) {
        const qreal at = plot.left() + x.at(value) * plot.width();
        const QString text = axisText(value, style.language);
        const qreal half = metrics.horizontalAdvance(text) / 2;
        if (at - half < free)
            continue;
        paintText(painter, { at, plot.bottom() + 12 * style.s }, Qt::AlignHCenter | Qt::AlignTop, text);
        free = at + half + 12 * style.s;
    }
    if (percent)
        //: A discriminator that is right half of the time
        paintLimit(painter, plot, style, 0.5, QCoreApplication::translate("PanelPicture", "50 %: cannot tell"));
    if (std::isfinite(collapsed))
        //: Below this distance all pieces are nearly the same
        paintLimit(painter, plot, style, collapsed, QCoreApplication::translate("PanelPicture", "below: all alike"));
}

void CurvePicture::paintLimit(QPainter &painter, const QRectF &plot, const PanelStyle &style, double value,
                              const QString &text) const
{
    const Theme &theme = Theme::instance();
    const QPointF from = inPlot(plot, { 0, y.at(value) });
    painter.setPen(QPen(theme.t3, std::max(1.0, style.s), Qt::DashLine));
    painter.drawLine(from, QPointF(plot.right(), from.y()));
    painter.setFont(style.body);
    painter.setPen(theme.t2);
    // Where the curves' names are not.
    const bool early = std::ranges::all_of(lines, [](const CurveLine &line) { return line.end().x() < 0.5; });
    const qreal below = from.y() + 18 * style.s;
    if (early)
        paintText(painter, { plot.right() - 6 * style.s, below }, Qt::AlignRight, text);
    else
        paintText(painter, { from.x() + 6 * style.s, below }, Qt::AlignLeft, text);
}

void CurvePicture::paintLine(QPainter &painter, const QRectF &plot, const PanelStyle &style,
                             const CurveLine &line) const
{
    const QColor color = line.color();
    if (!line.upper.empty()) {
        QPolygonF band = polygon(plot, line.upper);
        for (auto it = line.lower.rbegin(); it != line.lower.rend(); ++it)
            band << inPlot(plot, *it);
        QColor fill = color;
        fill.setAlphaF(0.18F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(band);
    }
    painter.setBrush(Qt::NoBrush);
    QColor faint = color;
    faint.setAlphaF(line.raw.size() > 200 ? 0.2F : 0.4F); // dense noise is a ground, not a line
    painter.setPen(QPen(faint, std::max(0.8, 0.9 * style.s)));
    painter.setRenderHint(QPainter::Antialiasing, line.raw.size() < 1200);
    pieces(line.raw, [&](const std::vector<QPointF> &piece) { painter.drawPolyline(polygon(plot, piece)); });
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(color, (line.run > 0 ? 1.6 : 2.2) * style.s,
             line.dashed        ? Qt::DotLine
                 : line.run > 0 ? Qt::DashLine
                                : Qt::SolidLine,
             Qt::RoundCap, Qt::RoundJoin);
    pieces(line.smooth, [&](const std::vector<QPointF> &piece) {
        painter.setPen(pen);
        painter.drawPolyline(polygon(plot, piece));
        if (piece.size() == 1) {
            painter.setBrush(color);
            painter.setPen(Qt::NoPen);
            painter.drawEllipse(inPlot(plot, piece.front()), 3.5 * style.s, 3.5 * style.s);
            painter.setBrush(Qt::NoBrush);
        }
    });
    painter.setPen(QPen(Theme::instance().error, 2 * style.s));
    for (const double position : line.notNumbers) { // a cross on the upper edge
        const QPointF at = inPlot(plot, { position, 1 });
        const qreal arm = 4 * style.s;
        painter.drawLine(at + QPointF(-arm, -arm + 5 * style.s), at + QPointF(arm, arm + 5 * style.s));
        painter.drawLine(at + QPointF(-arm, arm + 5 * style.s), at + QPointF(arm, -arm + 5 * style.s));
    }
}

void CurvePicture::paintLabels(QPainter &painter, const QRectF &plot, const QRectF &area, const PanelStyle &style) const
{
    struct Label
    {
        const CurveLine *line;
        qreal y;
    };
    std::vector<Label> labels;
    qreal x = plot.left();
    for (const CurveLine &line : lines) {
        const QPointF end = line.end();
        x = std::max(x, plot.left() + end.x() * plot.width());
        labels.push_back({ &line, plot.bottom() - qBound(0.0, end.y(), 1.0) * plot.height() });
    }
    const bool values = lines.size() <= 3;
    const qreal step = (values ? 32 : 16) * style.s;
    std::ranges::stable_sort(labels, {}, &Label::y);
    for (std::size_t i = 1; i < labels.size(); ++i)
        labels[i].y = std::max(labels[i].y, labels[i - 1].y + step);
    qreal floor = plot.bottom() + 4 * style.s;
    for (std::size_t i = labels.size(); i-- > 0;) {
        labels[i].y = std::min(labels[i].y, floor - (values ? 18 * style.s : 0));
        floor = labels[i].y - (values ? 14 * style.s : step);
    }
    x += 10 * style.s;
    QFont bold = style.body;
    bold.setPixelSize(std::max(1, int(13 * style.s)));
    bold.setWeight(QFont::DemiBold);
    for (const Label &label : labels) {
        painter.setFont(bold);
        painter.setPen(label.line->color());
        const QString text = QFontMetricsF(bold).elidedText(label.line->label, Qt::ElideMiddle,
                                                            std::max(40 * style.s, area.right() - x));
        paintText(painter, { x, label.y }, Qt::AlignLeft | Qt::AlignVCenter, text);
        if (!values)
            continue;
        painter.setFont(style.data);
        painter.setPen(std::isfinite(label.line->last) ? Theme::instance().t1 : Theme::instance().error);
        const QString value = percent
            ? valueText(std::round(label.line->last * 100), style.language)
                    .section(QLatin1Char(style.language == QLatin1String("de") ? ',' : '.'), 0, 0) +
                QStringLiteral(" %")
            : valueText(label.line->last, style.language);
        paintText(painter, { x, label.y + 16 * style.s }, Qt::AlignLeft | Qt::AlignVCenter, value);
    }
}

void CurvePicture::paintBest(QPainter &painter, const QRectF &plot, const PanelStyle &style) const
{
    if (best.x() < 0 || !std::isfinite(best.y()))
        return;
    const QPointF at = inPlot(plot, best);
    const QColor color = PanelStyle::color("data.validation");
    QPainterPath mark;
    const qreal arm = 5.5 * style.s;
    mark.moveTo(at + QPointF(-arm, -8 * style.s - arm * 1.3));
    mark.lineTo(at + QPointF(arm, -8 * style.s - arm * 1.3));
    mark.lineTo(at + QPointF(0, -8 * style.s));
    mark.closeSubpath();
    painter.fillPath(mark, color);
    painter.setFont(style.data);
    painter.setPen(color);
    const QString text = QCoreApplication::translate("PanelPicture", "best") + QLatin1Char(' ') + bestText;
    const qreal width = QFontMetricsF(style.data).horizontalAdvance(text);
    const bool left = at.x() - width - 14 * style.s > plot.left();
    QColor ground = Theme::instance().panel;
    ground.setAlphaF(0.8F);
    painter.fillRect(QRectF(at.x() + (left ? -width - 14 * style.s : 10 * style.s), at.y() - 20 * style.s,
                            width + 4 * style.s, 18 * style.s),
                     ground);
    paintText(painter, at + QPointF(left ? -12 * style.s : 12 * style.s, -11 * style.s),
              (left ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, text);
}

} // namespace klangraum
