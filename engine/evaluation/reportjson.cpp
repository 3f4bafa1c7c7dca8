#include "evaluation/evaluationreport.h"

#include <cmath>

namespace klangraum {

namespace {

using nlohmann::json;

// JSON has no infinity: null, which the page shows as the infinity sign.
json number(double value)
{
    return std::isfinite(value) ? json(value) : json();
}

const char *kindName(FeatureKind kind)
{
    switch (kind) {
    case FeatureKind::Scalar:
        return "scalar";
    case FeatureKind::Histogram:
        return "histogram";
    case FeatureKind::Matrix:
        return "matrix";
    case FeatureKind::Bars:
        return "bars";
    case FeatureKind::Groups:
        return "groups";
    }
    return "";
}

json toJson(const DistanceSummary &distances)
{
    if (distances.count == 0)
        return nullptr;
    return { { "count", distances.count },         { "mean", distances.mean },
             { "deviation", distances.deviation }, { "lowest", distances.lowest },
             { "highest", distances.highest },     { "bandwidth", distances.bandwidth },
             { "all-equal", distances.constant },  { "binned", distances.binned } };
}

json toJson(const SetSummary &set, FeatureKind kind)
{
    json found = { { "pieces", set.pieces }, { "undefined", set.undefined }, { "intra", toJson(set.intra) } };
    if (kind == FeatureKind::Scalar) {
        found["mean"] = set.pieces > 0 ? json(set.mean) : json();
        found["deviation"] = set.pieces > 0 ? json(set.deviation) : json();
    } else if (kind != FeatureKind::Groups) {
        found["means"] = set.means;
    }
    return found;
}

json toJson(const Agreement &agreement)
{
    return { { "overlap", number(agreement.overlap) },
             { "kl-forward", number(agreement.klForward) },
             { "kl-backward", number(agreement.klBackward) } };
}

json toJson(const DensityComparison &comparison)
{
    if (!comparison.defined)
        return nullptr;
    return { { "common-grid", toJson(comparison.commonGrid) }, { "mgeval-compatible", toJson(comparison.mgeval) } };
}

json toJson(const FeatureComparison &found)
{
    const Feature &feature = *found.feature;
    json one = { { "name", feature.name },
                 { "title", feature.title },
                 { "unit", feature.unit },
                 { "kind", kindName(feature.kind) },
                 { "source", feature.source },
                 { "definition", feature.definition },
                 { "width", feature.width },
                 { "labels", feature.labels ? json(feature.labels()) : json::array() },
                 { "samples", toJson(found.samples, feature.kind) },
                 { "reference", toJson(found.reference, feature.kind) },
                 { "inter", toJson(found.inter) } };
    one["agreement"] = { { "samples-inter", toJson(found.samplesInter) },
                         { "reference-inter", toJson(found.referenceInter) },
                         { "samples-reference", toJson(found.samplesReference) } };
    one["curves"] = { { "x", found.curves.x },
                      { "samples", found.curves.y[0] },
                      { "reference", found.curves.y[1] },
                      { "inter", found.curves.y[2] } };
    return one;
}

json toJson(const PitchStatistics &statistics)
{
    return { { "pieces", statistics.pieces },
             { "notes", statistics.notes },
             { "transitions", statistics.transitions },
             { "pitches", statistics.pitches },
             { "pitch-class-transitions", statistics.pitchClassTransitions },
             { "note-lengths", statistics.noteLengths },
             { "note-length-transitions", statistics.noteLengthTransitions } };
}

json toJson(const CopyAudit &audit)
{
    return { { "windows", audit.quarters.size() },
             { "longest", audit.longest },
             { "mean", audit.mean },
             { "median", audit.median },
             { "percentile-95", audit.percentile95 },
             { "beats", audit.quarters } };
}

const char *const kMethods[][2] = {
    { "common-grid",
      "Shown. Both densities at the same 1,000 places, from three bandwidths below the least to three "
      "above the largest distance of both; each normalised to sum 1; for KL raised to 1e-12." },
    { "mgeval-compatible",
      "For old figures only. Overlap: integral of the smaller density between the least and the "
      "largest distance. KL: each density at 1,000 places of its own range, which compares "
      "different distances with each other; null where infinite." },
    { "density",
      "Gaussian kernels, Scott's bandwidth (scipy.stats.gaussian_kde) over all pairs; within a set each "
      "piece is left out in turn, so that a pair counts twice. 'binned': more than 600 different "
      "distances, spread over bins of 1/64 bandwidth, known to 2e-5 of the peak." },
    { "all-equal",
      "All distances of a set are the same (identical pieces): it stands as a Gaussian whose width is "
      "1/200 of the range compared. Two such sets at the same distance overlap by 1 and diverge by 0." },
    { "undefined",
      "Pieces without a value (no notes: no pitch range; one note: no interval) are left out of that "
      "feature and counted." },
    { "kl", "Natural logarithm. Forward: of the first set named from the second." },
    { "copies",
      "The longest run of sixteenth frames (which pitches sound) that stands in a training piece up to one "
      "transposition, in beats (quarters)." },
};

} // namespace

json reportJson(const EvaluationReport &report)
{
    json document = { { "format", 1 }, { "about", report.about }, { "shown", "common-grid" } };
    for (const auto &[name, text] : kMethods)
        document["methods"][name] = text;
    document["bars"] = report.comparison.bars;
    document["features"] = json::array();
    for (const FeatureComparison &feature : report.comparison.features)
        document["features"].push_back(toJson(feature));
    document["notes"] = { { "samples", toJson(report.samples) }, { "reference", toJson(report.reference) } };
    document["copies"] = nullptr;
    if (report.copies)
        document["copies"] = { { "samples", toJson(report.copies->samples) },
                               { "held-out", toJson(report.copies->heldOut) },
                               { "training-pieces", report.copies->trainingPieces },
                               { "unit", "beats" } };
    return document;
}

} // namespace klangraum
