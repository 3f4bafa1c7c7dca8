// Generator: one interface for all model families. Describes its controls, generates a piece, or streams one
// window after the other. No torch in this header.
//
// Thread rule: a Generator and its Streams are used by one thread at a time (the engine thread or the CLI).
// Same model, seed, steering and device: the same piece, to the note.
#pragma once

#include "generators/audiostream.h"
#include "generators/control.h"
#include "music/piece.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace klangraum {

// A point of the encoded corpus on the pad, in pad units (-1..1).
struct MapPoint
{
    float x = 0;
    float y = 0;
    std::string piece; // title, or the piece's number in its corpus where it has no title
    bool landmark = false;
};

// What model.json says, minus the weights.
struct ModelDescription
{
    std::string name; // folder name, "chorale-vae"
    std::string family;
    std::string recipe;
    std::string source; // paper or "Klangraum"
    std::string output = "score"; // "score" or "audio"
    std::string corpus; // corpus name and content hash
    std::string licence;
    Text title; // "Chorale" | "Choral"
    Text subtitle; // "four voices" | "vier Stimmen"
    Text trainedOn; // "trained on 229 chorales"
    Text backend; // "VAE decoder" | "VAE-Decoder", for the honest line
    int stage = 1000; // order of the cards, small first
    std::uint64_t parameters = 0;
    std::uint64_t bytes = 0; // of the weights file
    std::vector<Control> controls;
    std::vector<Voice> voices;
    std::vector<MapPoint> map; // encoded corpus, one point a piece
    double initialTempo = 92; // quarters a minute
};

// Probability that `voice` sounds `pitch` at `step` of the window; only cells above 0.02 are listed.
struct ProbabilityCell
{
    std::int16_t step = 0;
    std::int16_t pitch = 0;
    std::int16_t voice = 0;
    float probability = 0;
};

// A note that may come next: after the window's end, in the first step there.
struct NextNote
{
    std::int16_t voice = 0;
    std::int16_t pitch = 0; // MIDI; -1: silence
    float probability = 0; // as the sliders stand; of one voice the likeliest are listed, the likeliest first
    float before = 0; // of the network alone, whatever the sliders say
};

// How little the network had expected a note that begins in the window: -log of its probability, sliders aside.
struct NoteSurprise
{
    Tick start = 0; // in the window
    std::int16_t voice = 0;
    std::int16_t pitch = 0;
    float nats = 0;
    bool yours = false; // the visitor's: overruled, played or given
};

// Where the network looks as it decides what comes after the window.
struct LookBack
{
    Tick ticks = 0; // before the window's end; a step begins there
    float weight = 0; // of 1; only those above 0.01 are listed
};

// What a network thinks aloud. A list is empty where a family has no such thing.
struct Thoughts
{
    std::vector<NextNote> next;
    std::vector<NoteSurprise> surprises;
    std::vector<LookBack> attention;
};

// One of the patterns that a piece is strung together from, by a model whose latent space is a codebook.
struct CodeGroup
{
    Tick start = 0; // in the window
    Tick duration = 0;
    std::vector<int> codes; // one a level, the coarsest first
    int book = 0; // codes of a level that there are to choose from
};

// A piece of music in a model's latent space.
struct Encoded
{
    std::vector<double> latent;
    bool onMap = false;
    float x = 0; // pad units, where onMap
    float y = 0;
    std::string nearest; // the piece of the corpus that lies nearest, by title or number; empty: none known
};

// From one point of the latent space to another, on the sphere between them.
struct LatentJourney
{
    std::vector<double> from, to; // as in Encoded::latent
    int windows = 8; // in so many windows, both ends among them
    bool withinBar = false; // the way goes on within a window, where the family's latent space has places in time
};

struct HeldNote
{
    std::int16_t voice = 0;
    std::int16_t pitch = 0;
};

