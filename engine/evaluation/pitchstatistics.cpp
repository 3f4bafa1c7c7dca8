#include "evaluation/pitchstatistics.h"

#include "evaluation/distances.h"
#include "evaluation/draw.h"
#include "evaluation/features.h"
#include "evaluation/parallel.h"

namespace klangraum {

namespace {

template <typename Matrix> void divide(Matrix &matrix, double sum)
{
    for (auto &row : matrix) {
        for (double &value : row)
            value = sum > 0 ? value / sum : 0;
    }
}

} // namespace

PitchStatistics pitchStatisticsOf(std::span<const Score> pieces)
{
    PitchStatistics all;
    all.pieces = static_cast<std::int64_t>(pieces.size());
    for (const Score &piece : pieces) {
        const MusicView view(piece);
        const int grid = view.score().ticksPerQuarter;
        for (const auto &line : view.lines()) {
            for (std::size_t i = 0; i < line.size(); ++i) {
                const std::size_t length = noteLengthClass(line[i].duration, grid);
                ++all.notes;
                ++all.pitches[static_cast<std::size_t>(line[i].pitch)];
                ++all.noteLengths[length];
                if (i == 0)
                    continue;
                ++all.transitions;
                ++all.pitchClassTransitions[static_cast<std::size_t>(line[i - 1].pitch % 12)]
                                           [static_cast<std::size_t>(line[i].pitch % 12)];
                ++all.noteLengthTransitions[noteLengthClass(line[i - 1].duration, grid)][length];
            }
        }
    }
    for (double &share : all.pitches)
        share = all.notes > 0 ? share / static_cast<double>(all.notes) : 0;
    for (double &share : all.noteLengths)
        share = all.notes > 0 ? share / static_cast<double>(all.notes) : 0;
    divide(all.pitchClassTransitions, static_cast<double>(all.transitions));
    divide(all.noteLengthTransitions, static_cast<double>(all.transitions));
    return all;
}

std::vector<IntraSetDensity> intraSetDensities(std::span<const Score> pieces, const std::vector<std::string> &names,
                                               std::size_t points, std::size_t most, std::uint64_t seed, int threads)
{
    std::vector<const Feature *> wanted;
    for (const std::string &name : names)
        wanted.push_back(&feature(name));
    for (const Feature &each : features()) {
        if (names.empty())
            wanted.push_back(&each);
    }
    std::vector<Score> drawn;
    for (const std::size_t i : drawIndices(pieces.size(), most, seed))
        drawn.push_back(pieces[i]);
    const FeatureSet set = FeatureSet::of(drawn, threads);
    const std::size_t bars = set.mostBars();
    std::vector<IntraSetDensity> densities(wanted.size());
    inParallel(wanted.size(), threads, [&](std::size_t i) {
        const Density density(intraDistances(wanted[i]->kind, set.values(*wanted[i], bars)), 2);
        densities[i] = { wanted[i]->name, wanted[i]->title, wanted[i]->unit, curveOf(density, points) };
    });
    return densities;
}

} // namespace klangraum
