#include "generators/notetokens/notetokensmetrics.h"

#include "music/correlation.h"

#include <algorithm>
#include <functional>

namespace klangraum::tokens {
namespace {

constexpr int sliderBars = 8;
constexpr double longestNote = 4; // bars
constexpr int mostRepeats = 4;
constexpr double longestSilence = 1; // bars

} // namespace

WrittenPiece writePiece(const NoteWriter &writer, const Wish &wish, std::uint64_t seed, int bars)
{
    const NoteTokensOptions &options = writer.net().options();
    const auto slots = static_cast<std::size_t>(options.slots);
    const auto bar = static_cast<double>(options.stepsPerBar);
    WrittenPiece piece;
    WriterState state;
    state.seed = seed;
    double onsets = 0;
    double cells = 0;
    std::array<int, mostSlots> lasting{};
    int silence = 0;
    int repeats = 1;
    Frame before = emptyFrame;
    for (std::int64_t step = 0; step < bars * options.stepsPerBar; ++step) {
        const WrittenStep written = writer.step(state, wish);
        bool sounds = false;
        for (std::size_t slot = 0; slot < slots; ++slot) {
            const int cell = written.frame[slot];
            lasting[slot] = goesOn(options, written.frame, before, static_cast<int>(slot)) ? lasting[slot] + 1 : 1;
            if (cell >= rest || static_cast<int>(slot) < firstPitch(options))
                continue;
            sounds = true;
            piece.longestNote = std::max(piece.longestNote, lasting[slot] / bar);
            piece.height += cell;
            ++cells;
            if (begins(options, written.frame, before, static_cast<int>(slot))) {
                ++onsets;
                piece.surprise += static_cast<double>(written.surprise[slot]);
            }
        }
        silence = sounds ? 0 : silence + 1;
        piece.longestSilence = std::max(piece.longestSilence, silence / bar);
        before = written.frame;
        piece.frames.push_back(written.frame);
    }
    for (int at = 1; at < bars; ++at) {
        const auto begin = piece.frames.begin() + at * static_cast<std::ptrdiff_t>(options.stepsPerBar);
        const bool same = std::equal(begin, begin + static_cast<std::ptrdiff_t>(options.stepsPerBar),
                                     begin - static_cast<std::ptrdiff_t>(options.stepsPerBar));
        repeats = same ? repeats + 1 : 1;
        piece.mostRepeats = std::max(piece.mostRepeats, repeats);
    }
    piece.surprise /= std::max(onsets, 1.0);
    piece.height /= std::max(cells, 1.0);
    piece.density = onsets / (static_cast<double>(piece.frames.size()) / static_cast<double>(options.stepsPerQuarter));
    return piece;
}

std::map<std::string, double> sliderMetrics(const NoteWriter &writer, int seeds)
{
    struct Slider
    {
        std::string name;
        double Wish::*wish;
        double WrittenPiece::*measure;
    };
    std::map<std::string, double> metrics;
    for (const Slider &slider : { Slider{ "slider-surprise", &Wish::surprise, &WrittenPiece::surprise },
                                  Slider{ "slider-density", &Wish::density, &WrittenPiece::density },
                                  Slider{ "slider-register", &Wish::height, &WrittenPiece::height } }) {
        std::vector<double> set;
        std::vector<double> found;
        for (int seed = 1; seed <= seeds; ++seed) {
            Wish wish;
            set.push_back((seed * 37 % seeds + 0.5) / seeds); // spread over the range, in no order
            wish.*slider.wish = set.back();
            found.push_back(writePiece(writer, wish, static_cast<std::uint64_t>(seed), sliderBars).*slider.measure);
        }
        metrics[slider.name] = spearman(set, found);
    }
    return metrics;
}

std::map<std::string, double> sanityMetrics(const NoteWriter &writer, int seeds, int bars)
{
    double stuck = 0;
    double silent = 0;
    for (int seed = 1; seed <= seeds; ++seed) {
        const WrittenPiece piece = writePiece(writer, {}, static_cast<std::uint64_t>(seed), bars);
        stuck += piece.longestNote > longestNote || piece.mostRepeats > mostRepeats ? 1 : 0;
        silent += piece.longestSilence > longestSilence ? 1 : 0;
    }
    return { { "samples", seeds }, { "samples-stuck", stuck }, { "samples-silent", silent } };
}

} // namespace klangraum::tokens
