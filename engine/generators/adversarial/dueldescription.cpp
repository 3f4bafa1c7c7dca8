#include "generators/adversarial/dueldescription.h"

#include "generators/modelfolder.h"
#include "generators/stagecontrols.h"

namespace klangraum::adversarial {

nlohmann::json describeDuel(const Medium &medium, const Corpus &corpus)
{
    const std::string count = std::to_string(corpus.split(Split::Train).size());
    std::vector<Control> controls;
    if (medium.hasDensity())
        controls.push_back(
            densityFader({ "How sure the network must be before a note sounds: few notes or many.",
                           "Wie sicher das Netz sein muss, bevor ein Ton klingt: wenige Töne oder viele." }));
    controls.push_back(registerFader({ "Moves the music up or down, an octave at most.",
                                       "Rückt die Musik nach oben oder unten, höchstens eine Oktave." }));
    return { { "title", toJson(Text{ "Duel", "Duell" }) },
             { "subtitle", toJson(Text{ "made to deceive", "gemacht, um zu täuschen" }) },
             { "trained-on", toJson(Text{ "trained on " + count + " pieces", "trainiert mit " + count + " Stücken" }) },
             { "backend", toJson(Text{ "generator of a GAN", "Generator eines GAN" }) },
             { "stage", 300 },
             { "output", "score" },
             { "controls", toJson(controls) },
             { "voices", toJson(emptyScore(0).voices) },
             { "map", nlohmann::json::array() },
             { "tempo", sampleTempo },
             { "metrics", nlohmann::json::object() },
             { "generator", nlohmann::json::object() } };
}

} // namespace klangraum::adversarial
