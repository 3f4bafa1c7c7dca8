// The page of a report: text, tables and pictures, from the JSON document alone. Style and colours are at the top.
#include "evaluation/evaluationreport.h"
#include "evaluation/svgplot.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace klangraum {

namespace {

using nlohmann::json;
using svg::escaped;
using svg::formatted;

const char *const kStyle = R"(
:root{color-scheme:light dark;--paper:#f4f1ea;--card:#fffdf8;--ink:#0b0d11;--soft:#45474b;--line:#cfcabd;
--samples:#c8401a;--reference:#1f5fe0;--inter:#6e7786}
@media(prefers-color-scheme:dark){:root{--paper:#0b0d11;--card:#12151a;--ink:#f4f1ea;--soft:#b7b9bc;--line:#343b46;
--samples:#ff6330;--reference:#7faaff;--inter:#8d939c}}
body{margin:0 auto;max-width:1240px;padding:32px 24px 80px;background:var(--paper);color:var(--ink);
font:16px/1.5 Inter,system-ui,sans-serif}
h1{font-size:30px;margin:0 0 4px}h2{font-size:21px;margin:44px 0 10px}h3{font-size:17px;margin:0 0 2px}
p{margin:4px 0 10px;color:var(--soft)}code,td.n,th.n{font-family:"JetBrains Mono",ui-monospace,monospace}
.scroll{overflow-x:auto}table{border-collapse:collapse;font-size:14px;width:100%}
th,td{text-align:left;padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}
td.n,th.n{text-align:right;white-space:nowrap}td.word{overflow-wrap:anywhere}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:18px 20px;margin:0 0 18px}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(330px,1fr));gap:18px;margin:10px 0}
svg{width:100%;height:auto;display:block}svg text{font:11px Inter,system-ui,sans-serif;fill:var(--soft)}
.axis{stroke:var(--line)}.line{fill:none;stroke-width:2}.line.inter{stroke-dasharray:5 4}
.line.samples{stroke:var(--samples)}.line.reference{stroke:var(--reference)}.line.inter{stroke:var(--inter)}
.samples.bar,.samples.cell{fill:var(--samples)}.reference.bar,.reference.cell{fill:var(--reference)}
.cell{fill-opacity:calc(.06 + .94*var(--v))}.key{display:inline-block;width:22px;height:0;border-top:3px solid;
vertical-align:middle;margin:0 6px 0 16px}.key.samples{color:var(--samples);margin-left:0}
.key.reference{color:var(--reference)}.key.inter{color:var(--inter);border-top-style:dashed}
details{margin-top:8px;font-size:14px}summary{cursor:pointer;color:var(--soft)}figure{margin:0}
figcaption{font-size:14px;color:var(--soft)}
@media print{body{max-width:none}.card{break-inside:avoid}})";

