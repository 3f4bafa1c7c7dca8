#include "generators/notetokens/notetokensdescription.h"

#include "generators/modelfolder.h"
#include "generators/notetokens/notescore.h"
#include "generators/notetokens/notetokensmetrics.h"
#include "generators/notetokens/notewriter.h"

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

Control slider(const std::string &name, const Text &label, const Text &help, const std::string &texture,
               const std::vector<Text> &words)
{
    Control control;
    control.name = name;
    control.label = label;
    control.help = help;
    control.texture = texture;
    control.words = words;
    return control;
}

std::vector<Control> controls(const NoteTokensOptions &options)
{
    std::vector<Control> all{ slider("surprise", { "Surprise", "Wagnis" },
                                     { "How far from the likeliest note the network may go.",
                                       "Wie weit vom wahrscheinlichsten Ton das Netz gehen darf." },
                                     "chaos",
                                     { { "safe", "sicher" },
                                       { "careful", "vorsichtig" },
                                       { "bold", "kühn" },
                                       { "daring", "mutig" },
                                       { "wild", "wild" } }),
                              slider("density", { "Density", "Dichte" },
                                     { "How many notes a beat brings.", "Wie viele Töne ein Schlag bringt." },
                                     "density",
                                     { { "sparse", "karg" },
                                       { "light", "licht" },
                                       { "medium", "mittel" },
                                       { "dense", "dicht" },
                                       { "full", "voll" } }),
                              slider("register", { "Register", "Tonlage" },
                                     { "How high the voices lie.", "Wie hoch die Stimmen liegen." }, "waves",
                                     { { "very low", "sehr tief" },
                                       { "low", "tief" },
                                       { "middle", "mittel" },
                                       { "high", "hoch" },
                                       { "very high", "sehr hoch" } }),
                              slider("memory", { "Memory", "Gedächtnis" },
                                     { "How much the last bars have a say in what comes next.",
                                       "Wie viel die letzten Takte beim nächsten Ton mitreden." },
                                     "density",
                                     { { "forgetful", "vergesslich" },
                                       { "short", "kurz" },
                                       { "medium", "mittel" },
                                       { "long", "lang" },
                                       { "returning", "wiederkehrend" } }) };
    all.back().initial = 0.25;
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
    Control tempo = slider("tempo", { "Tempo", "Tempo" }, { "Quarters a minute.", "Viertel in der Minute." }, "speed",
                           { { "very slow", "sehr langsam" },
                             { "slow", "langsam" },
                             { "walking", "gehend" },
                             { "lively", "lebhaft" },
                             { "fast", "schnell" } });
    tempo.minimum = 40;
    tempo.maximum = 200;
    tempo.initial = tempoOf(options);
    tempo.unit = "bpm";
    all.push_back(tempo);
    return all;
}

} // namespace

json describeControls(const NoteTokensNet &net)
{
    const NoteTokensOptions &options = net.options();
    const bool chorale = isChorale(options);
    const bool tune = options.notes == NoteOrder::Tune;
    return { { "title",
               toJson(chorale    ? Text{ "Chorale, endless", "Choral, endlos" }
                          : tune ? Text{ "Folk", "Folk" }
                                 : Text{ "Notes", "Töne" }) },
             { "subtitle",
               toJson(chorale    ? Text{ "four voices that listen", "vier Stimmen, die zuhören" }
                          : tune ? Text{ "dance tunes", "Tanzmelodien" }
                                 : Text{ "step after step", "Schritt für Schritt" }) },
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
