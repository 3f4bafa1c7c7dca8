#include "evaluation/comparison.h"

#include "evaluation/distances.h"
#include "evaluation/parallel.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

DistanceSummary summaryOf(const Density &density)
{
    return { density.count(),   density.mean(),      density.deviation(),  density.lowest(),
             density.highest(), density.bandwidth(), density.isConstant(), density.isBinned() };
}

SetSummary summaryOf(const Feature &feature, const FeatureValues &values, const Density &intra)
{
    SetSummary summary;
    summary.pieces = values.rows();
    summary.undefined = values.undefined;
    summary.intra = summaryOf(intra);
    if (feature.kind == FeatureKind::Groups || values.rows() == 0)
        return summary;
    const auto rows = static_cast<double>(values.rows());
    std::vector<double> means(values.width(), 0.0);
    for (std::size_t i = 0; i < values.values.size(); ++i)
        means[i % means.size()] += values.values[i] / rows;
    if (feature.kind != FeatureKind::Scalar) {
        summary.means = means;
        return summary;
    }
    summary.mean = means[0];
    for (const double value : values.values)
        summary.deviation += (value - summary.mean) * (value - summary.mean);
    summary.deviation = std::sqrt(summary.deviation / rows);
    return summary;
}

FeatureComparison compare(const Feature &feature, const FeatureValues &samples, const FeatureValues &reference,
                          std::size_t curvePoints)
{
    const Density ofSamples(intraDistances(feature.kind, samples), 2);
    const Density ofReference(intraDistances(feature.kind, reference), 2);
    const Density inter(interDistances(feature.kind, samples, reference));
    FeatureComparison found;
    found.feature = &feature;
    found.samples = summaryOf(feature, samples, ofSamples);
    found.reference = summaryOf(feature, reference, ofReference);
    found.inter = summaryOf(inter);
    found.samplesInter = compareDensities(ofSamples, inter);
    found.referenceInter = compareDensities(ofReference, inter);
    found.samplesReference = compareDensities(ofSamples, ofReference);
    const std::array<const Density *, 3> all = { &ofSamples, &ofReference, &inter };
    CommonGrid grid = commonGrid({ all.begin(), all.end() }, curvePoints);
    found.curves.x = std::move(grid.x);
    for (std::size_t i = 0; i < grid.y.size(); ++i) {
        if (all[i]->count() > 0)
            found.curves.y[i] = std::move(grid.y[i]);
    }
    return found;
}

} // namespace

Comparison compareSets(std::span<const Score> samples, std::span<const Score> reference,
                       const ComparisonOptions &options)
{
    const auto progress = [&](double from, double to) -> EvaluationProgress {
        if (!options.progress)
            return {};
        return [&options, from, to](double share) { return options.progress(from + (to - from) * share); };
    };
    const FeatureSet ofSamples = FeatureSet::of(samples, options.threads, progress(0, 0.05));
    const FeatureSet ofReference = FeatureSet::of(reference, options.threads, progress(0.05, 0.15));
    Comparison comparison;
    comparison.bars = std::max(ofSamples.mostBars(), ofReference.mostBars());
    comparison.features.resize(features().size());
    const auto work = [&](std::size_t i) {
        const Feature &each = features()[i];
        comparison.features[i] = compare(each, ofSamples.values(each, comparison.bars),
                                         ofReference.values(each, comparison.bars), options.curvePoints);
    };
    inParallel(features().size(), options.threads, work, progress(0.15, 1));
    return comparison;
}

} // namespace klangraum
