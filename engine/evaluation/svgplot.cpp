#include "evaluation/svgplot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace klangraum::svg {

namespace {

constexpr double kWidth = 560;
constexpr double kHeight = 180;
constexpr double kLeft = 8;
constexpr double kRight = 8;
constexpr double kTop = 8;
constexpr double kWords = 18; // a line of words above bars
constexpr double kBottom = 34; // numbers and the unit

std::string place(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", value);
    return text;
}

std::string open(double width, double height, const std::string &title)
{
    return "<svg viewBox=\"0 0 " + place(width) + " " + place(height) + "\" role=\"img\" aria-label=\"" +
        escaped(title) + "\">";
}

std::string text(double x, double y, const std::string &anchor, const std::string &words)
{
    return "<text x=\"" + place(x) + "\" y=\"" + place(y) + "\" text-anchor=\"" + anchor + "\">" + escaped(words) +
        "</text>";
}

std::string baseline()
{
    const std::string y = place(kHeight - kBottom);
    return "<line class=\"axis\" x1=\"" + place(kLeft) + "\" x2=\"" + place(kWidth - kRight) + "\" y1=\"" + y +
        "\" y2=\"" + y + "\"/>";
}

double largestOf(const std::vector<Series> &series)
{
    double largest = 0;
    for (const Series &one : series) {
        for (const double value : one.values)
            largest = std::max(largest, value);
    }
    return largest > 0 ? largest : 1;
}

// A step of 1, 2 or 5 times a power of ten that gives four to nine marks.
double stepFor(double range)
{
    const double power = std::pow(10, std::floor(std::log10(range / 4)));
    for (const double factor : { 5.0, 2.0 }) {
        if (range / (power * factor) >= 4)
            return power * factor;
    }
    return power;
}

std::string ticks(double from, double to, const std::string &unit)
{
    std::string marks = baseline();
    const double y = kHeight - kBottom;
    if (to > from) {
        const double step = stepFor(to - from);
        const double first = std::ceil(from / step) * step;
        for (int i = 0; i < 12 && first + i * step <= to; ++i) {
            const double at = first + i * step;
            const double x = kLeft + (at - from) / (to - from) * (kWidth - kLeft - kRight);
            marks += "<line class=\"axis\" x1=\"" + place(x) + "\" x2=\"" + place(x) + "\" y1=\"" + place(y) +
                "\" y2=\"" + place(y + 4) + "\"/>";
            marks +=
                text(std::clamp(x, 20.0, kWidth - 20), y + 16, "middle", formatted(std::abs(at) < step / 1e6 ? 0 : at));
        }
    }
    return marks + text(kWidth - kRight, kHeight - 4, "end", unit);
}

} // namespace

std::string escaped(const std::string &text)
{
    std::string safe;
    for (const char c : text) {
        switch (c) {
        case '&':
            safe += "&amp;";
            break;
        case '<':
            safe += "&lt;";
            break;
        case '>':
            safe += "&gt;";
            break;
        case '"':
            safe += "&quot;";
            break;
        case '\'':
            safe += "&#39;";
            break;
        default:
            safe += static_cast<unsigned char>(c) < 32 || c == 127 ? ' ' : c;
        }
    }
    return safe;
}

std::string formatted(double value, int digits)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

std::string curves(const std::vector<double> &x, const std::vector<Series> &series, const std::string &unit)
{
    if (x.size() < 2 || !(x.back() > x.front()))
        return "<p class=\"none\">No distances: at least two pieces are needed.</p>";
    const double from = x.front();
    const double to = x.back();
    const double largest = largestOf(series);
    std::string picture = open(kWidth, kHeight, "densities over " + unit) + ticks(from, to, unit);
    for (const Series &one : series) {
        if (one.values.size() != x.size())
            continue;
        std::string points;
        for (std::size_t i = 0; i < x.size(); ++i) {
            points += place(kLeft + (x[i] - from) / (to - from) * (kWidth - kLeft - kRight)) + "," +
                place(kHeight - kBottom - one.values[i] / largest * (kHeight - kTop - kBottom)) + " ";
        }
        picture += "<polyline class=\"line " + one.className + "\" points=\"" + points + "\"><title>" +
            escaped(one.title) + "</title></polyline>";
    }
    return picture + "</svg>";
}

std::string bars(const std::vector<std::string> &labels, const std::vector<Series> &series, const std::string &unit)
{
    const double largest = largestOf(series);
    const double group = (kWidth - kLeft - kRight) / static_cast<double>(std::max<std::size_t>(labels.size(), 1));
    const double width = group * 0.8 / static_cast<double>(std::max<std::size_t>(series.size(), 1));
    const std::size_t every = (labels.size() + 15) / 16;
    std::string picture = open(kWidth, kHeight, unit) + baseline();
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const double left = kLeft + group * static_cast<double>(i);
        for (std::size_t s = 0; s < series.size(); ++s) {
            const double value = i < series[s].values.size() ? series[s].values[i] : 0;
            const double height = value / largest * (kHeight - kTop - kBottom - kWords);
            picture += "<rect class=\"bar " + series[s].className + "\" x=\"" +
                place(left + group * 0.1 + width * static_cast<double>(s)) + "\" y=\"" +
                place(kHeight - kBottom - height) + "\" width=\"" + place(std::max(width, 0.6)) + "\" height=\"" +
                place(height) + "\"><title>" + escaped(series[s].title + ", " + labels[i] + ": " + formatted(value)) +
                "</title></rect>";
        }
        if (every > 0 && i % every == 0)
            picture += text(left + group / 2, kHeight - kBottom + 16, "middle", labels[i]);
    }
    picture += text(kLeft, kTop + 4, "start", "largest: " + formatted(largest));
    return picture + text(kWidth - kRight, kHeight - 4, "end", unit) + "</svg>";
}

std::string matrix(const std::vector<std::string> &labels, const Series &series, double largest)
{
    constexpr double cell = 20;
    constexpr double margin = 34;
    const std::size_t side = labels.size();
    const double size = margin + cell * static_cast<double>(side) + 2;
    std::string picture = open(size, size, series.title);
    for (std::size_t i = 0; i < side; ++i) {
        const double middle = margin + cell * (static_cast<double>(i) + 0.5);
        picture += text(middle, margin - 6, "middle", labels[i]) + text(margin - 5, middle + 3.5, "end", labels[i]);
    }
    for (std::size_t i = 0; i < side * side && i < series.values.size(); ++i) {
        const double share = largest > 0 ? std::sqrt(std::clamp(series.values[i] / largest, 0.0, 1.0)) : 0;
        picture += "<rect class=\"cell " + series.className + "\" x=\"" +
            place(margin + cell * static_cast<double>(i % side)) + "\" y=\"" +
            place(margin + cell * static_cast<double>(i / side)) +
            "\" width=\"19\" height=\"19\" style=\"--v:" + formatted(share, 3) + "\"><title>" +
            escaped(labels[i / side] + " to " + labels[i % side] + ": " + formatted(series.values[i])) +
            "</title></rect>";
    }
    return picture + "</svg>";
}

} // namespace klangraum::svg
