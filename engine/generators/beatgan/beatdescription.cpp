#include "generators/beatgan/beatdescription.h"

#include "generators/audio/equaliser.h"
#include "generators/audio/sounddescription.h"
#include "generators/audio/spectrum.h"
#include "generators/beatgan/beatdata.h"
#include "generators/beatgan/beatgenerator.h"
#include "generators/modelfolder.h"
#include "generators/stagecontrols.h"

#include <algorithm>
#include <cctype>
#include <set>

namespace klangraum::beat {
namespace {

using nlohmann::json;

constexpr std::int64_t mostSounds = 240; // loops that faders are learned and measured on
constexpr double usualTempo = 128;
constexpr std::int64_t equalisedLoops = 120; // whose spectra are compared
constexpr int equalisedRounds = 2; // what windows and fades leave is mended by the second
constexpr std::int64_t spectrumSize = 1024; // frames
constexpr std::int64_t filterTaps = 256;
constexpr double mostGain = 9; // decibels

// What is uncertain is learned quieter than it is, most of all high up: loops from drawn places get the mean spectrum
// of the corpus's loops of their styles and tempi.
void equalise(BeatNet &net, const Corpus &corpus)
{
    const BeatData data(corpus, Split::Train, net);
    const std::int64_t count = std::min(equalisedLoops, data.size());
    for (int round = 0; count > 0 && round < equalisedRounds; ++round) {
        torch::Tensor ours = torch::zeros({ spectrumSize / 2 + 1 }, torch::kFloat64);
        torch::Tensor theirs = ours.clone();
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t item = i * data.size() / count;
            const torch::Tensor condition = net.condition(data.loop(item).styles, data.tempo(item)).unsqueeze(0);
            const torch::Tensor z = net.space().drawn(static_cast<std::uint64_t>(i)).z;
            const std::int64_t frames = data.loop(item).frames;
            ours += audio::meanPower(
                net.stretch(net.mixture(net.pattern(z, condition), condition), { frames }, { 0 }, frames),
                spectrumSize);
            theirs += audio::meanPower(data.sound(item).unsqueeze(0), spectrumSize);
        }
        net.equalise(audio::equaliser(ours, theirs, filterTaps, mostGain));
    }
}

std::vector<audio::Anchor> anchorsOf(BeatNet &net, const Corpus &corpus)
{
    std::vector<audio::Anchor> anchors;
    StepContext context;
    context.training = false;
    context.device = net.device();
    for (const Split split : { Split::Train, Split::Valid, Split::Test }) {
        if (corpus.audioSplit(split).empty())
            continue;
        const BeatData data(corpus, split, net);
        std::set<std::int64_t> known;
        for (std::int64_t item = 0; item < data.size(); ++item) {
            // The loop in the middle of each piece: beginnings and ends are thin.
            const std::int64_t middle = item + 1;
            if (middle < data.size() && data.piece(middle) == data.piece(item) && data.loop(item).bar < 8)
                continue;
            if (!known.insert(data.piece(item)).second)
                continue;
            const Batch batch = data.batch({ item }, context);
            const torch::Tensor condition = part(batch, Part::Condition);
            const torch::Tensor z = net.posterior(net.code(part(batch, Part::Features), condition), condition).mean[0];
            const AudioPiece &piece = *data.loop(item).piece;
            anchors.push_back({ z,
                                { data.loop(item).styles, data.tempo(item) },
                                piece.title.empty() ? std::to_string(data.piece(item) + 1) : piece.title });
        }
    }
    return anchors;
}

Control styleChoice(const BeatOptions &options)
{
    Control style;
    style.name = "style";
    style.kind = ControlKind::Choice;
    style.label = { "Style", "Stil" };
    style.help = { "What the beat is like; as on the map: what the place has.",
                   "Wie der Beat ist; wie auf der Karte: was der Ort hat." };
    style.maximum = static_cast<double>(options.styles.size());
    style.initial = 0;
    style.choices.push_back({ "as on the map", "wie auf der Karte" });
    for (std::string name : options.styles) { // "drum-and-bass" is shown as "Drum and bass"
        std::replace(name.begin(), name.end(), '-', ' ');
        name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
        style.choices.push_back({ name, name });
    }
    return style;
}

} // namespace

json describeBeat(const std::shared_ptr<BeatNet> &net, const Corpus &corpus)
{
    const torch::NoGradGuard noGrad;
    const BeatOptions &options = net->options();
    equalise(*net, corpus);
    BeatModel model(net);
    const std::vector<audio::Anchor> anchors = anchorsOf(*net, corpus);
    const audio::SpaceFacts facts = audio::fillSpace(
        model, anchors,
        std::min<std::int64_t>(mostSounds, std::max<std::int64_t>(16, 4 * static_cast<std::int64_t>(anchors.size()))));
    std::vector<Control> controls{ mapPad({ "Sound map", "Klangkarte" },
                                          { "Every point is another loop; neighbours sound alike.",
                                            "Jeder Punkt ist eine andere Schleife; Nachbarn klingen ähnlich." }) };
    json directions = json::array();
    for (const Control &fader : facts.faders) {
        controls.push_back(fader);
        directions.push_back(fader.name);
    }
    Control tempo = tempoFader(std::min(options.fastest, std::max(options.slowest, usualTempo)));
    tempo.minimum = options.slowest;
    tempo.maximum = options.fastest;
    controls.push_back(tempo);
    controls.push_back(styleChoice(options));
    const std::string count = std::to_string(anchors.size());
    return { { "title", toJson(Text{ "Techno", "Techno" }) },
             { "subtitle", toJson(Text{ "drums + bass", "Drums + Bass" }) },
             { "trained-on", toJson(Text{ "trained on " + count + " pieces", "trainiert mit " + count + " Stücken" }) },
             { "backend", toJson(Text{ "GAN generator", "GAN-Generator" }) },
             { "stage", 6 },
             { "output", "audio" },
             { "controls", toJson(controls) },
             { "voices", json::array() },
             { "map", toJson(facts.map) },
             { "tempo", tempo.initial },
             { "metrics", facts.metrics },
             { "generator", { { "directions", directions } } } };
}

} // namespace klangraum::beat
