// MusicStats: what a set of pieces is like, for the panels: note frequencies, transition matrices, distances.
// Runs in the watching thread.
#pragma once

#include "panelpicture.h"

#include "evaluation/featureset.h"
#include "evaluation/pitchstatistics.h"
#include "music/score.h"

#include <vector>

namespace klangraum {

struct MusicStats
{
    PitchStatistics pitches;
    FeatureSet features;

    // Throws Error where a piece cannot be normalised.
    static MusicStats of(const std::vector<Score> &pieces);
};

// The picture of a music panel other than the latent space; `panel` as in musicPanels().
PanelPtr musicPicture(const QString &panel, const MusicStats &real, const MusicStats &generated, int epoch,
                      const QString &language);

} // namespace klangraum
