// Mean and deviation over seeds, and the numbers of a panel in full.
#include "curvedrawn.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace klangraum {

namespace {

double valueAt(const std::vector<CurvePoint> &points, double x)
{
    const auto after = std::ranges::lower_bound(points, x, {}, &CurvePoint::x);
    if (after == points.end() || points.empty() || (after == points.begin() && after->x > x))
        return kNever;
    if (after == points.begin())
        return after->y;
    const auto before = after - 1;
    return before->y + (after->y - before->y) * (x - before->x) / std::max(after->x - before->x, 1e-12);
}

} // namespace

std::vector<DrawnCurve> meanOverSeeds(std::vector<DrawnCurve> lines, const std::vector<CurveRun> &runs)
{
    std::vector<DrawnCurve> result;
    std::set<std::pair<QString, std::string>> done;
    for (const DrawnCurve &first : lines) {
        if (!done.insert({ first.group, first.line.scalar }).second)
            continue;
        std::vector<const DrawnCurve *> same;
        for (const DrawnCurve &line : lines) {
            if (line.group == first.group && line.line.scalar == first.line.scalar)
                same.push_back(&line);
        }
        if (same.size() < 2) {
            result.push_back(first);
            continue;
        }
        DrawnCurve mean;
        mean.line = first.line;
        mean.group = first.group;
        mean.line.values = 0;
        for (const DrawnCurve *line : same)
            mean.line.values += line->line.values;
        for (const CurvePoint &point : first.smooth) {
            double sum = 0, squares = 0;
            int count = 0;
            for (const DrawnCurve *line : same) {
                const double value = valueAt(line->smooth, point.x);
                if (!std::isfinite(value))
                    continue;
                sum += value;
                squares += value * value;
                ++count;
            }
            if (count < 2)
                continue;
            const double middle = sum / count;
            const double deviation = std::sqrt(std::max(0.0, (squares - sum * middle) / (count - 1)));
            mean.smooth.push_back({ point.x, middle });
            mean.upper.push_back({ point.x, middle + deviation });
            mean.lower.push_back({ point.x, middle - deviation });
        }
        mean.line.last = mean.smooth.empty() ? kNever : mean.smooth.back().y;
        const QString name = runs[std::size_t(first.line.run)].name;
        mean.line.label = (first.line.label.isEmpty() || first.line.run > 0 ? name : first.line.label) +
            QStringLiteral(" ⌀%1").arg(same.size());
        result.push_back(std::move(mean));
    }
    return result;
}

QString curveCsv(const QString &panel, const std::vector<CurveRun> &runs)
{
    QString text = QStringLiteral("run,scalar,table,step,epoch,elapsed,value\n");
    for (const CurveRun &run : runs) {
        const struct
        {
            const char *name;
            const EventTable *table;
        } tables[] = { { "step", &run.reader->steps() },
                       { "epoch", &run.reader->epochs() },
                       { "system", &run.reader->system() } };
        for (const auto &[name, table] : tables) {
            std::vector<std::string> names;
            for (const auto &entry : table->series)
                names.push_back(entry.first);
            for (const PanelScalar &scalar : panelScalars(panel, names)) {
                const Series &series = table->series.at(scalar.scalar);
                for (std::size_t i = 0; i < series.rows.size(); ++i) {
                    const auto row = series.rows[i];
                    text += QStringLiteral("%1,%2,%3,%4,%5,%6,%7\n")
                                .arg(run.name, QString::fromStdString(scalar.scalar), QLatin1String(name))
                                .arg(table->step[row])
                                .arg(table->epoch[row])
                                .arg(table->elapsed[row], 0, 'f', 3)
                                .arg(std::isfinite(series.values[i]) ? QString::number(series.values[i], 'g', 9)
                                                                     : valueText(series.values[i], {}));
                }
            }
        }
    }
    return text;
}

} // namespace klangraum
