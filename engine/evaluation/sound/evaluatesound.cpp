#include "evaluation/sound/evaluatesound.h"

#include "corpus/audiosegments.h"
#include "evaluation/draw.h"
#include "evaluation/parallel.h"
#include "evaluation/sound/soundstatistics.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>

namespace klangraum {

namespace {

constexpr std::size_t fewestForDistances = 16; // two halves of eight

struct Heard
{
    BeatMeasures beat;
    std::vector<std::vector<double>> statistics; // in the order of soundStatistics()
};

std::vector<Heard> hear(const std::vector<HeardClip> &clips, bool phaseTold, int threads,
                        const std::function<bool(double)> &progress)
{
    std::vector<Heard> heard(clips.size());
    inParallel(
        clips.size(), threads,
        [&](std::size_t i) {
            const SoundFrames frames = SoundFrames::of(clips[i].clip);
            heard[i].beat = measureBeat(frames, clips[i].quartersPerMinute,
                                        phaseTold ? clips[i].firstBeat : std::optional<double>());
            for (const SoundStatistic &statistic : soundStatistics())
                heard[i].statistics.push_back(statistic.compute(frames));
        },
        progress);
    return heard;
}

Vectors column(const std::vector<Heard> &heard, std::size_t statistic)
{
    Vectors vectors;
    for (const Heard &clip : heard)
        vectors.push_back(clip.statistics[statistic]);
    return vectors;
}

std::string splitsWithPieces(const Corpus &corpus)
{
    std::string names;
    for (const Split split : { Split::Train, Split::Valid, Split::Test })
        if (!corpus.audioSplit(split).empty())
            names += (names.empty() ? "" : ", ") + std::string(splitName(split));
    return names.empty() ? "none" : names;
}

} // namespace

std::vector<HeardClip> segmentsToHear(const Corpus &corpus, Split split, std::uint64_t frames, std::size_t most,
                                      std::uint64_t seed, int halvings)
{
    AudioSegmentOptions options;
    options.frames = frames;
    std::vector<AudioSegment> segments;
    for (const bool onBars : { true, false }) {
        options.onBars = onBars;
        for (const AudioSegment &segment : cutAudioSegments(corpus, split, options))
            if (onBars || segment.piece->quartersPerMinute <= 0)
                segments.push_back(segment);
    }
    if (segments.empty())
        throw Error("evaluate: the " + std::string(splitName(split)) + " split of corpus '" + corpus.name +
                    "' has no segment of " + std::to_string(frames) +
                    " frames; splits with pieces: " + splitsWithPieces(corpus));
    std::vector<HeardClip> clips;
    for (const std::size_t i : drawIndices(segments.size(), most, seed)) {
        HeardClip heard;
        heard.clip = { corpus.sampleRate >> halvings, 1, std::vector<float>(segments[i].frames >> halvings) };
        segments[i].read(halvings, heard.clip.samples.data());
        heard.style = segments[i].piece->style;
        heard.quartersPerMinute = segments[i].piece->quartersPerMinute;
        if (heard.quartersPerMinute > 0)
            heard.firstBeat = 0; // cut at a bar line
        clips.push_back(std::move(heard));
    }
    return clips;
}

SoundReport evaluateSound(const std::vector<HeardClip> &samples, const std::vector<HeardClip> &reference, int threads,
                          const std::function<bool(double)> &progress, std::uint64_t seed)
{
    if (samples.empty() || reference.empty())
        throw Error("evaluate: " + std::to_string(samples.size()) + " samples and " + std::to_string(reference.size()) +
                    " clips of the corpus; expected at least one of each");
    const auto told = [](const HeardClip &clip) { return clip.firstBeat.has_value(); };
    const bool phaseTold =
        std::all_of(samples.begin(), samples.end(), told) && std::all_of(reference.begin(), reference.end(), told);
    const auto part = [&](double from) {
        return [&progress, from](double share) { return !progress || progress(from + 0.45 * share); };
    };
    const std::vector<Heard> ours = hear(samples, phaseTold, threads, part(0));
    const std::vector<Heard> theirs = hear(reference, phaseTold, threads, part(0.45));
    SoundReport report;
    report.about["phase"] = phaseTold ? "told" : "sought in both sets";
    for (const Heard &clip : ours)
        report.samples.push_back(clip.beat);
    for (const Heard &clip : theirs)
        report.reference.push_back(clip.beat);
    if (std::min(ours.size(), theirs.size()) >= fewestForDistances)
        for (std::size_t s = 0; s < soundStatistics().size(); ++s)
            report.distances.emplace_back(soundStatistics()[s].name,
                                          compareFrechet(column(ours, s), column(theirs, s), seed));
    return report;
}

} // namespace klangraum
