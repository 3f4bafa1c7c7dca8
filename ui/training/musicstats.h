// MusicStats: what a set of pieces is like, for the panels: note frequencies, transition matrices, distances.
// Runs in the watching thread.
#pragma once

#include "panelpicture.h"

#include "evaluation/featureset.h"
#include "music/score.h"

#include <array>
#include <vector>

namespace klangraum {

class MusicStats
{
public:
    // Throws Error where a piece cannot be normalised.
    explicit MusicStats(const std::vector<Score> &pieces);

    std::size_t pieces() const { return m_set.pieces(); }
    std::size_t notes() const { return m_notes; }
    const std::array<double, 128> &pitches() const { return m_pitches; } // share of the notes; percussion left out
    // Shares of all transitions, 12 x 12, row: from, column: to. All 0 without any.
    std::vector<double> transitions(const std::string &feature) const;
    const FeatureSet &features() const { return m_set; }

private:
    FeatureSet m_set;
    std::array<double, 128> m_pitches{};
    std::size_t m_notes = 0;
};

// The picture of a music panel other than the latent space; `panel` as in musicPanels().
PanelPtr musicPicture(const QString &panel, const MusicStats &real, const MusicStats &generated, int epoch,
                      const QString &language);

} // namespace klangraum
