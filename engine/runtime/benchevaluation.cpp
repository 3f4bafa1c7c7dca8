#include "runtime/bench.h"

#include "corpus/windows.h"
#include "evaluation/comparison.h"
#include "evaluation/copyaudit.h"
#include "evaluation/draw.h"

#include <chrono>
#include <fstream>
#include <sstream>

namespace klangraum {

namespace {

// The most memory held since the last forgetMost(), bytes (Linux: proc(5), clear_refs and VmHWM); 0 where unknown.
double mostMemory()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        std::istringstream words(line);
        std::string key;
        double kilobytes = 0;
        if (words >> key >> kilobytes && key == "VmHWM:")
            return kilobytes * 1024;
    }
    return 0;
}

void forgetMost()
{
    std::ofstream("/proc/self/clear_refs") << 5;
}

} // namespace

std::vector<BenchmarkResult> benchEvaluation()
{
    constexpr std::size_t kSamples = 1000;
    constexpr std::size_t kWindows = 2000;
    const Corpus corpus = Corpus::embedded();
    WindowOptions options;
    options.hop = 1; // of the corpus that the project composes: enough different windows for both sets
    std::vector<Score> windows;
    const std::vector<CorpusWindow> all = cutWindows(corpus, Split::Train, options);
    for (const std::size_t i : drawIndices(all.size(), kSamples + kWindows, 1))
        windows.push_back(all[i].score());
    const std::span<const Score> both(windows);
    std::vector<Frames> pieces;
    for (const CorpusPiece *piece : corpus.split(Split::Train))
        pieces.push_back(framesOf(piece->score));

    forgetMost();
    const auto begin = std::chrono::steady_clock::now();
    const std::size_t samples = std::min(kSamples, windows.size() / 3);
    compareSets(both.first(samples), both.subspan(samples));
    const std::chrono::duration<double> comparing = std::chrono::steady_clock::now() - begin;
    const CopyIndex index(pieces);
    std::vector<Frames> frames;
    for (const Score &score : both.first(samples))
        frames.push_back(framesOf(score));
    auditCopies(index, frames);
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    const std::string sets = std::to_string(samples) + " samples of two bars, " +
        std::to_string(windows.size() - samples) + " windows, two threads; goal: under ";
    return { { "evaluate", wall.count(), "s", sets + "10 s" },
             { "evaluate, comparison alone", comparing.count(), "s", "every feature, all pairs" },
             { "evaluate, most memory", mostMemory() / 1e6, "MB", "while it compares; goal: under 500 MB" } };
}

} // namespace klangraum
