// Offline, when a model is packaged: the map of the corpus and the directions with meaning, into the net's Space; and
// whether the directions do what they say.
#pragma once

#include "corpus/corpus.h"
#include "generators/generator.h"
#include "generators/latent/latentnet.h"

#include <map>
#include <string>
#include <vector>

namespace klangraum::latent {

struct SpaceReport
{
    std::vector<MapPoint> map; // as the anchors of the Space; no landmarks chosen yet
    double trustworthiness = 0; // of the map, twelve neighbours
    double components = 0; // of the two principal components
};

// The first whole window of each piece stands for it; a corpus of more pieces than anchors is thinned out evenly.
// Directions: of all ways to raise one attribute and none of the other four (least squares, Hastie, Tibshirani,
// Friedman, 2009, equation 3.44, ridge) the one along which the corpus itself varies most. Learned from windows
// of the corpus and points around them, each with what the decoder makes of it. Throws Error where the
// corpus has no window.
SpaceReport fillSpace(LatentNet &net, const Corpus &corpus);

// Rank correlations over `seeds` points of the prior, each slider by itself at another position: "slider-NAME" with the
// attribute it names, "slider-NAME-on-OTHER" with the others.
std::map<std::string, double> measureSliders(LatentNet &net, int seeds, std::uint64_t seed);

} // namespace klangraum::latent
