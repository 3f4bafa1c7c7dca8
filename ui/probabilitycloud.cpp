#include "probabilitycloud.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

// A zone that names only its likeliest notes: every step of theirs is certain.
std::vector<ProbabilityCell> cellsOf(const OpenZone &zone)
{
    std::vector<ProbabilityCell> cells;
    for (const Note &note : zone.notes) {
        for (Tick tick = note.start; tick < note.end(); tick += zone.stepTicks) {
            if (tick >= zone.firstTick)
                cells.push_back({ static_cast<std::int16_t>((tick - zone.firstTick) / zone.stepTicks),
                                  static_cast<std::int16_t>(note.pitch), static_cast<std::int16_t>(note.voice), 1.0F });
        }
    }
    return cells;
}

} // namespace

ProbabilityCloud::ProbabilityCloud(QQuickItem *parent)
    : RollTileItem(parent)
{
}

double ProbabilityCloud::cellOpacity(double probability)
{
    const double p = std::clamp(probability, 0.0, 1.0);
    return 0.10 + 0.75 * std::pow(p, 0.8);
}

void ProbabilityCloud::setZone(const OpenZone &zone, const PianoRollScale &scale)
{
    if (zone.serial == m_serial && scale == m_scale && zone.firstTick == m_firstTick)
        return;
    if (scale != m_scale)
        m_stamps.clear();
    m_serial = zone.serial;
    m_firstTick = zone.firstTick;
    m_stepTicks = std::max<Tick>(zone.stepTicks, 1);
    m_scale = scale;
    if (zone.cells.empty() && zone.stepTicks > 0)
        m_cells = cellsOf(zone);
    else
        m_cells = zone.cells;
    repaint();
}

void ProbabilityCloud::setPalette(const QList<QColor> &voices)
{
    if (voices == m_voices)
        return;
    m_voices = voices;
    m_stamps.clear();
    repaint();
}

void ProbabilityCloud::setDimmed(std::uint32_t voiceMask)
{
    if (voiceMask == m_dimmed)
        return;
    m_dimmed = voiceMask;
    repaint();
}

QImage ProbabilityCloud::stamp(int voice, int level) const
{
    const double p = (level + 0.5) / kLevels;
    const double unit = m_scale.unit;
    const double width = std::max(m_scale.px(m_stepTicks) - 2 * unit, unit);
    const double height = m_scale.rowHeight * std::clamp(0.38 + 1.5 * p, 0.4, 1.0);
    QImage image(static_cast<int>(std::ceil(width * m_stampRatio)), static_cast<int>(std::ceil(height * m_stampRatio)),
                 QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(m_stampRatio);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor color = voiceMark(voice, m_voices).color;
    color.setAlphaF(static_cast<float>(cellOpacity(p)));
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const double radius = std::min(2.5 * unit, height / 2);
    painter.drawRoundedRect(QRectF(0, 0, width, height), radius, radius);
    return image;
}

void ProbabilityCloud::paintImage()
{
    clearImage();
    if (m_image.isNull() || m_voices.isEmpty())
        return;
    const auto voices = static_cast<int>(m_voices.size());
    if (m_stamps.empty() || !qFuzzyCompare(m_stampRatio, pixelRatio())) {
        m_stampRatio = pixelRatio();
        m_stamps.assign(static_cast<std::size_t>(voices * kLevels), QImage());
    }
    QPainter painter(&m_image);
    const double stepPx = m_scale.px(m_stepTicks);
    for (const ProbabilityCell &cell : m_cells) {
        const double x = cell.step * stepPx + m_scale.unit;
        if (cell.step < 0 || x > width() || cell.pitch < m_scale.lowest || cell.pitch > m_scale.highest())
            continue;
        const int voice = std::max<int>(cell.voice, 0) % voices;
        const int level = std::clamp(static_cast<int>(cell.probability * kLevels), 0, kLevels - 1);
        QImage &image = m_stamps[static_cast<std::size_t>(voice * kLevels + level)];
        if (image.isNull())
            image = stamp(voice, level);
        const bool faint = cell.voice < 32 && ((m_dimmed >> std::max<int>(cell.voice, 0)) & 1U);
        painter.setOpacity(faint ? 0.25 : 1.0);
        const double height = image.height() / m_stampRatio;
        // On whole device pixels: a stamp is then copied, not resampled.
        const auto snap = [this](double value) { return std::round(value * m_stampRatio) / m_stampRatio; };
        painter.drawImage(QPointF(snap(x), snap(m_scale.y(cell.pitch) - height / 2)), image);
    }
}

} // namespace klangraum
