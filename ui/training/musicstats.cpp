#include "musicstats.h"

#include "musicpictures.h"
#include "panelnames.h"

#include "evaluation/density.h"
#include "evaluation/distances.h"
#include "evaluation/notelengths.h"
#include "evaluation/overlap.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr std::size_t kDensityPoints = 160;
constexpr int kStatsMargin = 2; // pitches beyond the lowest and the highest

double halfDifference(std::span<const double> a, std::span<const double> b)
{
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        sum += std::abs(a[i] - b[i]);
    return sum / 2;
}

template <typename Matrix> std::vector<double> flat(const Matrix &matrix)
{
    std::vector<double> values;
    for (const auto &row : matrix)
        values.insert(values.end(), row.begin(), row.end());
    return values;
}

PanelPtr notesPicture(const PitchStatistics &real, const PitchStatistics &generated,
                      const std::shared_ptr<HistogramPicture> &picture)
{
    picture->real.assign(real.pitches.begin(), real.pitches.end());
    picture->generated.assign(generated.pitches.begin(), generated.pitches.end());
    int low = 127, high = 0;
    for (int pitch = 0; pitch < 128; ++pitch) {
        const double should = real.pitches[std::size_t(pitch)], is = generated.pitches[std::size_t(pitch)];
        picture->overlap += std::min(should, is);
        if (should > 0 || is > 0) {
            low = std::min(low, pitch);
            high = std::max(high, pitch);
        }
    }
    picture->low = std::max(0, low - kStatsMargin);
    picture->high = std::min(127, high + kStatsMargin);
    picture->pieces = std::size_t(generated.pieces);
    picture->notes = std::size_t(generated.notes);
    if (low > high)
        picture->state = PanelState::NoData;
    return picture;
}

PanelPtr distancesPicture(const QString &panel, const MusicStats &real, const MusicStats &generated,
                          const std::shared_ptr<DensityPicture> &picture)
{
    const Feature &what = feature(distanceFeature(panel).toStdString());
    picture->feature = featureTitle(QString::fromStdString(what.name));
    const std::size_t bars = std::max(real.features.mostBars(), generated.features.mostBars());
    const auto density = [&](const MusicStats &stats) {
        return Density(intraDistances(what.kind, stats.features.values(what, bars)));
    };
    const Density ofReal = density(real), ofGenerated = density(generated);
    if (ofReal.count() == 0 || ofGenerated.count() == 0) {
        picture->state = PanelState::NoData;
        return picture;
    }
    CommonGrid grid = commonGrid({ &ofReal, &ofGenerated }, kDensityPoints);
    if (grid.x.size() < 2) {
        picture->state = PanelState::NoData;
        return picture;
    }
    picture->grid = std::move(grid.x);
    picture->real = std::move(grid.y[0]);
    picture->generated = std::move(grid.y[1]);
    picture->overlap = compareDensities(ofReal, ofGenerated).commonGrid.overlap;
    return picture;
}

} // namespace

MusicStats MusicStats::of(const std::vector<Score> &pieces)
{
    return { pitchStatisticsOf(pieces), FeatureSet::of(pieces, 1) };
}

PanelPtr musicPicture(const QString &panel, const MusicStats &real, const MusicStats &generated, int epoch,
                      const QString &language)
{
    const auto prepare = [&](auto picture) {
        picture->id = panel;
        picture->epoch = epoch;
        picture->state = PanelState::Live;
        return picture;
    };
    if (panel == QLatin1String("notes"))
        return notesPicture(real.pitches, generated.pitches, prepare(std::make_shared<HistogramPicture>()));
    if (!distanceFeature(panel).isEmpty())
        return distancesPicture(panel, real, generated, prepare(std::make_shared<DensityPicture>()));
    auto picture = prepare(std::make_shared<MatrixPicture>());
    const bool lengths = panel == QLatin1String("length-transitions");
    if (lengths) {
        for (const std::string &label : noteLengthLabels())
            picture->names << QString::fromStdString(label);
    } else {
        for (int i = 0; i < 12; ++i)
            picture->names << pitchClassName(i, language);
    }
    const auto shares = [lengths](const PitchStatistics &set) {
        return lengths ? flat(set.noteLengthTransitions) : flat(set.pitchClassTransitions);
    };
    picture->real = shares(real.pitches);
    picture->generated = shares(generated.pitches);
    picture->distance = halfDifference(picture->real, picture->generated);
    return picture;
}

} // namespace klangraum
