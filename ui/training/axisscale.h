// AxisScale: from values to 0..1 along an axis, linear or logarithmic, with round ticks.
// A plain value, free of threads.
#pragma once

#include <QString>
#include <QVector>

namespace klangraum {

struct AxisScale
{
    double low = 0, high = 1; // values at 0 and 1; low < high, both above 0 where logarithmic
    bool logarithmic = false;

    // Covers the range with a little room; equal or missing bounds give an axis around them. A logarithmic axis takes
    // the smallest positive value as its lower end.
    static AxisScale covering(double low, double high, double smallestPositive, bool logarithmic, bool room = true);

    double at(double value) const; // 0..1 inside; not finite for what a logarithmic axis cannot show
    double valueAt(double position) const;

    // Round values inside the range, about `count` of them.
    QVector<double> ticks(int count) const;

    bool operator==(const AxisScale &) const = default;
};

// Short, in the manner of an axis: "0.25", "1 500", "2e-5"; `language`: "en", "de".
QString axisText(double value, const QString &language);
// Three significant digits; "NaN" and "∞" by name.
QString valueText(double value, const QString &language);

} // namespace klangraum
