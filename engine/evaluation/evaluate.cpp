#include "evaluation/evaluate.h"

#include "corpus/windows.h"
#include "evaluation/draw.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum {

namespace {

std::vector<Score> draw(const std::vector<Score> &all, std::size_t most, std::uint64_t seed)
{
    std::vector<Score> drawn;
    for (const std::size_t i : drawIndices(all.size(), most, seed))
        drawn.push_back(all[i]);
    return drawn;
}

std::vector<Frames> framesOfAll(const std::vector<Score> &scores)
{
    std::vector<Frames> frames;
    for (const Score &score : scores)
        frames.push_back(framesOf(score));
    return frames;
}

std::string splitsWithPieces(const Corpus &corpus)
{
    std::string names;
    for (const Split split : { Split::Train, Split::Valid, Split::Test }) {
        if (!corpus.split(split).empty())
            names += (names.empty() ? "" : ", ") + std::string(splitName(split));
    }
    return names.empty() ? "none" : names;
}

} // namespace

std::vector<Score> evaluationWindows(const Corpus &corpus, Split split, double quarters)
{
    std::vector<Score> scores;
    if (quarters <= 0) {
        for (const CorpusPiece *piece : corpus.split(split))
            scores.push_back(piece->score);
        return scores;
    }
    WindowOptions options;
    options.quarters = quarters;
    options.hop = std::min(quarters, 4.0);
    options.onBars = true;
    for (const CorpusWindow &window : cutWindows(corpus, split, options)) {
        if (window.transpose == 0)
            scores.push_back(window.score());
    }
    return scores;
}

EvaluationReport evaluate(const std::vector<Score> &samples, const Corpus &corpus, const EvaluationSetup &setup)
{
    if (samples.empty())
        throw Error("evaluate: no samples to compare");
    const std::vector<Score> all = evaluationWindows(corpus, setup.split, setup.quarters);
    if (all.empty())
        throw Error("evaluate: the " + std::string(splitName(setup.split)) + " split of corpus '" + corpus.name +
                    "' is empty; splits with pieces: " + splitsWithPieces(corpus));
    const std::vector<Score> reference = draw(all, setup.mostWindows, setup.seed);

    EvaluationReport report;
    ComparisonOptions options;
    options.threads = setup.threads;
    if (setup.progress)
        options.progress = [&setup](double share) { return setup.progress(0.9 * share); };
    report.comparison = compareSets(samples, reference, options);
    report.samples = pitchStatisticsOf(samples);
    report.reference = pitchStatisticsOf(reference);
    report.about["reference"] = {
        { "name", corpus.name },
        { "hash", corpus.hash },
        { "split", splitName(setup.split) },
        { "pieces", corpus.split(setup.split).size() },
        { "windows", all.size() },
        { "windows-compared", reference.size() },
        { "window-quarters", setup.quarters > 0 ? nlohmann::json(setup.quarters) : nlohmann::json("whole pieces") },
        { "seed", setup.seed }
    };

    std::vector<Frames> pieces;
    for (const CorpusPiece *piece : corpus.split(Split::Train))
        pieces.push_back(framesOf(piece->score));
    if (!pieces.empty()) {
        Split heldOut = setup.split;
        if (heldOut == Split::Train)
            heldOut = corpus.split(Split::Test).empty() ? Split::Valid : Split::Test;
        const std::vector<Score> windows =
            draw(heldOut == setup.split ? all : evaluationWindows(corpus, heldOut, setup.quarters), samples.size(),
                 setup.seed);
        const CopyIndex index(pieces);
        report.copies = CopyComparison{ auditCopies(index, framesOfAll(samples)),
                                        auditCopies(index, framesOfAll(windows)), pieces.size() };
        report.about["copies"] = { { "training-pieces", pieces.size() },
                                   { "held-out-split", splitName(heldOut) },
                                   { "held-out-windows", windows.size() } };
    }
    if (setup.progress && !setup.progress(1))
        throw Error("interrupted before the end; nothing was written");
    return report;
}

} // namespace klangraum
