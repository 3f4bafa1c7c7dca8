#include "curvebuild.h"

#include "curvedrawn.h"

#include "training/duelwatch.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace klangraum {

namespace {

constexpr double kReach = 0.05; // of the axis: what full smoothing looks back over

// Where the rows of a table stand on the axis.
class Place
{
public:
    Place(const EventTable &table, const RunReader &run, CurveAxis axis)
        : m_table(table)
        , m_axis(axis)
    {
        const EventTable &epochs = run.epochs();
        if (axis == CurveAxis::Epochs && epochs.size() > 0 && epochs.step.back() > 0)
            m_perStep = double(epochs.epoch.back()) / double(epochs.step.back());
    }
    double operator()(std::size_t row) const
    {
        if (m_axis == CurveAxis::Hours)
            return m_table.elapsed[row] / 3600;
        if (m_axis == CurveAxis::Steps)
            return double(m_table.step[row]);
        return m_perStep > 0 ? double(m_table.step[row]) * m_perStep : double(m_table.epoch[row]);
    }

private:
    const EventTable &m_table;
    CurveAxis m_axis;
    double m_perStep = 0; // epochs a step
};

struct Source
{
    const EventTable *table = nullptr;
    const Series *series = nullptr;
};

Source find(const EventTable &table, const std::string &scalar)
{
    const auto it = table.series.find(scalar);
    return it == table.series.end() || it->second.rows.empty() ? Source() : Source{ &table, &it->second };
}

// One scalar of one run: what is drawn thin and what is drawn thick.
struct Sources
{
    Source raw, thick;
};

Sources sourcesOf(const RunReader &run, const std::string &scalar, CurveAxis axis)
{
    const Source steps = find(run.steps(), scalar), epochs = find(run.epochs(), scalar);
    Sources sources;
    sources.raw = steps.series ? steps : find(run.system(), scalar);
    sources.thick = (axis == CurveAxis::Epochs && epochs.series) || !sources.raw.series ? epochs : sources.raw;
    return sources;
}

// Values in pixel columns.
class Columns
{
public:
    Columns(const AxisScale &scale, int count)
        : m_scale(scale)
        , m_count(std::max(2, count))
    {
    }
    int of(double x) const
    {
        const double at = m_scale.at(x);
        return std::isfinite(at) ? int(std::clamp(at, -1.0, 2.0) * m_count) : -1;
    }
    double at(double x) const { return m_scale.at(x); }

private:
    const AxisScale &m_scale;
    int m_count;
};

void take(const Source &source, const Place &place, const Columns &columns, std::vector<CurvePoint> &points,
          std::vector<double> &notNumbers)
{
    int column = -2;
    CurvePoint low{}, high{};
    bool any = false;
    const auto flush = [&] {
        if (!any)
            return;
        const bool lowFirst = low.x <= high.x;
        points.push_back(lowFirst ? low : high);
        if (low.x != high.x)
            points.push_back(lowFirst ? high : low);
        any = false;
    };
    for (std::size_t i = 0; i < source.series->rows.size(); ++i) {
        const double x = place(source.series->rows[i]), y = source.series->values[i];
        const int now = columns.of(x);
        if (!std::isfinite(y)) {
            flush();
            if (points.empty() || std::isfinite(points.back().y))
                points.push_back({ x, kNever });
            if (notNumbers.empty() || columns.of(notNumbers.back()) != now)
                notNumbers.push_back(x);
            continue;
        }
        if (now != column) {
            flush();
            column = now;
        }
        if (!any)
            low = high = { x, y };
        else if (y < low.y)
            low = { x, y };
        else if (y > high.y)
            high = { x, y };
        any = true;
    }
    flush();
}

// Exponential mean over `reach` of the axis, free of the bias towards its start; the last value of each column.
std::vector<CurvePoint> smooth(const Source &source, const Place &place, const Columns &columns, const AxisScale &scale,
                               double reach)
{
    std::vector<CurvePoint> points;
    double mean = 0, weight = 0, before = kNever;
    int column = -2;
    for (std::size_t i = 0; i < source.series->rows.size(); ++i) {
        const double x = place(source.series->rows[i]), y = source.series->values[i];
        if (!std::isfinite(y)) {
            points.push_back({ x, kNever });
            mean = weight = 0;
            column = -2;
            continue;
        }
        const double apart = std::isnan(before) ? 0 : std::max(0.0, (x - before) / (scale.high - scale.low));
        const double keep = reach > 0 ? std::exp(-apart / reach) : 0;
        mean = keep * mean + y;
        weight = keep * weight + 1;
        before = x;
        const CurvePoint now{ x, mean / weight };
        const int at = columns.of(x);
        if (at == column)
            points.back() = now;
        else
            points.push_back(now);
        column = at;
    }
    return points;
}

AxisScale axisX(const std::vector<CurveRun> &runs, const CurveOptions &options)
{
    double high = 0, smallest = std::numeric_limits<double>::infinity();
    for (const CurveRun &run : runs) {
        for (const EventTable *table : { &run.reader->steps(), &run.reader->epochs() }) {
            if (table->size() == 0)
                continue;
            const Place place(*table, *run.reader, options.axis);
            high = std::max(high, place(table->size() - 1));
            for (const std::size_t row : { std::size_t(0), table->size() - 1 })
                smallest = std::min(smallest, place(row) > 0 ? place(row) : smallest);
        }
        const EventTable &epochs = run.reader->epochs();
        if (options.axis == CurveAxis::Epochs)
            high = std::max(high, double(run.epochs));
        else if (options.axis == CurveAxis::Steps && epochs.size() > 0 && epochs.epoch.back() > 0)
            high = std::max(high, double(run.epochs) * double(epochs.step.back()) / double(epochs.epoch.back()));
    }
    if (!(high > 0))
        high = 1;
    AxisScale scale = AxisScale::covering(0, high, smallest, options.logX, false);
    if (!options.logX)
        scale.low = 0;
    return scale;
}

AxisScale axisY(const std::vector<DrawnCurve> &lines, bool logarithmic, bool percent)
{
    std::vector<double> raw;
    double low = std::numeric_limits<double>::infinity(), high = -low, smallest = low;
    const auto cover = [&](double value) {
        if (!std::isfinite(value))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
        if (value > 0)
            smallest = std::min(smallest, value);
    };
    for (const DrawnCurve &line : lines) {
        for (const auto *points : { &line.smooth, &line.upper, &line.lower })
            for (const CurvePoint &point : *points)
                cover(point.y);
        for (const CurvePoint &point : line.raw)
            if (std::isfinite(point.y))
                raw.push_back(point.y);
    }
    if (raw.size() > 20) { // single outliers do not flatten the rest
        const auto part = raw.size() / 100;
        std::nth_element(raw.begin(), raw.begin() + std::ptrdiff_t(part), raw.end());
        cover(raw[part]);
        std::nth_element(raw.begin(), raw.end() - 1 - std::ptrdiff_t(part), raw.end());
        cover(raw[raw.size() - 1 - part]);
    } else {
        std::ranges::for_each(raw, cover);
    }
    if (percent)
        return { std::min(0.3, std::max(0.0, low - 0.05)), 1.0, false };
    return AxisScale::covering(low, high, smallest, logarithmic);
}

void toAxes(const std::vector<CurvePoint> &points, const AxisScale &x, const AxisScale &y, std::vector<QPointF> &result)
{
    result.reserve(points.size());
    for (const CurvePoint &point : points) {
        const double at = x.at(point.x);
        if (std::isfinite(at) && at >= 0)
            result.emplace_back(at, std::isnan(point.y) ? kNever : std::clamp(y.at(point.y), -0.5, 1.5));
    }
}

void markEpochs(CurvePicture &picture, const CurveRun &run)
{
    const EventTable &epochs = run.reader->epochs();
    const Place place(epochs, *run.reader, picture.axis);
    for (std::size_t row = 0; row < epochs.size(); ++row) {
        const auto epoch = epochs.epoch[row];
        if (epoch < 1 || epoch > 10'000'000)
            continue;
        const double at = picture.x.at(place(row));
        picture.epochAt.resize(std::max(picture.epochAt.size(), std::size_t(epoch)), at);
        picture.epochAt[std::size_t(epoch) - 1] = at;
    }
    const EventTable &steps = run.reader->steps();
    for (const EventTable *table : { &steps, &epochs })
        if (table->size() > 0)
            picture.live =
                std::max(picture.live, picture.x.at(Place(*table, *run.reader, picture.axis)(table->size() - 1)));
}

} // namespace

