#include "evaluation/sound/evaluatesound.h"

#include "evaluation/sound/soundstatistics.h"

#include <cmath>
#include <sstream>

namespace klangraum {

namespace {

struct Measure
{
    const char *name;
    const char *title;
    const char *unit;
    double BeatMeasures::*value;
};

constexpr Measure measures[] = {
    { "beat-strength", "onset strength at the beat over elsewhere", "", &BeatMeasures::strength },
    { "tempo-stability", "share of four-second windows at the tempo", "", &BeatMeasures::stability },
    { "tempo", "tempo heard", "quarters a minute", &BeatMeasures::tempo },
    { "noise-floor", "level between the strokes (tenth percentile)", "dB", &BeatMeasures::noiseFloor },
    { "hiss", "the same above 4 kHz", "dB", &BeatMeasures::hiss },
    { "loudness", "root mean square", "dB", &BeatMeasures::loudness },
};

nlohmann::json spread(const std::vector<BeatMeasures> &set, double BeatMeasures::*value)
{
    double sum = 0;
    double squares = 0;
    for (const BeatMeasures &each : set) {
        sum += each.*value;
        squares += (each.*value) * (each.*value);
    }
    const double mean = sum / static_cast<double>(set.size());
    return { { "mean", mean },
             { "deviation", std::sqrt(std::max(0.0, squares / static_cast<double>(set.size()) - mean * mean)) },
             { "clips", set.size() } };
}

std::string escaped(const std::string &text)
{
    std::string safe;
    for (const char c : text) {
        if (c == '<')
            safe += "&lt;";
        else if (c == '>')
            safe += "&gt;";
        else if (c == '&')
            safe += "&amp;";
        else if (c == '"')
            safe += "&quot;";
        else
            safe += c;
    }
    return safe;
}

std::string shown(const nlohmann::json &value)
{
    if (value.is_object()) {
        std::string list;
        for (const auto &[name, part] : value.items())
            list += (list.empty() ? "" : "; ") + escaped(name) + " " + shown(part);
        return list;
    }
    if (value.is_number()) {
        std::ostringstream out;
        out.precision(4);
        out << value.get<double>();
        return out.str();
    }
    return escaped(value.is_string() ? value.get<std::string>()
                                     : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

} // namespace

nlohmann::json soundReportJson(const SoundReport &report)
{
    nlohmann::json json{ { "format", "klangraum-sound-report" }, { "about", report.about } };
    for (const Measure &measure : measures) {
        const nlohmann::json ours = spread(report.samples, measure.value);
        const nlohmann::json theirs = spread(report.reference, measure.value);
        json["beat"][measure.name] = { { "title", measure.title },
                                       { "unit", measure.unit },
                                       { "samples", ours },
                                       { "reference", theirs },
                                       { "difference", ours["mean"].get<double>() - theirs["mean"].get<double>() } };
    }
    json["distances"] = nlohmann::json::object();
    for (const auto &[name, distance] : report.distances) {
        for (const SoundStatistic &statistic : soundStatistics())
            if (statistic.name == name)
                json["distances"][name]["definition"] = statistic.definition;
        json["distances"][name]["extrapolated"] = distance.extrapolated;
        json["distances"][name]["real-against-real"] = distance.realAgainstReal;
        json["distances"][name]["all"] = distance.distance;
        json["distances"][name]["samples"] = distance.samples;
        json["distances"][name]["reference"] = distance.reference;
    }
    return json;
}

std::string soundReportHtml(const nlohmann::json &report)
{
    std::ostringstream out;
    out << "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sound, compared</title><style>"
           "body{font:15px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}"
           "table{border-collapse:collapse;margin:1em 0}td,th{padding:.3em .9em;border-bottom:1px solid "
           "#ddd;text-align:left}"
           "td.n{text-align:right;font-variant-numeric:tabular-nums}</style><h1>Sound, compared</h1><table>";
    for (const auto &[name, value] : report.at("about").items())
        out << "<tr><th>" << escaped(name) << "<td>" << shown(value);
    out << "</table><h2>Beat</"
           "h2><table><tr><th>measure<th>unit<th>samples<th>deviation<th>corpus<th>deviation<th>difference";
    for (const auto &[name, beat] : report.at("beat").items())
        out << "<tr><td>" << shown(beat["title"]) << "<td>" << shown(beat["unit"]) << "<td class=n>"
            << shown(beat["samples"]["mean"]) << "<td class=n>" << shown(beat["samples"]["deviation"]) << "<td class=n>"
            << shown(beat["reference"]["mean"]) << "<td class=n>" << shown(beat["reference"]["deviation"])
            << "<td class=n>" << shown(beat["difference"]);
    out << "</table><h2>Fréchet distances</h2><p>Of means and covariances of each statistic, in standard deviations of "
           "the "
           "corpus, extrapolated to sets without end; beside it two halves of the corpus, the same way.</p>"
           "<table><tr><th>statistic<th>what<th>samples against corpus<th>corpus against corpus<th>clips";
    for (const auto &[name, distance] : report.at("distances").items())
        out << "<tr><td>" << escaped(name) << "<td>" << shown(distance["definition"]) << "<td class=n>"
            << shown(distance["extrapolated"]) << "<td class=n>" << shown(distance["real-against-real"])
            << "<td class=n>" << shown(distance["samples"]) << " : " << shown(distance["reference"]);
    if (report.at("distances").empty())
        out << "<tr><td colspan=5>fewer than 16 clips in a set";
    out << "</table></html>\n";
    return out.str();
}

} // namespace klangraum
