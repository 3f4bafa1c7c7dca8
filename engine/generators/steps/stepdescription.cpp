#include "generators/steps/stepdescription.h"

#include "generators/modelfolder.h"
#include "generators/stagecontrols.h"

namespace klangraum::steps {
namespace {

constexpr double initialTempo = 100; // quarters a minute

} // namespace

nlohmann::json describeSteps(const std::shared_ptr<StepNet> &net, const Corpus &corpus)
{
    const Codec &codec = net->stepOptions().codec;
    std::size_t pieces = 0;
    for (const CorpusPiece *piece : corpus.split(Split::Train))
        pieces += codec.fits(piece->score) ? 1 : 0;
    const std::string count = std::to_string(pieces);
    const std::vector<Control> controls{
        surpriseFader({ "How far from the likeliest note the network may go.",
                        "Wie weit vom wahrscheinlichsten Ton das Netz gehen darf." }),
        densityFader({ "How many notes begin.", "Wie viele Töne beginnen." }),
        registerFader({ "How high the notes lie.", "Wie hoch die Töne liegen." }),
        tempoFader(initialTempo),
    };
    return { { "title", toJson(Text{ "Steps", "Schritte" }) },
             { "subtitle", toJson(Text{ "one after the other", "einer nach dem anderen" }) },
             { "trained-on", toJson(Text{ "trained on " + count + " pieces", "trainiert mit " + count + " Stücken" }) },
             { "backend", toJson(Text{ "network of steps", "Netz aus Schritten" }) },
             { "stage", 200 },
             { "output", "score" },
             { "controls", toJson(controls) },
             { "voices", toJson(codec.voices()) },
             { "map", nlohmann::json::array() },
             { "tempo", initialTempo },
             { "metrics", nlohmann::json::object() },
             { "generator", nlohmann::json::object() } };
}

} // namespace klangraum::steps