std::string textOf(const json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    if (value.is_number_float())
        return formatted(value.get<double>(), 6);
    if (value.is_boolean())
        return value.get<bool>() ? "yes" : "no";
    return value.is_null() ? "none" : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string cell(const json &value, const char *none = "–")
{
    return "<td class=\"n\">" + (value.is_number() ? formatted(value.get<double>(), 5) : std::string(none)) + "</td>";
}

// Of an object that may be null, or its key missing.
const json &at(const json &object, const char *key)
{
    static const json none;
    const auto found = object.is_object() ? object.find(key) : object.end();
    return object.is_object() && found != object.end() ? *found : none;
}

std::vector<double> numbers(const json &list)
{
    std::vector<double> values;
    for (const json &value : list) {
        if (value.is_array()) {
            const std::vector<double> row = numbers(value);
            values.insert(values.end(), row.begin(), row.end());
        } else {
            values.push_back(value.is_number() ? value.get<double>() : 0);
        }
    }
    return values;
}

std::string table(const std::vector<std::string> &header, const std::string &rows)
{
    std::string html = "<div class=\"scroll\"><table><tr>";
    for (std::size_t i = 0; i < header.size(); ++i)
        html += (i == 0 ? "<th>" : "<th class=\"n\">") + header[i] + "</th>";
    return html + "</tr>" + rows + "</table></div>";
}

std::string facts(const json &about)
{
    std::string rows;
    for (const auto &[name, value] : about.items()) {
        const json inner = value.is_object() ? value : json{ { "", value } };
        for (const auto &[key, fact] : inner.items())
            rows += "<tr><td>" + escaped(name + (key.empty() ? "" : " " + key)) + "</td><td class=\"word\">" +
                escaped(textOf(fact)) + "</td></tr>";
    }
    return "<div class=\"scroll\"><table>" + rows + "</table></div>";
}

std::string agreementCells(const json &feature, const char *pair, const char *method)
{
    const json &found = at(at(at(feature, "agreement"), pair), method);
    const char *none = found.is_null() ? "–" : "∞";
    return cell(at(found, "overlap")) + cell(at(found, "kl-forward"), none) + cell(at(found, "kl-backward"), none);
}

std::string summary(const json &features)
{
    std::string rows;
    for (const json &feature : features) {
        rows += "<tr><td><a href=\"#" + escaped(textOf(feature["name"])) + "\">" + escaped(textOf(feature["title"])) +
            "</a><br><small>" + escaped(textOf(feature["unit"])) + "</small></td>" +
            cell(at(feature["samples"], "mean")) + cell(at(feature["reference"], "mean")) +
            cell(at(at(feature["samples"], "intra"), "mean")) + cell(at(at(feature["reference"], "intra"), "mean")) +
            cell(at(feature["inter"], "mean")) + agreementCells(feature, "samples-inter", "common-grid") + "</tr>";
    }
    return table({ "Feature", "samples, mean", "reference, mean", "intra samples", "intra reference", "inter",
                   "overlap", "KL forward", "KL back" },
                 rows);
}

std::string distanceRow(const char *name, const json &distances)
{
    std::string row = std::string("<tr><td>") + name + "</td>";
    for (const char *key : { "count", "mean", "deviation", "lowest", "highest", "bandwidth" })
        row += cell(at(distances, key));
    const bool equal = at(distances, "all-equal") == true;
    return row + "<td class=\"n\">" +
        (equal                                 ? "all equal"
             : at(distances, "binned") == true ? "binned"
                                               : "exact") +
        "</td></tr>";
}

std::string agreementTable(const json &feature)
{
    static constexpr std::array<std::array<const char *, 2>, 3> pairs = {
        { { "samples-inter", "intra samples : inter" },
          { "reference-inter", "intra reference : inter" },
          { "samples-reference", "intra samples : intra reference" } }
    };
    std::string rows;
    for (const auto &[pair, words] : pairs)
        rows += std::string("<tr><td>") + words + "</td>" + agreementCells(feature, pair, "common-grid") +
            agreementCells(feature, pair, "mgeval-compatible") + "</tr>";
    return table({ "", "overlap<br>common-grid", "KL forward<br>common-grid", "KL back<br>common-grid",
                   "overlap<br>mgeval-compatible", "KL forward<br>mgeval-compatible", "KL back<br>mgeval-compatible" },
                 rows);
}

// Mean numbers of a histogram, a matrix or of bars: pictures, and every number in a table.
std::string means(const json &feature)
{
    const std::vector<double> samples = numbers(at(feature["samples"], "means"));
    const std::vector<double> reference = numbers(at(feature["reference"], "means"));
    const std::size_t count = std::max(samples.size(), reference.size());
    const std::string kind = textOf(feature["kind"]);
    if (count == 0 || kind == "scalar")
        return {};
    std::vector<std::string> labels;
    for (const json &label : feature["labels"])
        labels.push_back(textOf(label));
    const std::string unit = textOf(feature["unit"]);
    std::string html = "<div class=\"pair\">";
    std::vector<std::string> names;
    if (kind == "matrix") {
        double largest = 0;
        for (const auto *side : { &samples, &reference })
            largest = side->empty() ? largest : std::max(largest, *std::max_element(side->begin(), side->end()));
        for (std::size_t i = 0; i < count; ++i)
            names.push_back(labels[i / labels.size()] + " → " + labels[i % labels.size()]);
        html += "<figure>" + svg::matrix(labels, { "samples", "samples, mean matrix", samples }, largest) +
            "<figcaption>samples, mean a piece</figcaption></figure><figure>" +
            svg::matrix(labels, { "reference", "reference, mean matrix", reference }, largest) +
            "<figcaption>reference; full colour is " + formatted(largest) + " " + escaped(unit) +
            ", lighter by the square root</figcaption></figure>";
    } else {
        for (std::size_t i = 0; i < count; ++i) {
            const std::string bar = "bar " + std::to_string(labels.empty() ? i + 1 : i / labels.size() + 1);
            names.push_back(kind == "bars" ? bar + (labels.empty() ? "" : " " + labels[i % labels.size()]) : labels[i]);
        }
        html += "<figure>" +
            svg::bars(names, { { "samples", "samples", samples }, { "reference", "reference", reference } }, unit) +
            "<figcaption>mean of the pieces</figcaption></figure>";
    }
    std::string rows;
    for (std::size_t i = 0; i < count; ++i)
        rows += "<tr><td>" + escaped(names[i]) + "</td>" + cell(i < samples.size() ? json(samples[i]) : json()) +
            cell(i < reference.size() ? json(reference[i]) : json()) + "</tr>";
    return html + "</div><details><summary>Every number</summary>" + table({ "", "samples", "reference" }, rows) +
        "</details>";
}

std::string card(const json &feature)
{
    const json &curves = feature["curves"];
    const json &samples = feature["samples"];
    const json &reference = feature["reference"];
    std::string html = "<section class=\"card\" id=\"" + escaped(textOf(feature["name"])) + "\"><h3>" +
        escaped(textOf(feature["title"])) + "</h3><p>" + escaped(textOf(feature["definition"])) +
        " Unit: " + escaped(textOf(feature["unit"])) + ". Source: " + escaped(textOf(feature["source"])) + ".</p>";
    html += svg::curves(numbers(curves["x"]),
                        { { "reference", "intra reference", numbers(curves["reference"]) },
                          { "inter", "inter", numbers(curves["inter"]) },
                          { "samples", "intra samples", numbers(curves["samples"]) } },
                        "distance, " + textOf(feature["unit"]));
    if (feature["kind"] == "scalar")
        html += table({ "", "pieces", "without a value", "mean", "deviation" },
                      "<tr><td>samples</td>" + cell(samples["pieces"]) + cell(samples["undefined"]) +
                          cell(samples["mean"]) + cell(samples["deviation"]) + "</tr><tr><td>reference</td>" +
                          cell(reference["pieces"]) + cell(reference["undefined"]) + cell(reference["mean"]) +
                          cell(reference["deviation"]) + "</tr>");
    html += means(feature);
    html += table({ "distances", "count", "mean", "deviation", "least", "largest", "bandwidth", "density" },
                  distanceRow("intra samples", samples["intra"]) + distanceRow("intra reference", reference["intra"]) +
                      distanceRow("inter", feature["inter"]));
    return html + agreementTable(feature) + "</section>";
}

std::string noteFrequencies(const json &notes)
{
    const std::vector<double> samples = numbers(notes["samples"]["pitches"]);
    const std::vector<double> reference = numbers(notes["reference"]["pitches"]);
    std::size_t low = 0;
    std::size_t high = samples.size();
    const auto silent = [&](std::size_t i) { return samples[i] <= 0 && reference[i] <= 0; };
    while (low + 1 < high && silent(low))
        ++low;
    while (high > low + 1 && silent(high - 1))
        --high;
    std::vector<std::string> labels;
    std::vector<double> ours;
    std::vector<double> theirs;
    std::string rows;
    for (std::size_t i = low; i < high; ++i) {
        labels.push_back(std::to_string(i));
        ours.push_back(samples[i]);
        theirs.push_back(reference[i]);
        rows += "<tr><td>" + labels.back() + "</td>" + cell(ours.back()) + cell(theirs.back()) +
            cell(ours.back() - theirs.back()) + "</tr>";
    }
    return "<section class=\"card\"><h3>Note frequencies</h3><p>Share of all notes by MIDI pitch: " +
        textOf(notes["samples"]["notes"]) + " notes of samples, " + textOf(notes["reference"]["notes"]) +
        " of the reference.</p>" +
        svg::bars(labels, { { "samples", "samples", ours }, { "reference", "reference", theirs } },
                  "MIDI pitch, share of notes") +
        "<details><summary>Every number</summary>" +
        table({ "MIDI pitch", "samples", "reference", "difference" }, rows) + "</details></section>";
}

std::string copies(const json &audit)
{
    if (audit.is_null())
        return "<section class=\"card\"><h3>Copy audit</h3><p>The corpus has no training pieces to copy from.</p>"
               "</section>";
    const std::vector<double> samples = numbers(audit["samples"]["beats"]);
    const std::vector<double> heldOut = numbers(audit["held-out"]["beats"]);
    double longest = 1;
    for (const auto *side : { &samples, &heldOut }) {
        for (const double beats : *side)
            longest = std::max(longest, beats);
    }
    const auto step = std::max(1.0, std::ceil(longest / 32));
    const auto groups = static_cast<std::size_t>(longest / step) + 1;
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < groups; ++i)
        labels.push_back(formatted(static_cast<double>(i) * step));
    const auto shares = [&](const std::vector<double> &beats) {
        std::vector<double> counts(groups, 0.0);
        for (const double length : beats)
            counts[std::min(static_cast<std::size_t>(length / step), groups - 1)] +=
                1.0 / static_cast<double>(beats.size());
        return counts;
    };
    std::string rows;
    for (const char *key : { "windows", "mean", "median", "percentile-95", "longest" })
        rows += std::string("<tr><td>") + key + "</td>" + cell(audit["samples"][key]) + cell(audit["held-out"][key]) +
            "</tr>";
    return "<section class=\"card\"><h3>Copy audit</h3><p>The longest run of sixteenth frames of each sample, in "
           "beats, that stands in one of " +
        textOf(audit["training-pieces"]) +
        " training pieces up to one transposition; beside it the same figure for held-out windows.</p>" +
        svg::bars(labels,
                  { { "samples", "samples", shares(samples) }, { "reference", "held-out windows", shares(heldOut) } },
                  "beats, share of windows") +
        table({ "beats", "samples", "held-out windows" }, rows) + "</section>";
}

