// Density and contours of the sound map: the numbers behind SoundMapImage.
#include "soundmapimage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

namespace klangraum {

namespace {

constexpr double kSmallestBandwidth = 12; // px of a pad 752 wide: below, every piece is an island
constexpr double kLargestBandwidth = 60;
constexpr double kReferenceWidth = 752;

double deviation(const std::vector<double> &values)
{
    double mean = 0, square = 0;
    for (const double value : values)
        mean += value / static_cast<double>(values.size());
    for (const double value : values)
        square += (value - mean) * (value - mean) / static_cast<double>(values.size());
    return std::sqrt(square);
}

// exp(-(node - point)^2 / 2 h^2) of every node for every point: [point * nodes + node].
std::vector<float> kernels(const std::vector<double> &points, int nodes, double length, double bandwidth)
{
    std::vector<float> out;
    out.reserve(points.size() * static_cast<std::size_t>(nodes));
    for (const double point : points) {
        for (int node = 0; node < nodes; ++node) {
            const double distance = (length * node / (nodes - 1) - point) / bandwidth;
            out.push_back(static_cast<float>(std::exp(-0.5 * distance * distance)));
        }
    }
    return out;
}

} // namespace

QPointF padToPx(QPointF pad, QSizeF size, double inset)
{
    return { inset + (pad.x() + 1) / 2 * (size.width() - 2 * inset),
             inset + (1 - pad.y()) / 2 * (size.height() - 2 * inset) };
}

QPointF pxToPad(QPointF px, QSizeF size, double inset)
{
    const double width = std::max(size.width() - 2 * inset, 1.0);
    const double height = std::max(size.height() - 2 * inset, 1.0);
    return { std::clamp(2 * (px.x() - inset) / width - 1, -1.0, 1.0),
             std::clamp(1 - 2 * (px.y() - inset) / height, -1.0, 1.0) };
}

float SoundMapDensity::sample(double u, double v) const
{
    const double x = std::clamp(u, 0.0, 1.0) * (columns - 1);
    const double y = std::clamp(v, 0.0, 1.0) * (rows - 1);
    const int column = std::min(static_cast<int>(x), columns - 2);
    const int row = std::min(static_cast<int>(y), rows - 2);
    const auto fx = static_cast<float>(x - column);
    const auto fy = static_cast<float>(y - row);
    return (at(column, row) * (1 - fx) + at(column + 1, row) * fx) * (1 - fy) +
        (at(column, row + 1) * (1 - fx) + at(column + 1, row + 1) * fx) * fy;
}

SoundMapDensity soundMapDensity(const std::vector<MapPoint> &points, QSizeF size, double inset, int columns, int rows)
{
    SoundMapDensity density{ std::max(columns, 2), std::max(rows, 2), {} };
    const auto nodes = static_cast<std::size_t>(density.columns);
    density.values.assign(nodes * static_cast<std::size_t>(density.rows), 0.0F);
    std::vector<double> xs, ys;
    for (const MapPoint &point : points) {
        if (!std::isfinite(point.x) || !std::isfinite(point.y))
            continue;
        const QPointF px = padToPx({ point.x, point.y }, size, inset);
        xs.push_back(px.x());
        ys.push_back(px.y());
    }
    if (xs.empty())
        return density;
    const double unit = size.width() / kReferenceWidth;
    const double shrink = std::pow(static_cast<double>(xs.size()), -1.0 / 6.0);
    const auto bandwidth = [&](const std::vector<double> &values) {
        return std::clamp(deviation(values) * shrink, kSmallestBandwidth * unit, kLargestBandwidth * unit);
    };
    // The kernel is separable: a point adds the outer product of two vectors.
    const std::vector<float> kx = kernels(xs, density.columns, size.width(), bandwidth(xs));
    const std::vector<float> ky = kernels(ys, density.rows, size.height(), bandwidth(ys));
    for (std::size_t point = 0; point < xs.size(); ++point) {
        const float *across = &kx[point * nodes];
        for (int row = 0; row < density.rows; ++row) {
            const float down = ky[point * static_cast<std::size_t>(density.rows) + static_cast<std::size_t>(row)];
            if (down < 1e-5F)
                continue;
            float *out = &density.values[static_cast<std::size_t>(row) * nodes];
            for (std::size_t column = 0; column < nodes; ++column)
                out[column] += down * across[column];
        }
    }
    const float peak = *std::max_element(density.values.begin(), density.values.end());
    for (float &value : density.values)
        value /= peak;
    return density;
}

std::vector<QPolygonF> contourLines(const SoundMapDensity &density, float level)
{
    // Every crossing lies on an edge between two nodes; an edge is named by its upper left node and its direction.
    using Edge = std::int64_t;
    const auto across = [&](int column, int row) { return 2 * (static_cast<Edge>(row) * density.columns + column); };
    const auto down = [&](int column, int row) { return across(column, row) + 1; };
    const auto position = [&](Edge edge) {
        const auto node = edge / 2;
        const auto column = static_cast<int>(node % density.columns);
        const auto row = static_cast<int>(node / density.columns);
        const bool vertical = edge % 2 != 0;
        const float a = density.at(column, row);
        const float b = vertical ? density.at(column, row + 1) : density.at(column + 1, row);
        const double t = static_cast<double>((level - a) / (b - a));
        return QPointF((column + (vertical ? 0 : t)) / (density.columns - 1),
                       (row + (vertical ? t : 0)) / (density.rows - 1));
    };
    std::unordered_map<Edge, std::array<Edge, 2>> links; // up to two neighbours of every crossing, -1: none
    const auto join = [&](Edge a, Edge b) {
        for (const auto &[from, to] : { std::pair{ a, b }, std::pair{ b, a } }) {
            auto &slots_ = links.try_emplace(from, std::array<Edge, 2>{ -1, -1 }).first->second;
            slots_[slots_[0] < 0 ? 0 : 1] = to;
        }
    };
    for (int row = 0; row + 1 < density.rows; ++row) {
        for (int column = 0; column + 1 < density.columns; ++column) {
            const bool tl = density.at(column, row) >= level, tr = density.at(column + 1, row) >= level;
            const bool bl = density.at(column, row + 1) >= level, br = density.at(column + 1, row + 1) >= level;
            const Edge top = across(column, row), bottom = across(column, row + 1);
            const Edge left = down(column, row), right = down(column + 1, row);
            if (tl == br && tr == bl && tl != tr) { // a saddle: the mean says which corners belong together
                const float mean = (density.at(column, row) + density.at(column + 1, row) +
                                    density.at(column, row + 1) + density.at(column + 1, row + 1)) /
                    4;
                const bool cutTopLeft = (mean >= level) != tl;
                join(top, cutTopLeft ? left : right);
                join(bottom, cutTopLeft ? right : left);
                continue;
            }
            std::array<Edge, 4> crossed{};
            std::size_t count = 0;
            for (const auto &[edge, crosses] : { std::pair{ top, tl != tr }, std::pair{ right, tr != br },
                                                 std::pair{ bottom, bl != br }, std::pair{ left, tl != bl } }) {
                if (crosses)
                    crossed[count++] = edge;
            }
            if (count == 2)
                join(crossed[0], crossed[1]);
        }
    }
    std::vector<QPolygonF> lines;
    const auto follow = [&](Edge from) {
        QPolygonF line;
        Edge here = from;
        while (true) {
            line.append(position(here));
            const auto it = links.find(here);
            if (it == links.end())
                break;
            const std::array<Edge, 2> next = it->second;
            links.erase(it);
            const Edge onward = links.count(next[0]) ? next[0] : links.count(next[1]) ? next[1] : -1;
            if (onward < 0) {
                if (line.size() > 2 && (next[0] == from || next[1] == from))
                    line.append(line.first());
                break;
            }
            here = onward;
        }
        lines.push_back(std::move(line));
    };
    // Open lines first, from one of their ends; what is left are loops.
    std::vector<Edge> ends;
    for (const auto &[edge, next] : links) {
        if (next[1] < 0)
            ends.push_back(edge);
    }
    std::sort(ends.begin(), ends.end());
    for (const Edge end : ends) {
        if (links.count(end))
            follow(end);
    }
    while (!links.empty())
        follow(links.begin()->first);
    return lines;
}

} // namespace klangraum
