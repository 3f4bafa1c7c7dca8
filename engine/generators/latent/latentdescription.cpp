#include "generators/latent/latentdescription.h"

#include "generators/latent/attributes.h"
#include "generators/latent/latentdata.h"
#include "generators/latent/latentmeasures.h"
#include "generators/latent/latentspace.h"
#include "generators/latent/latenttrainable.h"
#include "generators/modelfolder.h"
#include "generators/stagecontrols.h"
#include "music/error.h"

#include <algorithm>

namespace klangraum::latent {
namespace {

using nlohmann::json;

constexpr std::int64_t mostHeldOut = 512; // windows that the card's figures are taken of
constexpr int sliderSeeds = 100;
constexpr double leastMoved = 0.25; // rank correlation of a fader with what it names; below, it is left out

struct Words
{
    const char *family;
    Text title, subtitle, backend;
    int stage;
};

const Words &wordsOf(const std::string &family)
{
    static const std::vector<Words> all{
        { "melody-space",
          { "Melodies", "Melodien" },
          { "folk and pop", "Folk und Pop" },
          { "VAE decoder", "VAE-Decoder" },
          4 },
        { "chorale-space",
          { "Phrases", "Phrasen" },
          { "in four voices", "vierstimmig" },
          { "VAE decoder", "VAE-Decoder" },
          5 },
        { "bar-gan",
          { "Duel", "Duell" },
          { "made to fool", "will täuschen" },
          { "generator of a GAN", "Generator eines GAN" },
          8 },
        { "vq-vae",
          { "Patterns", "Muster" },
          { "one a beat", "je Schlag eins" },
          { "code by code", "Code um Code" },
          6 },
        { "",
          { "Latent space", "Latenter Raum" },
          { "as published", "wie veröffentlicht" },
          { "VAE decoder", "VAE-Decoder" },
          210 },
    };
    const auto found = std::find_if(all.begin(), all.end(), [&](const Words &each) { return each.family == family; });
    return found == all.end() ? all.back() : *found;
}

// `metrics`: of measureSliders().
std::vector<Control> controlsOf(const LatentOptions &options, const json &metrics)
{
    if (options.quantised())
        return { surpriseFader({ "How far from the likeliest pattern the music may go.",
                                 "Wie weit vom wahrscheinlichsten Muster die Musik gehen darf." }) };
    std::vector<Control> controls{
        mapPad({ "Sound map", "Klangkarte" },
               { "Every point is other music; neighbours sound alike.",
                 "Jeder Punkt ist andere Musik; Nachbarn klingen ähnlich." }),
        surpriseFader({ "How far the music strays from its place on the map.",
                        "Wie weit die Musik von ihrem Ort auf der Karte abschweift." }),
        densityFader({ "How many notes a beat brings.", "Wie viele Töne ein Schlag bringt." }),
        registerFader({ "How high the notes lie.", "Wie hoch die Töne liegen." }),
        syncopationFader({ "How often notes begin beside the beat.", "Wie oft Töne neben dem Schlag beginnen." }),
        dissonanceFader({ "How rough steps and chords sound.", "Wie rau Schritte und Klänge sind." }),
        lengthFader({ "How long the notes last.", "Wie lange die Töne dauern." }),
    };
    std::erase_if(controls,
                  [&](const Control &control) { return metrics.value("slider-" + control.name, 1.0) < leastMoved; });
    if (options.parts) {
        Control morph;
        morph.name = "morph";
        morph.kind = ControlKind::Choice;
        morph.label = { "Morph", "Verwandlung" };
        morph.help = { "Whether a journey goes on from window to window or beat by beat.",
                       "Ob eine Reise von Fenster zu Fenster weitergeht oder Schlag um Schlag." };
        morph.maximum = 1;
        morph.initial = 0;
        morph.choices = { { "window by window", "Fenster um Fenster" }, { "within the bar", "im Takt" } };
        controls.push_back(morph);
    }
    return controls;
}

} // namespace

json describeLatent(const std::string &family, LatentNet &net, const Corpus &corpus)
{
    const torch::NoGradGuard noGrad;
    const LatentOptions &options = net.options();
    const Words &words = wordsOf(family);
    json metrics = json::object();
    std::vector<MapPoint> map;
    std::size_t pieces = 0;
    for (const CorpusPiece *piece : corpus.split(Split::Train))
        pieces += isReadable(piece->score, options) ? 1 : 0;
    if (!options.quantised()) {
        const SpaceReport report = fillSpace(net, corpus);
        map = report.map;
        chooseLandmarks(map);
        metrics["map-trustworthiness"] = report.trustworthiness;
        metrics["map-trustworthiness-components"] = report.components;
        for (const auto &[name, value] : measureSliders(net, sliderSeeds, 1))
            metrics[name] = value;
    }
    const Split heldOut = corpus.split(Split::Test).empty() ? Split::Valid : Split::Test;
    for (const auto &[name, value] : measureLatent(net, LatentData(corpus, heldOut, options), mostHeldOut, 1))
        metrics["held-out/" + name] = value;
    const std::string count = std::to_string(pieces);
    return { { "title", toJson(words.title) },
             { "subtitle", toJson(words.subtitle) },
             { "trained-on", toJson(Text{ "trained on " + count + " pieces", "trainiert mit " + count + " Stücken" }) },
             { "backend", toJson(words.backend) },
             { "stage", words.stage },
             { "output", "score" },
             { "controls", toJson(controlsOf(options, metrics)) },
             { "voices", toJson(options.grammar.voices()) },
             { "map", toJson(map) },
             { "tempo", sampleTempo },
             { "metrics", metrics },
             { "generator", json::object() } };
}

} // namespace klangraum::latent