std::string methods(const json &report)
{
    std::string rows;
    for (const auto &[name, text] : report["methods"].items())
        rows += "<tr><td><code>" + escaped(name) + "</code></td><td>" + escaped(textOf(text)) + "</td></tr>";
    return "<div class=\"scroll\"><table>" + rows + "</table></div>";
}

// The whole document inside the page, in a form that no browser takes for markup.
std::string embedded(const json &report)
{
    std::string safe;
    for (const char c : report.dump(-1, ' ', false, json::error_handler_t::replace))
        safe += c == '<' ? "\\u003c" : c == '>' ? "\\u003e" : c == '&' ? "\\u0026" : std::string(1, c);
    return "<script type=\"application/json\" id=\"report\">" + safe + "</script>";
}

} // namespace

std::string reportHtml(const json &report)
{
    const std::string title = "Evaluation: " + textOf(at(at(report["about"], "samples"), "name")) + " against " +
        textOf(at(at(report["about"], "reference"), "name"));
    std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                       "content=\"width=device-width,initial-scale=1\"><title>" +
        escaped(title) + "</title><style>" + kStyle + "</style></head><body><h1>" + escaped(title) +
        "</h1><p><span class=\"key samples\"></span>samples<span class=\"key reference\"></span>reference<span "
        "class=\"key inter\"></span>inter-set. Overlap and KL shown here are <code>" +
        escaped(textOf(report["shown"])) + "</code>: samples' intra-set distances against inter-set distances.</p>";
    html += "<h2>What was compared</h2>" + facts(report["about"]);
    html += "<h2>In one table</h2>" + summary(report["features"]);
    html += "<h2>Copies and notes</h2>" + copies(report["copies"]) + noteFrequencies(report["notes"]);
    html += "<h2>Feature by feature</h2><p>Features of single bars look at the first " + textOf(report["bars"]) +
        " bars; missing ones count as silent.</p>";
    for (const json &feature : report["features"])
        html += card(feature);
    return html + "<h2>How the numbers are made</h2>" + methods(report) + embedded(report) + "</body></html>\n";
}

} // namespace klangraum
