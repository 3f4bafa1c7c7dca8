// The numbers of a model card: whether every slider moves what it names, and whether the music stays sane.
#pragma once

#include "generators/notetokens/notewriter.h"

#include <map>
#include <span>
#include <string>

namespace klangraum::tokens {

struct WrittenPiece
{
    std::vector<Frame> frames;
    double surprise = 0; // nats a note that begins, under the network alone
    double density = 0; // notes that begin, a quarter
    double height = 0; // mean cell of what sounds
    double longestNote = 0; // bars
    double longestSilence = 0; // bars in which no voice sounds
    int mostRepeats = 0; // the same bar so often in a row
};

WrittenPiece writePiece(const NoteWriter &writer, const Wish &wish, std::uint64_t seed, int bars);

// Over `seeds` seeds of eight bars, each with the slider somewhere else, all other sliders at rest: rank correlations
// "slider-surprise", "slider-density", "slider-register" with what they name.
std::map<std::string, double> sliderMetrics(const NoteWriter &writer, int seeds);
// Over `seeds` seeds of `bars` bars with the sliders at rest: "samples", and how many are "stuck" (a note longer than
// four bars, a bar repeated more than four times) or "silent" for more than a bar.
std::map<std::string, double> sanityMetrics(const NoteWriter &writer, int seeds, int bars);

} // namespace klangraum::tokens
