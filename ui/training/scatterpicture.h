// ScatterPicture: the latent space of one epoch in two dimensions: the encoded corpus and the samples.
#pragma once

#include "panelpicture.h"

#include <QPointF>

#include <vector>

namespace klangraum {

class ScatterPicture final : public PanelPicture
{
public:
    std::vector<QPointF> real, generated; // coordinates of the plane
    double reach = 1; // half the width of the square around 0 that can be played
    QPointF centre; // of the square that is drawn
    double half = 1; // of its width
    bool components = false; // principal components, else the latent's own two dimensions
    double variance[2] = { 0, 0 }; // shares of the corpus's variance along the axes (components)
    double discrepancy = -1; // MMD of the two sets in this plane; below 0: unknown

    // The square in which the plane is drawn, and a place of the plane in it and back. Pixels.
    static QRectF plotArea(const QRectF &area, const PanelStyle &style);
    QPointF toArea(const QPointF &point, const QRectF &plot) const;
    QPointF fromArea(const QPointF &at, const QRectF &plot) const;
    // Sets the square to where the points lie, single outliers left out; within what can be played.
    void fit();
    QString csv() const override;

protected:
    void paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const override;

private:
    qreal scale(const QRectF &plot) const; // pixels a unit; the wider side shows more of the plane
};

// Maximum mean discrepancy (Gretton et al., A kernel two-sample test, 2012, eq. 3, biased, squared) with a Gaussian
// kernel as wide as the median distance of the two sets together. -1 where a set has fewer than two points.
double meanDiscrepancy(const std::vector<QPointF> &a, const std::vector<QPointF> &b);

} // namespace klangraum
