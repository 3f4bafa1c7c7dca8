// The report of `klangraum evaluate`: one JSON document with every number, and one HTML page drawn from that document
// alone, with its pictures inside and nothing fetched from anywhere. Both loop over the table of features.
//
// report.json: {"format", "about", "shown", "methods", "bars", "features": [{"name", "title", "unit", "kind", "source",
// "definition", "labels", "samples", "reference", "inter", "agreement": {"samples-inter", "reference-inter",
// "samples-reference"}, "curves"}], "notes": {"samples", "reference"}, "copies"}. Numbers that do not exist are null.
#pragma once

#include "evaluation/comparison.h"
#include "evaluation/copyaudit.h"
#include "evaluation/pitchstatistics.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace klangraum {

// How long the samples' longest copies of training pieces are, against those of held-out windows.
struct CopyComparison
{
    CopyAudit samples;
    CopyAudit heldOut;
    std::size_t trainingPieces = 0;
};

struct EvaluationReport
{
    // What was compared, for people: objects of names and values, at most two deep ("samples": {"model": ...}).
    nlohmann::json about = nlohmann::json::object();
    Comparison comparison;
    PitchStatistics samples;
    PitchStatistics reference;
    std::optional<CopyComparison> copies; // empty where there is no training piece
};

nlohmann::json reportJson(const EvaluationReport &report);
// `report`: what reportJson() made. Texts in it are foreign (titles, paths) and are escaped.
std::string reportHtml(const nlohmann::json &report);

} // namespace klangraum
