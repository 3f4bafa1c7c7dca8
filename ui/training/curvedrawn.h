// Lines of curves in values, before the axes are known; a part of curvebuild. Watching thread.
#pragma once

#include "curvebuild.h"

#include <limits>

namespace klangraum {

constexpr double kNever = std::numeric_limits<double>::quiet_NaN(); // a gap in a line

struct CurvePoint
{
    double x, y;
};

struct DrawnCurve
{
    CurveLine line;
    std::vector<CurvePoint> raw, smooth, upper, lower;
    QString group;
};

// One line of the mean and its deviation for each group of runs that differ in their seed only.
std::vector<DrawnCurve> meanOverSeeds(std::vector<DrawnCurve> lines, const std::vector<CurveRun> &runs);

} // namespace klangraum
