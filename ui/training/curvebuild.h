// From the tables of runs to a CurvePicture: decimation to pixel columns, smoothing, mean and deviation over seeds.
// Runs in the watching thread; its work grows with the number of values, the picture's only with the columns.
#pragma once

#include "curvepicture.h"

#include "training/runreader.h"

#include <map>

namespace klangraum {

struct CurveOptions
{
    CurveAxis axis = CurveAxis::Epochs;
    bool logX = false, logY = false;
    double smoothing = 0.5; // 0..1: the mean reaches back over this part of a twentieth of the axis
    bool mean = false; // runs that differ in their seed only become one line with its deviation
    int columns = 400; // pixels of the plot

    bool operator==(const CurveOptions &) const = default;
};

struct CurveRun
{
    const RunReader *reader = nullptr;
    QString name;
    QString group; // equal for runs that differ in their seed only
    std::int64_t epochs = 0; // planned
};

// `runs`: the header's first. Never null.
std::shared_ptr<const CurvePicture> buildCurves(const QString &panel, const std::vector<CurveRun> &runs,
                                                const CurveOptions &options, const QString &language);

// The numbers of a panel in full: run, scalar, step, epoch, elapsed seconds, value.
QString curveCsv(const QString &panel, const std::vector<CurveRun> &runs);

} // namespace klangraum
