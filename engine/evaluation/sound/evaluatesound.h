// One evaluation of sound from clips to report: the beat of each clip and the statistics of both sets, compared. Who
// made the clips is not known here.
#pragma once

#include "corpus/corpus.h"
#include "evaluation/sound/beat.h"
#include "evaluation/sound/frechet.h"
#include "music/audioclip.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace klangraum {

struct HeardClip
{
    AudioClip clip;
    double quartersPerMinute = 0; // that was asked for; 0: not known
    std::optional<double> firstBeat; // seconds
    std::string style; // empty: not known
};

// Segments of a split of an audio corpus as clips, at bar lines where the tempo is known, `frames` of the full rate
// long, at the full rate or so many times half of it; more than `most` are drawn by `seed`. Throws Error where there
// are none, naming the splits that are not empty.
std::vector<HeardClip> segmentsToHear(const Corpus &corpus, Split split, std::uint64_t frames, std::size_t most,
                                      std::uint64_t seed, int halvings = 0);

struct SoundReport
{
    nlohmann::json about = nlohmann::json::object();
    std::vector<BeatMeasures> samples;
    std::vector<BeatMeasures> reference;
    std::vector<std::pair<std::string, FrechetComparison>>
        distances; // a statistic each; empty where a set has fewer than 16 clips
};

// The phase of the beat is sought in both sets in the same way, unless all clips of both tell it. Throws Error for an
// empty set, as SoundFrames::of() does, and on cancelling.
SoundReport evaluateSound(const std::vector<HeardClip> &samples, const std::vector<HeardClip> &reference, int threads,
                          const std::function<bool(double)> &progress = {}, std::uint64_t seed = 1);

// {"format":"klangraum-sound-report","about","beat":{MEASURE:{"unit","samples":{"mean","deviation"},"reference":{...},
//  "difference"}},"distances":{STATISTIC:{"definition","extrapolated","real-against-real","all","samples","reference"}}}
nlohmann::json soundReportJson(const SoundReport &report);
// One page, nothing fetched from anywhere. `report`: what soundReportJson() made; texts in it are foreign and are
// escaped.
std::string soundReportHtml(const nlohmann::json &report);

} // namespace klangraum
