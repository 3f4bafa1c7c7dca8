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
constexpr int kMargin = 2; // pitches beyond the lowest and the highest

double halfDifference(std::span<const double> a, std::span<const double> b)
{
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        sum += std::abs(a[i] - b[i]);
    return sum / 2;
}

PanelPtr notesPicture(const MusicStats &real, const MusicStats &generated, std::shared_ptr<HistogramPicture> picture)
{
    picture->real.assign(real.pitches().begin(), real.pitches().end());
    picture->generated.assign(generated.pitches().begin(), generated.pitches().end());
    int low = 127, high = 0;
    for (int pitch = 0; pitch < 128; ++pitch) {
        const double share = std::max(real.pitches()[std::size_t(pitch)], generated.pitches()[std::size_t(pitch)]);
        picture->overlap +=
            std::min(real.pitches()[std::size_t(pitch)], generated.pitches()[std::size_t(pitch)]);
        if (share > 0) {
            low = std::min(low, pitch);
            high = std::max(high, pitch);
        }
    }
    picture->low = std::max(0, low - kMargin);
    picture->high = std::min(127, high + kMargin);
    picture->pieces = generated.pieces();
    picture->notes = generated.notes();
    if (low > high)
        picture->state = PanelState::NoData;
    return picture;
}

PanelPtr distancesPicture(const QString &panel, const MusicStats &real, const MusicStats &generated,
                          std::shared_ptr<DensityPicture> picture)
{
    const Feature &what = feature(distanceFeature(panel).toStdString());
    picture->feature = featureTitle(QString::fromStdString(what.name));
    const std::size_t bars = std::max(real.features().mostBars(), generated.features().mostBars());
    const auto density = [&](const MusicStats &stats) {
        return Density(intraDistances(what.kind, stats.features().values(what, bars)));
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

MusicStats::MusicStats(const std::vector<Score> &pieces)
    : m_set(FeatureSet::of(pieces, 1))
{
    for (const Score &piece : pieces) {
        for (const Note &note : piece.notes) {
            const auto voice = std::size_t(note.voice);
            if ((voice < piece.voices.size() && piece.voices[voice].percussion) || note.pitch < 0 || note.pitch > 127)
                continue;
            m_pitches[std::size_t(note.pitch)] += 1;
            ++m_notes;
        }
    }
    for (double &share : m_pitches)
        share /= double(std::max<std::size_t>(1, m_notes));
}

std::vector<double> MusicStats::transitions(const std::string &name) const
{
    const Feature &what = feature(name);
    const FeatureValues values = m_set.values(what, 1);
    std::vector<double> sum(what.width, 0.0);
    for (std::size_t row = 0; row < values.rows(); ++row) {
        for (std::size_t i = 0; i < what.width; ++i)
            sum[i] += values.row(row)[i];
    }
    double all = 0;
    for (const double count : sum)
        all += count;
    for (double &count : sum)
        count /= std::max(1.0, all);
    return sum;
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
        return notesPicture(real, generated, prepare(std::make_shared<HistogramPicture>()));
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
    const std::string name = lengths ? "note-length-transitions" : "pitch-class-transitions";
    picture->real = real.transitions(name);
    picture->generated = generated.transitions(name);
    picture->distance = halfDifference(picture->real, picture->generated);
    return picture;
}

} // namespace klangraum