// One stretch of music that a stream wrote. Ticks are relative to the window's start.
struct Window
{
    Score score; // score.length is the window's length in ticks
    Tick stepTicks = 120; // the grid on which a new piece may take effect
    std::vector<ProbabilityCell> cells;
    double milliseconds = 0; // wall time of the network for this window
    // Notes at tick 0 that are not struck there: they go on from the window before, one note for the ear.
    std::vector<HeldNote> held;
    Thoughts thoughts;
    std::vector<CodeGroup> codes; // empty where a family has no codebook
};

// Endless music, window after window. Window k is a function of seed, the steering given for it and window k-1.
class Stream
{
public:
    virtual ~Stream() = default;
    // Decodes the current window (index 0 at first) under `steering`; may be called again and again, as a finger
    // drags; does not advance.
    virtual Window decode(const Steering &steering) = 0;
    // What the window after the current one would be under `steering`; does not advance.
    virtual Window preview(const Steering &steering) = 0;
    // Takes the last decoded window as fixed and makes the next one current.
    virtual void advance() = 0;
    // `voice` begins the window after the current one with `pitch` (-1: silence), whatever chance says. False where the
    // family cannot, or has no such voice or pitch. Taken back by clear().
    virtual bool overrule(int voice, int pitch)
    {
        static_cast<void>(voice);
        static_cast<void>(pitch);
        return false;
    }
    // What the visitor played, taken up from the window after the current one on: ticks from its beginning, one note
    // at a time. The network writes the other voices to it, then goes on from it. False where the family cannot.
    virtual bool hear(const std::vector<Note> &phrase)
    {
        static_cast<void>(phrase);
        return false;
    }
    // Plays this journey from the window after the current one on; at its end the music stays where it has come to.
    // False where the family cannot, or the ends are no points of its latent space.
    virtual bool travel(const LatentJourney &journey)
    {
        static_cast<void>(journey);
        return false;
    }
    // Puts `code` in the place of the current window's code at this group and level; what decode() then gives is made
    // of it. False where the family has no codebook, or no such place or code. Taken back by clear() and advance().
    virtual bool swapCode(int group, int level, int code)
    {
        static_cast<void>(group);
        static_cast<void>(level);
        static_cast<void>(code);
        return false;
    }
    // Forgets what was overruled or heard for windows that are not written yet.
    virtual void clear() { }
};

struct GenerateRequest
{
    std::uint64_t seed = 1;
    Steering steering;
    int bars = 0; // 0: the family's natural length
    double seconds = 0; // audio families
    std::optional<std::vector<double>> latent; // `--latent`; pad coordinates for a model with a map, or all dimensions
    std::optional<Score> prime, from, to; // continue; interpolate; `from` alone: vary
    std::optional<Score> melody; // kept exactly; the network writes the other voices
    int steps = 0;
};

class Generator
{
public:
    virtual ~Generator() = default;
    virtual const ModelDescription &description() const = 0;
    // Throws Error for a control, option or value that the model does not have.
    virtual Piece generate(const GenerateRequest &request) = 0;
    virtual std::unique_ptr<Stream> stream(std::uint64_t seed) = 0;
    // Loops of audio, of a family whose output is audio (description().output); null where it is a score.
    virtual std::unique_ptr<AudioStream> audioStream(std::uint64_t seed)
    {
        static_cast<void>(seed);
        return nullptr;
    }
    // The beginning of a piece as a point of the latent space. Empty where the family has none. Throws Error for music
    // that it cannot read (no notes, drums only).
    virtual std::optional<Encoded> encode(const Score &score)
    {
        static_cast<void>(score);
        return {};
    }
    // What the discriminator hears: how much the beginning of a piece sounds like the corpus to it, 0 generated to 1
    // real; a Wasserstein critic's score stands between those of its corpus and of its generator. Empty where the
    // family has no discriminator, or cannot read the piece.
    virtual std::optional<double> judge(const Score &score)
    {
        static_cast<void>(score);
        return {};
    }
};

} // namespace klangraum
