// Pictures of what the music is like, corpus beside generated: note frequencies, transition matrices, densities of
// distances. Plain values, made by the watching thread.
#pragma once

#include "axisscale.h"
#include "panelpicture.h"

#include <QPointF>
#include <QStringList>

#include <vector>

namespace klangraum {

// Share of notes per MIDI pitch, and generated minus real below.
class HistogramPicture final : public PanelPicture
{
public:
    std::vector<double> real, generated; // share of the notes, by MIDI pitch 0-127
    int low = 60, high = 60; // MIDI pitches that are drawn
    double overlap = 0; // sum of the smaller of both shares
    std::size_t pieces = 0, notes = 0; // of the generated

    QString csv() const override;

protected:
    void paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const override;
};

// Two transition matrices side by side: from the row to the column.
class MatrixPicture final : public PanelPicture
{
public:
    QStringList names; // of rows and columns; empty ones are not written
    std::vector<double> real, generated; // row by row, shares of all transitions
    double distance = 0; // half the sum of the differences, 0..1

    QString csv() const override;

protected:
    void paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const override;
    void paintMatrix(QPainter &painter, const QRectF &square, const PanelStyle &style,
                     const std::vector<double> &shares, double most) const;
};

// Densities of the distances between pieces of one set: of the corpus, of the generated.
class DensityPicture final : public PanelPicture
{
public:
    QString feature; // what the distance is of
    std::vector<double> grid, real, generated; // density at the points of the grid
    double overlap = 0; // area under the smaller of both

    QString csv() const override;

protected:
    void paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const override;
};

// The name of a pitch class, "C" to "B" (German: H); black keys have none.
QString pitchClassName(int pitchClass, const QString &language);

} // namespace klangraum
