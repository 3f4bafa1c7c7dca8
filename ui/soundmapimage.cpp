#include "soundmapimage.h"

#include "pad.h"
#include "theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>
#include <QPointer>
#include <QThreadPool>
#include <QVariantMap>

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr double kGridPx = 4; // px of the design between two nodes of the density
const std::vector<float> kIsoLevels{ 0.05F, 0.1F, 0.16F, 0.23F, 0.31F, 0.4F, 0.5F, 0.61F, 0.73F, 0.86F }; // tokens.json

// The areas above each level, one veil over the other.
void veil(QImage &image, const SoundMapDensity &density, const std::vector<float> &levels)
{
    std::vector<int> alpha{ 0 }; // of 256, for 0, 1, 2 ... levels reached
    double clear = 1;
    for (std::size_t n = 0; n < levels.size(); ++n) {
        clear *= 1 - (0.022 + 0.0018 * static_cast<double>(n));
        alpha.push_back(static_cast<int>(std::lround(256 * (1 - clear))));
    }
    for (int y = 0; y < image.height(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const float value = density.sample((x + 0.5) / image.width(), (y + 0.5) / image.height());
            const auto reached = std::upper_bound(levels.begin(), levels.end(), value) - levels.begin();
            const int a = alpha[static_cast<std::size_t>(reached)];
            if (a == 0)
                continue;
            const auto mix = [a](int under, int over) { return under + (over - under) * a / 256; };
            line[x] = qRgb(mix(qRed(line[x]), 0xDC), mix(qGreen(line[x]), 0xEB), mix(qBlue(line[x]), 0xFF));
        }
    }
}

} // namespace

QImage paintSoundMap(const std::vector<MapPoint> &points, const SoundMapLook &look)
{
    if (look.pixels.isEmpty())
        return {};
    const QSizeF size(look.pixels);
    const double inset = look.inset * look.unit;
    QImage flat(look.pixels, QImage::Format_RGB32);
    QPainter painter(&flat);
    QLinearGradient gradient(0, 0.2 * size.height(), size.width(), 0.8 * size.height());
    gradient.setStops(look.gradient);
    painter.fillRect(flat.rect(), gradient);
    painter.end();

    const double step = kGridPx * look.unit;
    const SoundMapDensity density = soundMapDensity(points, size, inset, static_cast<int>(size.width() / step) + 1,
                                                    static_cast<int>(size.height() / step) + 1);
    veil(flat, density, look.levels);
    painter.begin(&flat);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    for (std::size_t n = 0; n < look.levels.size(); ++n) {
        QPainterPath path;
        for (const QPolygonF &line : contourLines(density, look.levels[n])) {
            QPolygonF px;
            for (const QPointF &point : line)
                px.append({ point.x() * size.width(), point.y() * size.height() });
            path.addPolygon(px);
        }
        QColor ink(Qt::white);
        ink.setAlphaF(static_cast<float>(0.15 + 0.018 * static_cast<double>(n)));
        painter.strokePath(path, QPen(ink, 1.3 * look.unit));
    }
    // A point is brighter where its surroundings are denser, so that lone pieces do not shout.
    painter.setPen(Qt::NoPen);
    for (const MapPoint &point : points) {
        if (!std::isfinite(point.x) || !std::isfinite(point.y))
            continue;
        const QPointF px = padToPx({ point.x, point.y }, size, inset);
        const float near = density.sample(px.x() / size.width(), px.y() / size.height());
        painter.setBrush(QColor(255, 255, 255, static_cast<int>(255 * (0.03F + 0.06F * near))));
        painter.drawEllipse(px, 3.6 * look.unit, 3.6 * look.unit);
        painter.setBrush(QColor(255, 255, 255, static_cast<int>(255 * (0.45F + 0.30F * near))));
        painter.drawEllipse(px, 1.7 * look.unit, 1.7 * look.unit);
    }
    painter.end();

    QImage image(look.pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    painter.begin(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QBrush(flat));
    const double radius = look.radius * look.unit;
    painter.drawRoundedRect(QRectF(QPointF(0, 0), size), radius, radius);
    const double pen = 1.5 * look.unit;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(255, 255, 255, 40), pen));
    painter.drawRoundedRect(QRectF(QPointF(0, 0), size).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2),
                            radius - pen / 2, radius - pen / 2);
    painter.end();
    return image;
}

SoundMapImage::SoundMapImage(QQuickItem *parent)
    : RollTileItem(parent)
{
}

void SoundMapImage::setPad(Pad *pad)
{
    if (pad == m_pad)
        return;
    if (m_pad)
        disconnect(m_pad, nullptr, this, nullptr);
    m_pad = pad;
    if (m_pad) {
        connect(m_pad, &Pad::modelChanged, this, [this] { setPoints(m_pad->points()); });
        setPoints(m_pad->points());
    }
    Q_EMIT padChanged();
}

void SoundMapImage::setUnit(qreal unit)
{
    if (unit <= 0 || qFuzzyCompare(unit, m_unit))
        return;
    m_unit = unit;
    Q_EMIT unitChanged();
    repaint();
}

void SoundMapImage::setPoints(const std::vector<MapPoint> &points)
{
    m_points = points;
    ++m_order;
    if (m_ready) {
        m_ready = false;
        Q_EMIT readyChanged();
    }
    m_image = QImage();
    m_finished = QImage();
    Q_EMIT pointsChanged();
    repaint();
}

QVariantList SoundMapImage::landmarks() const
{
    QVariantList list;
    for (const MapPoint &point : m_points) {
        if (point.landmark)
            list.append(QVariantMap{ { QStringLiteral("x"), static_cast<double>(point.x) },
                                     { QStringLiteral("y"), static_cast<double>(point.y) },
                                     { QStringLiteral("title"), QString::fromStdString(point.piece) } });
    }
    return list;
}

// Called when the points or the size are new, and once more when the picture is there.
void SoundMapImage::paintImage()
{
    const qreal ratio = pixelRatio();
    SoundMapLook look;
    look.pixels = QSize(qRound(width() * ratio), qRound(height() * ratio));
    if (m_points.empty() || look.pixels.isEmpty())
        return;
    if (m_finished.size() == look.pixels) {
        m_image = m_finished;
        m_image.setDevicePixelRatio(ratio);
        return;
    }
    look.unit = m_unit * ratio;
    look.gradient = Theme::instance().mapGradient();
    look.levels = kIsoLevels;
    const quint64 order = ++m_order;
    QThreadPool::globalInstance()->start([self = QPointer<SoundMapImage>(this), points = m_points, look, order] {
        const QImage image = paintSoundMap(points, look);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, image, order] {
                if (self)
                    self->adopt(image, order);
            },
            Qt::QueuedConnection);
    });
}

void SoundMapImage::adopt(const QImage &image, quint64 order)
{
    if (order != m_order)
        return; // the size or the model has changed meanwhile
    m_finished = image;
    repaint();
    if (!m_ready) {
        m_ready = true;
        Q_EMIT readyChanged();
    }
}

} // namespace klangraum
