#include "corpus/windows.h"

#include "corpus/augmentation.h"
#include "music/bargrid.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace klangraum {

namespace {

Tick ticksOf(double quarters, const Score &score, const char *what)
{
    const double ticks = quarters * score.ticksPerQuarter;
    if (!(ticks >= 0.5) || ticks > 1e15)
        throw Error(std::string("windows: ") + what + " of " + std::to_string(quarters) +
                    " quarters; expected at least one tick of the piece");
    return static_cast<Tick>(std::llround(ticks));
}

} // namespace

std::vector<Tick> barLines(const Score &score)
{
    const BarGrid grid(score);
    std::vector<Tick> lines;
    for (std::int64_t bar = 0; bar <= grid.bars(); ++bar)
        lines.push_back(grid.barStart(bar));
    return lines;
}

std::vector<Tick> windowStarts(const Score &score, const WindowOptions &options)
{
    const Tick length = ticksOf(options.quarters, score, "a length");
    const Tick hop = ticksOf(options.hop, score, "a hop");
    if (!(options.leastFilled >= 0) || options.leastFilled > 1 || !(options.phase >= 0))
        throw Error("windows: expected a phase of at least 0 and a least filled share within 0..1");
    std::vector<Tick> candidates;
    if (options.onBars) {
        const std::vector<Tick> lines = barLines(score);
        std::size_t first = 0;
        if (lines.size() > 2 && lines[1] - lines[0] < lines[2] - lines[1]) {
            candidates.push_back(lines[1] - (lines[2] - lines[1])); // the pickup at the end of a whole bar
            first = 1;
        }
        for (std::size_t i = first; i < lines.size(); ++i) {
            if (candidates.empty() || lines[i] - candidates.back() >= hop)
                candidates.push_back(lines[i]);
        }
    } else {
        for (Tick at = static_cast<Tick>(std::llround(options.phase * score.ticksPerQuarter));
             at < score.length || candidates.empty(); at += hop)
            candidates.push_back(at);
    }
    const double leastMusic = options.leastFilled * static_cast<double>(length);
    std::vector<Tick> starts;
    for (const Tick at : candidates) {
        const Tick music = std::min(at + length, score.length) - std::max<Tick>(at, 0);
        if (starts.empty() || (music > 0 && static_cast<double>(music) >= leastMusic))
            starts.push_back(at);
    }
    return starts;
}

Score cutWindow(const Score &score, Tick start, Tick length, bool keepReachingIn)
{
    const Tick end = start + length;
    Score window = score.slice(std::max<Tick>(start, 0), std::max<Tick>(end, 1));
    if (end <= 0)
        window.notes.clear();
    if (start < 0) {
        const auto later = [&](auto &changes) {
            for (std::size_t i = 0; i < changes.size(); ++i) {
                if (changes[i].tick > 0)
                    changes[i].tick -= start;
            }
        };
        for (Note &note : window.notes)
            note.start -= start;
        later(window.tempi);
        later(window.metres);
    }
    for (std::size_t i = 0; keepReachingIn && start > 0 && i < score.notes.size(); ++i) {
        Note note = score.notes[i];
        if (note.start >= start)
            break;
        if (note.end() <= start)
            continue;
        note.duration = std::min(note.end(), end) - start;
        note.start = 0;
        window.notes.push_back(note);
    }
    window.length = length;
    window.normalise();
    return window;
}

Score CorpusWindow::score() const
{
    const Score cut = cutWindow(piece->score, start, length, keepReachingIn);
    return transpose == 0 ? cut : cut.transposed(transpose);
}

std::vector<CorpusWindow> cutWindows(const Corpus &corpus, Split split, const WindowOptions &options)
{
    const std::vector<int> all = transpositionsOf(corpus, split);
    std::vector<CorpusWindow> windows;
    for (const CorpusPiece *piece : corpus.split(split)) {
        const Tick length = ticksOf(options.quarters, piece->score, "a length");
        const std::vector<Tick> starts = windowStarts(piece->score, options);
        for (const int transpose : transpositionsWithin(piece->score, all)) {
            for (const Tick start : starts)
                windows.push_back({ piece, start, length, transpose, options.keepReachingIn });
        }
    }
    return windows;
}

} // namespace klangraum
