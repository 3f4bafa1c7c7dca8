// The pictures of a report as SVG text: curves, bars and heat maps. Colours are CSS classes of the page
// (reporthtml.cpp), so that they follow light and dark. All texts are escaped.
#pragma once

#include <string>
#include <vector>

namespace klangraum::svg {

// & < > " and control characters.
std::string escaped(const std::string &text);
std::string formatted(double value, int digits = 4); // significant digits

struct Series
{
    std::string className; // "samples", "reference", "inter"
    std::string title;
    std::vector<double> values;
};

// All series over `x`, each scaled to the common largest value; an empty one is left out.
std::string curves(const std::vector<double> &x, const std::vector<Series> &series, const std::string &unit);
// Bars side by side, one group a label. Too many labels are thinned out.
std::string bars(const std::vector<std::string> &labels, const std::vector<Series> &series, const std::string &unit);
// Rows from above: from, columns: to. `largest`: the value with the full colour; of a group of maps it is common.
std::string matrix(const std::vector<std::string> &labels, const Series &series, double largest);

} // namespace klangraum::svg
