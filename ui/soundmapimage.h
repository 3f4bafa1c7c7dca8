// SoundMapImage: the background of the pad, painted once per model and size: the diagonal gradient, the contours of
// the density of the encoded corpus, and its points. SoundMapDensity is the estimate behind the contours.
//
// Invariants: the density is a sum of Gaussians over the real points, scaled to a maximum of 1; contours are traced
// from it by marching squares, so that a level's line separates the grid's nodes above it from those below.
// Thread rule: GUI thread; the picture is painted on a thread of the global pool and handed over by a queued call.
#pragma once

#include "generators/generator.h"
#include "rolltileitem.h"

#include <QGradientStops>
#include <QPolygonF>
#include <QtQml/qqmlregistration.h>

#include <memory>
#include <vector>

namespace klangraum {

class Pad;

// Kernel density of the points on a grid of nodes over the whole pad.
struct SoundMapDensity
{
    int columns = 0, rows = 0; // nodes
    std::vector<float> values; // [row * columns + column], row 0 at the top, 0..1

    float at(int column, int row) const { return values[static_cast<std::size_t>(row * columns + column)]; }
    // Bilinear, `u` and `v` in 0..1 from the top left.
    float sample(double u, double v) const;
};

// Where the pad's coordinate (-1..1, y up) is on a pad of `size` px with `inset` px free around.
QPointF padToPx(QPointF pad, QSizeF size, double inset);
QPointF pxToPad(QPointF px, QSizeF size, double inset);

// `size`, `inset`: of the pad in px. The bandwidth follows Silverman's rule on each axis.
SoundMapDensity soundMapDensity(const std::vector<MapPoint> &points, QSizeF size, double inset, int columns, int rows);
// Lines on which the density is `level`, in units of 0..1 over the pad; closed ones end where they begin.
std::vector<QPolygonF> contourLines(const SoundMapDensity &density, float level);

struct SoundMapLook
{
    QSize pixels;
    double unit = 1; // device pixels a px of the design
    double inset = 36; // px of the design
    double radius = 24; // px of the design
    QGradientStops gradient;
    std::vector<float> levels;
};
QImage paintSoundMap(const std::vector<MapPoint> &points, const SoundMapLook &look);

class SoundMapImage : public RollTileItem
{
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(klangraum::Pad *pad READ pad WRITE setPad NOTIFY padChanged)
    Q_PROPERTY(qreal unit READ unit WRITE setUnit NOTIFY unitChanged) // px a px of the design
    Q_PROPERTY(qreal inset READ inset NOTIFY unitChanged) // px
    Q_PROPERTY(bool ready READ ready NOTIFY readyChanged) // the picture shows these points
    Q_PROPERTY(QVariantList landmarks READ landmarks NOTIFY pointsChanged) // { x, y: pad units, title }
public:
    explicit SoundMapImage(QQuickItem *parent = nullptr);

    Pad *pad() const { return m_pad; }
    void setPad(Pad *pad);
    qreal unit() const { return m_unit; }
    void setUnit(qreal unit);
    qreal inset() const { return 36 * m_unit; }
    bool ready() const { return m_ready; }
    QVariantList landmarks() const;
    void setPoints(const std::vector<MapPoint> &points);

    Q_INVOKABLE QPointF toPx(QPointF pad) const { return padToPx(pad, size(), inset()); }
    Q_INVOKABLE QPointF toPad(QPointF px) const { return pxToPad(px, size(), inset()); }

Q_SIGNALS:
    void padChanged();
    void unitChanged();
    void readyChanged();
    void pointsChanged();

protected:
    void paintImage() override;

private:
    void adopt(const QImage &image, quint64 order);

    Pad *m_pad = nullptr;
    qreal m_unit = 1;
    bool m_ready = false;
    quint64 m_order = 0; // of the last picture asked for; older ones are dropped
    std::vector<MapPoint> m_points;
    QImage m_finished;
};

} // namespace klangraum