std::shared_ptr<const CurvePicture> buildCurves(const QString &panel, const std::vector<CurveRun> &runs,
                                                const CurveOptions &options, const QString &language)
{
    auto picture = std::make_shared<CurvePicture>();
    picture->id = panel;
    picture->axis = options.axis;
    picture->percent = panel == QLatin1String("group:accuracy");
    picture->x = axisX(runs, options);
    const Columns columns(picture->x, options.columns);
    const double reach = options.smoothing * kReach;
    std::vector<DrawnCurve> lines;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const RunReader &reader = *runs[i].reader;
        std::set<std::string> names;
        for (const EventTable *table : { &reader.steps(), &reader.epochs(), &reader.system() })
            for (const auto &[name, series] : table->series)
                names.insert(name);
        for (const PanelScalar &scalar : panelScalars(panel, { names.begin(), names.end() })) {
            const Sources sources = sourcesOf(reader, scalar.scalar, options.axis);
            if (!sources.thick.series)
                continue;
            DrawnCurve drawn;
            drawn.group = runs[i].group;
            drawn.line.scalar = scalar.scalar;
            drawn.line.role = scalar.role;
            drawn.line.run = int(i);
            drawn.line.dashed = i > 0 && scalar.role == CurveRole::Validation;
            drawn.line.label = i == 0 ? roleName(scalar.role) : runs[i].name;
            const Source &newest = sources.raw.series ? sources.raw : sources.thick;
            drawn.line.last = newest.series->values.back();
            drawn.line.values = newest.series->values.size();
            std::vector<double> notNumbers;
            if (sources.raw.series)
                take(sources.raw, Place(*sources.raw.table, reader, options.axis), columns, drawn.raw, notNumbers);
            else
                take(sources.thick, Place(*sources.thick.table, reader, options.axis), columns, drawn.raw, notNumbers);
            for (const double x : notNumbers)
                drawn.line.notNumbers.push_back(std::clamp(picture->x.at(x), 0.0, 1.0));
            drawn.smooth =
                smooth(sources.thick, Place(*sources.thick.table, reader, options.axis), columns, picture->x, reach);
            if (runs.size() > 1 && drawn.raw.size() > 4)
                drawn.raw.clear(); // many runs: the thick lines only
            lines.push_back(std::move(drawn));
        }
    }
    if (options.mean)
        lines = meanOverSeeds(std::move(lines), runs);
    picture->state = lines.empty() ? PanelState::NoData : PanelState::Live;
    picture->y = axisY(lines, options.logY && !picture->percent, picture->percent);
    if (panel == QLatin1String("group:collapse")) {
        for (const DrawnCurve &drawn : lines)
            if (drawn.line.run == 0 && drawn.line.role == CurveRole::CorpusItself)
                picture->collapsed = (1 - DuelWatch::muchCollapse) * drawn.line.last;
        picture->y = { 0, 1.05, false }; // distances
    }
    if (!runs.empty())
        markEpochs(*picture, runs.front());
    for (DrawnCurve &drawn : lines) {
        toAxes(drawn.raw, picture->x, picture->y, drawn.line.raw);
        toAxes(drawn.smooth, picture->x, picture->y, drawn.line.smooth);
        toAxes(drawn.upper, picture->x, picture->y, drawn.line.upper);
        toAxes(drawn.lower, picture->x, picture->y, drawn.line.lower);
        const int best = int(runs.front().reader->bestEpoch());
        if (drawn.line.run == 0 && drawn.line.role == CurveRole::Validation && picture->positionOf(best) >= 0) {
            const Source epochs = find(runs.front().reader->epochs(), drawn.line.scalar);
            for (std::size_t k = 0; epochs.series && k < epochs.series->rows.size(); ++k) {
                if (epochs.table->epoch[epochs.series->rows[k]] != best)
                    continue;
                picture->best = { picture->positionOf(best),
                                  std::clamp(picture->y.at(epochs.series->values[k]), 0.0, 1.0) };
                picture->bestText = valueText(epochs.series->values[k], language);
            }
        }
        picture->lines.push_back(std::move(drawn.line));
    }
    return picture;
}

} // namespace klangraum
