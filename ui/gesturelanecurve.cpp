#include "gesturelanecurve.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace klangraum {

GestureLaneCurve::GestureLaneCurve(QQuickItem *parent)
    : QQuickItem(parent)
    , m_clip(new QQuickItem(this))
    , m_layer(new QQuickItem(m_clip))
{
    m_clip->setClip(true);
}

GestureLaneCurve::~GestureLaneCurve() = default;

void GestureLaneCurve::setNotes(PianoRollNotes *notes)
{
    if (notes == m_notes)
        return;
    if (m_notes)
        disconnect(m_notes, nullptr, this, nullptr);
    m_notes = notes;
    if (m_notes) {
        connect(m_notes, &PianoRollNotes::scaleChanged, this, &GestureLaneCurve::layout);
        connect(m_notes, &PianoRollNotes::originChanged, this, &GestureLaneCurve::fill);
        connect(m_notes, &PianoRollNotes::layerXChanged, this, &GestureLaneCurve::place);
    }
    layout();
    Q_EMIT notesChanged();
}

void GestureLaneCurve::geometryChange(const QRectF &now, const QRectF &before)
{
    QQuickItem::geometryChange(now, before);
    layout();
}

void GestureLaneCurve::layout()
{
    if (!m_notes || m_notes->barWidth() <= 0)
        return;
    m_clip->setPosition({ m_notes->keyboardWidth(), 0 });
    m_clip->setSize({ std::max(0.0, m_notes->playheadX() - m_notes->keyboardWidth()), height() });
    const auto count = static_cast<std::size_t>(std::ceil(m_clip->width() / m_notes->barWidth())) + 2;
    while (m_bars.size() < count)
        m_bars.push_back(std::make_unique<GestureLaneBar>(m_layer));
    m_bars.resize(count);
    fill();
    place();
}

void GestureLaneCurve::place()
{
    m_layer->setX(m_notes->layerX() - m_notes->keyboardWidth());
}

void GestureLaneCurve::setLog(const GestureLog &log)
{
    // The item keeps a copy: as long as the visible bars need, a few thousand bytes.
    m_firstBin = log.firstBin();
    m_amounts = log.amounts();
    fill();
}

void GestureLaneCurve::fill()
{
    if (!m_notes || m_bars.empty())
        return;
    const std::int64_t binsPerBar = std::int64_t{ kTicksPerQuarter } * m_notes->beatsPerBar() / GestureLog::kBinTicks;
    const double binPx = m_notes->barWidth() / static_cast<double>(binsPerBar);
    const auto count = static_cast<std::int64_t>(m_bars.size());
    const std::int64_t origin = m_notes->originBar() - 1;
    std::vector<float> amounts;
    for (std::int64_t bar = origin; bar < origin + count; ++bar) {
        amounts.assign(static_cast<std::size_t>(binsPerBar) + 2, 0.0F);
        for (std::size_t i = 0; i < amounts.size(); ++i) {
            const std::int64_t bin = bar * binsPerBar - 1 + static_cast<std::int64_t>(i) - m_firstBin;
            if (bin >= 0 && bin < static_cast<std::int64_t>(m_amounts.size()))
                amounts[i] = m_amounts[static_cast<std::size_t>(bin)];
        }
        GestureLaneBar &item = *m_bars[static_cast<std::size_t>(((bar % count) + count) % count)];
        item.setX(std::round(static_cast<double>(bar - origin) * m_notes->barWidth()));
        item.setHeight(height());
        item.setAmounts(bar, amounts, binPx, m_color);
    }
}

void GestureLaneBar::setAmounts(std::int64_t bar, const std::vector<float> &amounts, double binPx, const QColor &color)
{
    const bool still = std::all_of(amounts.begin(), amounts.end(), [](float amount) { return amount < 0.004F; });
    setVisible(!still);
    if (still) {
        m_amounts.clear();
        return;
    }
    if (bar == m_bar && amounts == m_amounts && qFuzzyCompare(binPx, m_binPx) && color == m_color)
        return;
    m_bar = bar;
    m_amounts = amounts;
    m_binPx = binPx;
    m_color = color;
    setWidth(std::ceil(static_cast<double>(amounts.size() - 2) * binPx) + 1);
    repaint();
}

void GestureLaneBar::paintImage()
{
    clearImage();
    if (m_image.isNull() || m_amounts.size() < 3)
        return;
    QPainter painter(&m_image);
    painter.setRenderHint(QPainter::Antialiasing);
    const double middle = height() / 2;
    const auto x = [this](std::size_t i) { return (static_cast<double>(i) - 0.5) * m_binPx; }; // a bin's middle
    const auto band = [&](double side) {
        QPolygonF edge;
        for (std::size_t i = 0; i < m_amounts.size(); ++i) {
            // Smoothed over three bins: a hand has mass.
            const float before = m_amounts[i > 0 ? i - 1 : i], after = m_amounts[i + 1 < m_amounts.size() ? i + 1 : i];
            const float amount = (before + 2 * m_amounts[i] + after) / 4;
            edge.append({ x(i), middle + side * middle * GestureLaneCurve::bandHeight(amount) });
        }
        return edge;
    };
    QPolygonF shape = band(-1);
    const QPolygonF lower = band(1);
    for (auto point = lower.rbegin(); point != lower.rend(); ++point)
        shape.append(*point);
    QColor color = m_color;
    color.setAlphaF(0.85F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(shape);
}

} // namespace klangraum
