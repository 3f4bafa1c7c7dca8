#include "generators/bargan/bargandescription.h"

#include "generators/bargan/barwriter.h"
#include "generators/choralevae/choraledescription.h"
#include "generators/modelfolder.h"
#include "generators/seeded.h"
#include "generators/stagecontrols.h"
#include "music/correlation.h"
#include "music/error.h"

namespace klangraum::bargan {
namespace {

constexpr int slidSeeds = 100;

// Rank correlation of each slider with what it is named after, over seeds of which each sets it anew.
std::map<std::string, double> sliderMetrics(const BarWriter &writer)
{
    struct Case
    {
        std::string name;
        double Wish::*slider;
        std::function<double(const chorale::DecodedWindow &)> measure;
    };
    const chorale::IntervalTable intervals = writer.net().chorale().measures().intervals;
    const std::vector<Case> all{
        { "slider-surprise", &Wish::surprise,
          [&](const chorale::DecodedWindow &decoded) { return intervals.surpriseOf(decoded.window); } },
        { "slider-density", &Wish::density,
          [](const chorale::DecodedWindow &decoded) { return chorale::densityOf(decoded.window); } },
        { "slider-register", &Wish::height,
          [](const chorale::DecodedWindow &decoded) { return chorale::registerOf(decoded.window) + decoded.shift; } },
    };
    std::map<std::string, double> metrics;
    for (const Case &one : all) {
        std::vector<double> values;
        std::vector<double> measured;
        for (int i = 0; i < slidSeeds; ++i) {
            const auto seed = static_cast<std::uint64_t>(i + 1);
            Wish wish;
            wish.*one.slider = seededUniform(seed, 0, 77);
            values.push_back(wish.*one.slider);
            measured.push_back(one.measure(writer.write(wish, { seed, 0, false }, {})));
        }
        metrics[one.name] = spearman(values, measured);
    }
    return metrics;
}

} // namespace

nlohmann::json describeBarGan(const std::shared_ptr<BarGan> &net, const Corpus &corpus)
{
    const chorale::PieceCount pieces = chorale::piecesOf(corpus);
    if (pieces.proper + pieces.added == 0)
        throw Error("corpus '" + corpus.name + "' has no piece in four voices to train on");
    const std::vector<Control> controls{
        surpriseFader({ "How unusual the steps and chords may be.", "Wie ungewohnt Schritte und Klänge sein dürfen." }),
        densityFader({ "How many notes a beat brings.", "Wie viele Töne ein Schlag bringt." }),
        registerFader(
            { "How high the four voices lie; the key stays.", "Wie hoch die vier Stimmen liegen; die Tonart bleibt." }),
    };
    return { { "title", toJson(Text{ "Duel", "Duell" }) },
             { "subtitle", toJson(Text{ "four voices, made to deceive", "vier Stimmen, gemacht, um zu täuschen" }) },
             { "trained-on", toJson(chorale::trainedOn(pieces)) },
             { "backend", toJson(Text{ "GAN over an autoencoder", "GAN über einem Autoencoder" }) },
             { "stage", 5 },
             { "output", "score" },
             { "controls", toJson(controls) },
             { "voices", toJson(chorusVoices()) },
             { "map", nlohmann::json::array() },
             { "tempo", chorale::initialTempo },
             { "metrics", sliderMetrics(BarWriter(net)) },
             { "generator", nlohmann::json::object() } };
}

} // namespace klangraum::bargan
