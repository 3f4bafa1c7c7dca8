#include "generators/imagevae/imagevaedescription.h"

#include "generators/imagevae/imagevaescore.h"
#include "generators/imagevae/imagevaetrainable.h"
#include "generators/modelfolder.h"
#include "generators/stagecontrols.h"
#include "music/correlation.h"
#include "music/error.h"
#include "music/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace klangraum {
namespace {

using nlohmann::json;

constexpr int gridSide = 15; // points a side, for the axis words

// One point a piece: the mean of its windows' posterior means, in pad units.
std::vector<MapPoint> encodeMap(ImageVaeNet &net, const Corpus &corpus, torch::Device device)
{
    StepContext context;
    context.training = false;
    context.device = device;
    std::vector<MapPoint> map;
    for (std::size_t i = 0; i < corpus.pieces.size(); ++i) {
        Corpus one;
        one.pieces.push_back(corpus.pieces[i]);
        const ImageVaeData data(one, corpus.pieces[i].split);
        if (data.size() == 0)
            continue;
        std::vector<std::int64_t> items(static_cast<std::size_t>(std::min<std::int64_t>(data.size(), 64)));
        std::iota(items.begin(), items.end(), std::int64_t(0));
        const torch::Tensor mean =
            net.encode(data.batch(items, context).at(0)).mean.mean(0).to(torch::kCPU) / latentReach;
        map.push_back({ std::clamp(mean[0].item<float>(), -1.0F, 1.0F), std::clamp(mean[1].item<float>(), -1.0F, 1.0F),
                        corpus.label(corpus.pieces[i]), false });
    }
    return map;
}

struct Grid
{
    std::vector<double> x, y; // pad units
    torch::Tensor probabilities; // [points, 9216]
};

// The region of the pad where the corpus lies.
Grid decodeGrid(ImageVaeNet &net, const std::vector<MapPoint> &map, torch::Device device)
{
    float reach = 0.1F;
    for (const MapPoint &point : map)
        reach = std::max({ reach, std::abs(point.x), std::abs(point.y) });
    Grid grid;
    torch::Tensor z = torch::zeros({ gridSide * gridSide, net.options().latent });
    for (int i = 0; i < gridSide * gridSide; ++i) {
        grid.x.push_back(reach * (2.0 * (i % gridSide) / (gridSide - 1) - 1));
        grid.y.push_back(reach * (2.0 * (i / gridSide) / (gridSide - 1) - 1));
        z[i][0] = latentReach * grid.x.back();
        z[i][1] = latentReach * grid.y.back();
    }
    grid.probabilities = torch::sigmoid(net.decode(z.to(device))).flatten(1).to(torch::kCPU).contiguous();
    return grid;
}

std::span<const float> row(const torch::Tensor &probabilities, std::int64_t index)
{
    const std::int64_t width = probabilities.size(1);
    return { probabilities.data_ptr<float>() + index * width, static_cast<std::size_t>(width) };
}

// Words for the ends of an axis where the music really changes along it: density first, then register.
void nameAxes(Control &pad, const Grid &grid, double share)
{
    std::vector<double> density;
    std::vector<double> register_;
    for (std::int64_t i = 0; i < grid.probabilities.size(0); ++i) {
        const std::span<const float> values = row(grid.probabilities, i);
        const NoteImage image = cleanImage(values, thresholdForShare({ values.begin(), values.end() }, share));
        const ScoreStatistics statistics = statisticsOf(decodeImages({ &image, 1 }));
        density.push_back(statistics.notesPerQuarter);
        register_.push_back(statistics.meanPitch);
    }
    const Text low{ "low", "tief" };
    const Text high{ "high", "hoch" };
    const Text sparse{ "sparse", "karg" };
    const Text dense{ "dense", "dicht" };
    const auto words = [&](const std::vector<double> &positions) -> std::array<Text, 2> {
        const double byDensity = spearman(positions, density);
        const double byRegister = spearman(positions, register_);
        if (std::max(std::abs(byDensity), std::abs(byRegister)) < axisCorrelation)
            return {};
        const bool useDensity = std::abs(byDensity) >= std::abs(byRegister);
        std::array<Text, 2> ends = useDensity ? std::array{ sparse, dense } : std::array{ low, high };
        if ((useDensity ? byDensity : byRegister) < 0)
            std::swap(ends[0], ends[1]);
        return ends;
    };
    pad.xAxis = words(grid.x);
    pad.yAxis = words(grid.y);
}

std::vector<Control> controls()
{
    Control surprise = surpriseFader({ "How far each new pair of measures strays from your point on the map.",
                                       "Wie weit sich jedes neue Taktpaar von deinem Punkt auf der Karte entfernt." });
    surprise.initial = 0.25;
    return { mapPad({ "Sound map", "Klangkarte" },
                    { "Every point is another two measures; neighbours sound alike.",
                      "Jeder Punkt sind zwei andere Takte; Nachbarn klingen ähnlich." }),
             surprise,
             densityFader({ "How sure the network must be before a note sounds: few notes or many.",
                            "Wie sicher das Netz sein muss, bevor ein Ton klingt: wenige Töne oder viele." }),
             registerFader({ "Moves the music up or down, an octave at most.",
                             "Rückt die Musik nach oben oder unten, höchstens eine Oktave." }) };
}

} // namespace

double densityFactor(double slider)
{
    return std::pow(4.0, 2 * slider - 1);
}

json describeImageVae(ImageVaeNet &net, const Corpus &corpus, torch::Device device)
{
    if (net.options().latent < 2)
        throw Error("a vae-image model needs two latent dimensions for its map, found 1; train with model.latent=2");
    const torch::NoGradGuard noGrad;
    std::vector<MapPoint> map = encodeMap(net, corpus, device);
    if (map.empty())
        throw Error("corpus '" + corpus.name + "' gives no windows to draw the map from");
    chooseLandmarks(map);

    const ImageVaeData train(corpus, Split::Train);
    const double share = train.size() > 0 ? std::min(mostShare, train.whiteShare()) : 0.02;
    const Grid grid = decodeGrid(net, map, device);
    std::vector<Control> list = controls();
    nameAxes(list.front(), grid, share);

    const auto count = std::to_string(corpus.split(Split::Train).size());
    return { { "title", toJson(Text{ "Two measures", "Zwei Takte" }) },
             { "subtitle", toJson(Text{ "drawn as pictures", "als Bild gemalt" }) },
             { "trained-on", toJson(Text{ "trained on " + count + " pieces", "trainiert mit " + count + " Stücken" }) },
             { "backend", toJson(Text{ "VAE decoder", "VAE-Decoder" }) },
             { "stage", 50 },
             { "output", "score" },
             { "controls", toJson(list) },
             { "voices", toJson(std::vector<Voice>{ { "Piano", 0, false } }) },
             { "map", toJson(map) },
             { "tempo", 100 },
             { "generator", { { "white-share", share } } } };
}

} // namespace klangraum
