// CurvePicture: lines over steps, epochs or hours: raw thin, smoothed thick, deviation over seeds as a band, the best
// epoch marked, what is no number marked as such. Points stand in axis positions, 0..1 from the left and the bottom.
#pragma once

#include "axisscale.h"
#include "panelnames.h"
#include "panelpicture.h"

#include <QPointF>

#include <limits>
#include <vector>

namespace klangraum {

enum class CurveAxis { Steps, Epochs, Hours };

struct CurveLine
{
    QString label; // "validation", or a run's name
    std::string scalar; // as in the log
    CurveRole role = CurveRole::Other;
    int run = 0; // 0: the run of the header; others are laid over it
    bool dashed = false;
    std::vector<QPointF> raw; // at most two points a pixel column: its smallest and its largest value
    std::vector<QPointF> smooth; // at most one point a pixel column
    std::vector<QPointF> upper, lower; // mean plus and minus one standard deviation over seeds
    std::vector<double> notNumbers; // axis positions of NaN and infinite values
    double last = 0; // newest value as logged
    std::size_t values = 0; // that the line stands for

    QColor color() const;
    // Where the label stands: the newest value, which the thin line reaches first while an epoch runs.
    QPointF end() const;
    // Axis position of the line at `x`; NaN outside.
    double smoothAt(double x) const;
};

class CurvePicture final : public PanelPicture
{
public:
    AxisScale x, y;
    CurveAxis axis = CurveAxis::Epochs;
    bool percent = false; // the y axis counts in percent, with a line at chance
    double collapsed = std::numeric_limits<double>::quiet_NaN(); // value below which there is a line that says so
    std::vector<CurveLine> lines;
    std::vector<double> epochAt; // axis position of the end of epoch i + 1 of the header's run
    double live = -1; // axis position of the newest event of that run; -1: none
    QPointF best{ -1, -1 };
    QString bestText; // value

    // Where the plot lies inside a panel's area: pixels.
    QRectF plotArea(const QRectF &area, const PanelStyle &style) const;
    // Axis position of epoch `epoch`, -1 where it is not drawn; and back, 0 where there is none.
    double positionOf(int epoch) const;
    int epochNear(double position) const;
    QString csv() const override;

protected:
    void paintData(QPainter &painter, const QRectF &area, const PanelStyle &style) const override;

private:
    QString tickText(double value, const PanelStyle &style) const;
    void paintAxes(QPainter &painter, const QRectF &plot, const PanelStyle &style) const;
    void paintLimit(QPainter &painter, const QRectF &plot, const PanelStyle &style, double value,
                    const QString &text) const;
    void paintLine(QPainter &painter, const QRectF &plot, const PanelStyle &style, const CurveLine &line) const;
    void paintLabels(QPainter &painter, const QRectF &plot, const QRectF &area, const PanelStyle &style) const;
    void paintBest(QPainter &painter, const QRectF &plot, const PanelStyle &style) const;
};

} // namespace klangraum
