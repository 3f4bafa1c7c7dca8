#include "generators/choralevae/choraledescription.h"

#include "generators/choralevae/choralemetrics.h"
#include "generators/modelfolder.h"
#include "generators/stagecontrols.h"
#include "music/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace klangraum::chorale {
namespace {

using nlohmann::json;

constexpr float mapReach = 0.96F;
constexpr int sampleCount = 1000;
constexpr int seeds = 100;

// Values to their ranks, spread evenly over -mapReach..mapReach.
void spread(std::vector<MapPoint> &map, float MapPoint::*coordinate)
{
    std::vector<std::size_t> order(map.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return map[a].*coordinate < map[b].*coordinate; });
    for (std::size_t i = 0; i < order.size(); ++i)
        map[order[i]].*coordinate =
            mapReach * (2 * (static_cast<float>(i) + 0.5F) / static_cast<float>(order.size()) - 1);
}

// One point a piece: where the network places its windows, in the mean.
std::vector<MapPoint> encodeMap(ChoraleDecoder &decoder, const Corpus &corpus)
{
    const c10::InferenceMode inference;
    std::map<std::int32_t, std::vector<ChoraleWindow>> pieces;
    for (const Split split : { Split::Train, Split::Valid, Split::Test }) {
        const std::shared_ptr<Store> store = makeStore(corpus, split);
        for (const Item &item : store->items)
            pieces[item.piece].push_back(item.window);
    }
    std::vector<MapPoint> map;
    for (const auto &[piece, windows] : pieces) {
        const torch::Tensor place = decoder.net().place(decoder.latentsOf(windows)).mean(0).to(torch::kCPU);
        map.push_back({ place[0].item<float>(), place[1].item<float>(),
                        corpus.label(corpus.pieces[static_cast<std::size_t>(piece)]), false });
    }
    spread(map, &MapPoint::x);
    spread(map, &MapPoint::y);
    return map;
}

std::vector<Control> controls(const std::map<std::string, double> &metrics)
{
    Control map = mapPad({ "Sound map", "Klangkarte" },
                         { "Every point is other music; neighbours sound alike.",
                           "Jeder Punkt ist andere Musik; Nachbarn klingen ähnlich." });
    if (metrics.at("axis-x") >= axisCorrelation)
        map.xAxis = { Text{ "calm", "ruhig" }, Text{ "busy", "bewegt" } };
    if (metrics.at("axis-y") >= axisCorrelation)
        map.yAxis = { Text{ "minor", "Moll" }, Text{ "major", "Dur" } };
    return { map,
             surpriseFader(
                 { "How unusual the steps and chords may be.", "Wie ungewohnt Schritte und Klänge sein dürfen." }),
             densityFader({ "How many notes a beat brings.", "Wie viele Töne ein Schlag bringt." }),
             registerFader({ "How high the four voices lie; the key stays.",
                             "Wie hoch die vier Stimmen liegen; die Tonart bleibt." }) };
}

} // namespace

PieceCount piecesOf(const Corpus &corpus)
{
    PieceCount count;
    for (const CorpusPiece *piece : corpus.split(Split::Train))
        if (fitsVoiceGrid(piece->score, voices))
            ++(isAdded(corpus, *piece) ? count.added : count.proper);
    return count;
}

Text trainedOn(const PieceCount &pieces)
{
    const std::string proper = std::to_string(pieces.proper);
    const std::string added = std::to_string(pieces.added);
    if (pieces.added == 0)
        return { "trained on " + proper + " chorales", "trainiert mit " + proper + " Chorälen" };
    return { "trained on " + proper + " chorales and " + added + " imitations",
             "trainiert mit " + proper + " Chorälen und " + added + " Nachbildungen" };
}

json describeChoraleVae(const std::shared_ptr<ChoraleVaeNet> &net, const Corpus &corpus)
{
    const torch::NoGradGuard noGrad;
    ChoraleDecoder decoder(net);
    std::vector<MapPoint> map = encodeMap(decoder, corpus);
    if (map.empty())
        throw Error("corpus '" + corpus.name + "' has no piece in four voices to draw the map from");
    chooseLandmarks(map);
    std::map<std::string, double> metrics = reconstructionMetrics(*net, *makeStore(corpus, Split::Valid));
    metrics.merge(sampleMetrics(decoder, *makeStore(corpus, Split::Train), sampleCount));
    metrics.merge(controlMetrics(decoder, seeds));
    return { { "title", toJson(Text{ "Chorale", "Choral" }) },
             { "subtitle", toJson(Text{ "four voices", "vier Stimmen" }) },
             { "trained-on", toJson(trainedOn(piecesOf(corpus))) },
             { "backend", toJson(Text{ "VAE decoder", "VAE-Decoder" }) },
             { "stage", 1 },
             { "output", "score" },
             { "controls", toJson(controls(metrics)) },
             { "voices", toJson(chorusVoices()) },
             { "map", toJson(map) },
             { "tempo", initialTempo },
             { "metrics", metrics },
             { "generator", json::object() } };
}

} // namespace klangraum::chorale
