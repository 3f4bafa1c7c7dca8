#include "evaluation/featureset.h"

#include "evaluation/parallel.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum {

FeatureSet FeatureSet::of(std::span<const Score> pieces, int threads, const EvaluationProgress &progress)
{
    constexpr std::size_t kPart = 64; // pieces that a thread takes at a time
    FeatureSet set;
    set.m_pieces = pieces.size();
    set.m_values.assign(features().size(), std::vector<std::vector<double>>(pieces.size()));
    const auto part = [&](std::size_t number) {
        for (std::size_t i = number * kPart; i < std::min(pieces.size(), (number + 1) * kPart); ++i) {
            try {
                const MusicView view(pieces[i]);
                for (std::size_t f = 0; f < features().size(); ++f)
                    set.m_values[f][i] = features()[f].compute(view);
            } catch (const Error &error) {
                throw Error("piece " + std::to_string(i + 1) + ": " + error.what());
            }
        }
    };
    inParallel((pieces.size() + kPart - 1) / kPart, threads, part, progress);
    return set;
}

std::size_t FeatureSet::mostBars() const
{
    std::size_t most = 0;
    for (std::size_t f = 0; f < features().size(); ++f) {
        const Feature &feature = features()[f];
        for (std::size_t i = 0; feature.kind == FeatureKind::Bars && i < m_pieces; ++i)
            most = std::max(most, m_values[f][i].size() / feature.width);
    }
    return most;
}

FeatureValues FeatureSet::values(const Feature &wanted, std::size_t bars) const
{
    const auto &pieces = m_values[static_cast<std::size_t>(&wanted - features().data())];
    FeatureValues all;
    all.begin.push_back(0);
    for (std::vector<double> row : pieces) {
        if (row.empty() && wanted.kind == FeatureKind::Scalar) {
            ++all.undefined;
            continue;
        }
        if (wanted.kind == FeatureKind::Bars)
            row.resize(bars * wanted.width, 0.0);
        all.values.insert(all.values.end(), row.begin(), row.end());
        all.begin.push_back(all.values.size());
    }
    return all;
}

} // namespace klangraum
