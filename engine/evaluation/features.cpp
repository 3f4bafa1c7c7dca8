#include "evaluation/features.h"

#include "evaluation/featurefunctions.h"
#include "evaluation/notelengths.h"
#include "music/error.h"

namespace klangraum {

namespace {

namespace of = features_of;

const char *const kYang = "Yang and Lerch 2020";
const char *const kMusPy = "MusPy, Dong et al. 2020";

std::vector<std::string> lengthLabels()
{
    return { noteLengthLabels().begin(), noteLengthLabels().end() };
}

std::vector<Feature> declare()
{
    using enum FeatureKind;
    const auto lengths = noteLengthClasses;
    return {
        { "pitch-count", "Pitch count", "pitches", Scalar, 1, kYang, "How many different pitches sound.", nullptr,
          of::pitchCount },
        { "pitch-count-per-bar", "Pitch count per bar", "pitches", Bars, 1, kYang,
          "Different pitches that begin in each bar.", nullptr, of::pitchCountOfBars },
        { "note-count", "Note count", "notes", Scalar, 1, kYang, "How many notes there are.", nullptr, of::noteCount },
        { "note-count-per-bar", "Note count per bar", "notes", Bars, 1, kYang, "Notes that begin in each bar.", nullptr,
          of::noteCountOfBars },
        { "pitch-class-histogram", "Pitch-class histogram", "share of sounding time", Histogram, 12, kYang,
          "How long each pitch class sounds, all voices added up.", pitchClassLabels, of::pitchClasses },
        { "pitch-class-histogram-per-bar", "Pitch-class histogram per bar", "share of sounding time", Bars, 12, kYang,
          "How long each pitch class sounds in each bar.", pitchClassLabels, of::pitchClassesOfBars },
        { "pitch-range", "Pitch range", "semitones", Scalar, 1, kYang, "Highest less lowest pitch.", nullptr,
          of::pitchRange },
        { "mean-interval", "Mean interval", "semitones", Scalar, 1, kYang,
          "Mean size of the steps between consecutive notes of a voice (average pitch shift).", nullptr,
          of::meanInterval },
        { "mean-inter-onset-interval", "Mean inter-onset interval", "quarters", Scalar, 1, kYang,
          "Mean time between successive onsets of all voices; notes that begin together are one onset.", nullptr,
          of::meanInterOnset },
        { "note-length-histogram", "Note-length histogram", "share of notes", Histogram, lengths, kYang,
          "Notes by the nearest of twelve lengths (t: triplet).", lengthLabels, of::noteLengths },
        { "pitch-class-transitions", "Pitch-class transition matrix", "transitions", Matrix, 144, kYang,
          "How often one pitch class follows another within a voice; row: from, column: to.", pitchClassLabels,
          of::pitchClassTransitions },
        { "note-length-transitions", "Note-length transition matrix", "transitions", Matrix, lengths * lengths, kYang,
          "How often one note length follows another within a voice; row: from, column: to.", lengthLabels,
          of::noteLengthTransitions },
        { "mean-pitch", "Mean pitch", "MIDI pitch", Scalar, 1, "Tamirisa et al. 2024", "Mean pitch of the notes.",
          nullptr, of::meanPitch },
        { "pitch-deviation", "Deviation of pitch", "semitones", Scalar, 1, "Tamirisa et al. 2024",
          "Standard deviation of the notes' pitches.", nullptr, of::pitchDeviation },
        { "pitch-groups", "Pitch groups", "semitones", Groups, 1, "Tamirisa et al. 2024, listing A.3.1",
          "Runs of notes that each lie a semitone above the last; their Manhattan distance adds up the differences of "
          "the pitches that stand at the same place of the same group. What only one piece has does not count.",
          nullptr, of::pitchGroups },
        { "polyphony", "Polyphony", "pitches", Scalar, 1, kMusPy,
          "Mean number of different pitches that sound while any does.", nullptr, of::polyphony },
        { "empty-bar-rate", "Empty-bar rate", "share of bars", Scalar, 1, "MuseGAN, Dong et al. 2018; MusPy",
          "Bars in which nothing sounds, percussion included.", nullptr, of::emptyBarRate },
        { "qualified-note-rate", "Qualified-note rate", "share of notes", Scalar, 1, "MuseGAN, Dong et al. 2018",
          "Notes that last at least a 32nd.", nullptr, of::qualifiedNotes },
        { "scale-consistency", "Scale consistency", "share of notes", Scalar, 1, kMusPy,
          "Notes that belong to the major or natural minor scale that fits best.", nullptr, of::scaleConsistency },
        { "groove-consistency", "Groove consistency", "share of positions", Scalar, 1, "MusPy; Wu and Yang 2020",
          "Positions of a bar, 24 a quarter, at which it and the next bar agree whether anything begins.", nullptr,
          of::grooveConsistency },
        { "used-pitch-classes", "Used pitch classes", "pitch classes", Scalar, 1, "MuseGAN, Dong et al. 2018",
          "Mean number of different pitch classes that a voice has in a bar in which it sounds.", nullptr,
          of::usedPitchClasses },
        { "tonal-distance", "Tonal distance", "of tonal centroids", Scalar, 1,
          "MuseGAN, Dong et al. 2018; Harte, Sandler, Gasser 2006",
          "Mean distance of the tonal centroids of two voices, quarter by quarter, of all pairs that sound.", nullptr,
          of::tonalDistance },
    };
}

} // namespace

std::size_t Feature::side() const
{
    std::size_t side = 1;
    while (side * side < width)
        ++side;
    return side;
}

const std::vector<Feature> &features()
{
    static const std::vector<Feature> all = declare();
    return all;
}

const Feature &feature(const std::string &name)
{
    std::string known;
    for (const Feature &candidate : features()) {
        if (candidate.name == name)
            return candidate;
        known += (known.empty() ? "" : ", ") + candidate.name;
    }
    throw Error("there is no feature '" + name + "'; known: " + known);
}

std::vector<std::string> pitchClassLabels()
{
    return { "C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B" };
}

} // namespace klangraum
