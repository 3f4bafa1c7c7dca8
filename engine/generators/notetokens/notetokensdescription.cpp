#include "generators/notetokens/notetokensdescription.h"

#include "generators/modelfolder.h"
#include "generators/notetokens/notescore.h"
#include "generators/notetokens/notetokensmetrics.h"
#include "generators/notetokens/notewriter.h"
#include "generators/stagecontrols.h"

namespace klangraum::tokens {
namespace {

using nlohmann::json;

constexpr int seeds = 100; // pieces a slider
constexpr int sanityBars = 16;
constexpr double choraleTempo = 92; // quarters a minute
constexpr double tuneTempo = 112;

bool isChorale(const NoteTokensOptions &options)
{
    return options.slots == 4 && options.notes == NoteOrder::Voices;
}

double tempoOf(const NoteTokensOptions &options)
{
    return options.notes == NoteOrder::Tune ? tuneTempo : choraleTempo;
}

std::vector<Control> controls(const NoteTokensOptions &options)
{
    Control memory = memoryFader({ "How much the last bars have a say in what comes next.",
                                   "Wie viel die letzten Takte beim nächsten Ton mitreden." });
    memory.initial = 0.25;
    std::vector<Control> all{
        surpriseFader({ "How far from the likeliest note the network may go.",
                        "Wie weit vom wahrscheinlichsten Ton das Netz gehen darf." }),
        densityFader({ "How many notes a beat brings.", "Wie viele Töne ein Schlag bringt." }),
        registerFader({ "How high the voices lie.", "Wie hoch die Stimmen liegen." }),
        memory,
    };
    if (isChorale(options)) {
        Control voices;
        voices.name = "voices";
        voices.kind = ControlKind::Choice;
        voices.label = { "Voices", "Stimmen" };
        voices.help = { "Which voices sing; the others are thought, but silent.",
                        "Welche Stimmen singen; die anderen werden gedacht, aber schweigen." };
        voices.choices = { { "soprano", "Sopran" },
                           { "soprano and bass", "Sopran und Bass" },
                           { "without tenor", "ohne Tenor" },
                           { "all four", "alle vier" } };
        voices.minimum = 0;
        voices.maximum = 3;
        voices.initial = 3;
        all.push_back(voices);
    }
    all.push_back(tempoFader(tempoOf(options)));
    return all;
}

} // namespace

json describeControls(const NoteTokensNet &net)
{
    const NoteTokensOptions &options = net.options();
    const bool chorale = isChorale(options);
    const bool tune = options.notes == NoteOrder::Tune;
    return { { "title",
               toJson(chorale    ? Text{ "Stream", "Strom" }
                          : tune ? Text{ "Folk", "Folk" }
                                 : Text{ "Notes", "Töne" }) },
             { "subtitle",
               toJson(chorale    ? Text{ "without end", "ohne Ende" }
                          : tune ? Text{ "dance tunes", "Tanzmelodien" }
                                 : Text{ "step after step", "schrittweise" }) },
             { "trained-on", toJson(Text{ "not trained", "nicht trainiert" }) },
             { "backend", toJson(Text{ "LSTM", "LSTM" }) },
             { "stage",
               chorale    ? 2
                   : tune ? 3
                          : 100 },
             { "output", "score" },
             { "controls", toJson(controls(options)) },
             { "voices", toJson(voicesOf(options)) },
             { "map", json::array() },
             { "tempo", tempoOf(options) },
             { "metrics", json::object() },
             { "generator", json::object() } };
}

json describeNoteTokens(const std::shared_ptr<NoteTokensNet> &net, const Corpus &corpus)
{
    const NoteWriter writer(net);
    std::map<std::string, double> metrics = sliderMetrics(writer, seeds);
    metrics.merge(sanityMetrics(writer, seeds, sanityBars));
    std::size_t pieces = 0;
    for (const CorpusPiece *piece : corpus.split(Split::Train))
        pieces += fits(piece->score, net->options()) ? 1 : 0;
    const bool chorale = isChorale(net->options());
    const std::string count = std::to_string(pieces);
    json described = describeControls(*net);
    described["trained-on"] = toJson(Text{ "trained on " + count + (chorale ? " chorales" : " pieces"),
                                           "trainiert mit " + count + (chorale ? " Chorälen" : " Stücken") });
    described["metrics"] = metrics;
    return described;
}

} // namespace klangraum::tokens
