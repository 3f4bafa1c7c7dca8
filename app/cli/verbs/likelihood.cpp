#include "training/package.h"

#include "evaluation/baselines.h"
#include "evaluation/likelihood.h"

#include "../console.h"
#include "../interrupt.h"
#include "../verbs.h"
#include "generators/device.h"
#include "generators/filehash.h"
#include "generators/modelfolder.h"
#include "music/error.h"

namespace klangraum {

namespace {

namespace fs = std::filesystem;

constexpr const char *kBaseline = "baseline:";

struct LikelihoodArguments
{
    std::string model, split, protocol = "factorised";
    fs::path data;
};

// Whatever answers: a model's generator, a run's trainable or a baseline. They implement the interfaces of
// generators/framemodel.h, or do not.
struct Answering
{
    std::unique_ptr<Generator> generator;
    std::unique_ptr<Trainable> trainable;
    std::unique_ptr<UnigramBaseline> unigram;
    std::unique_ptr<PreviousBaseline> previous;
    std::string name, family;

    template <typename Model> Model &as(const std::string &what) const
    {
        Model *model = dynamic_cast<Model *>(generator.get());
        if (!model)
            model = dynamic_cast<Model *>(trainable.get());
        if (!model)
            model = unigram ? static_cast<Model *>(unigram.get()) : static_cast<Model *>(previous.get());
        if (!model)
            throw Error("'" + name + "' (family " + family + ") defines no " + what +
                        "; families that write frame by frame do, and so do baseline:unigram and baseline:previous");
        return *model;
    }
};

Answering open(const Globals &globals, const LikelihoodArguments &arguments, const FrameFile &file)
{
    Answering answering;
    answering.name = arguments.model;
    if (arguments.model.starts_with(kBaseline)) {
        const std::string name = arguments.model.substr(std::string(kBaseline).size());
        const auto &training = file.split("train");
        if (name == "unigram")
            answering.unigram = std::make_unique<UnigramBaseline>(training, file.voiceCount);
        else if (name == "previous")
            answering.previous = std::make_unique<PreviousBaseline>(training, file.voiceCount);
        else
            throw CLI::ValidationError("MODEL", "there is no baseline '" + name + "'; known: unigram, previous");
        answering.family = "baseline";
        return answering;
    }
    setThreads(globals.computeThreads(2));
    const ComputeDevice device = chooseDevice(globals.computeDevice());
    if (!device.notice.empty())
        printNotice(device.notice);
    if (fs::exists(fs::path(arguments.model) / "run.json")) {
        OpenedRun run = openRun(arguments.model, {}, {}, device.device);
        answering.family = run.recipe.family;
        answering.trainable = std::move(run.trainable);
    } else {
        answering.generator = openModel(arguments.model, globals.modelPlaces(), device.device);
        answering.name = answering.generator->description().name;
        answering.family = answering.generator->description().family;
    }
    return answering;
}

Likelihood measure(const Answering &answering, const LikelihoodArguments &arguments, const FrameFile &file,
                   const LikelihoodProgress &progress)
{
    const torch::NoGradGuard noGrad;
    const auto &pieces = file.split(arguments.split);
    if (arguments.protocol == "factorised")
        return factorisedLikelihood(answering.as<FactorisedModel>("factorised likelihood of frames"), pieces, progress);
    if (file.voices)
        return voiceLikelihood(answering.as<VoiceModel>("joint likelihood of voices"), pieces, progress);
    return jointLikelihood(answering.as<JointModel>("joint likelihood of frames"), pieces, progress);
}

void measureLikelihood(const Globals &globals, const LikelihoodArguments &arguments)
{
    const FrameFile file = FrameFile::load(arguments.data);
    file.split(arguments.split); // there, before a network is loaded
    const Answering answering = open(globals, arguments, file);
    ProgressBar bar(globals.quiet);
    const Interrupt interrupt;
    const Likelihood found = measure(answering, arguments, file, [&](double share) {
        bar.show(share, arguments.split);
        return !interrupt.requested();
    });
    bar.clear();
    if (globals.json) {
        printJson({ { "protocol", found.protocol },
                    { "split", arguments.split },
                    { "pieces", found.pieces },
                    { "frames", found.frames },
                    { "notes", found.notes },
                    { "voices", file.voices && found.protocol == "joint" },
                    { "nats_per_frame", found.natsPerFrame() },
                    { "nats_per_note", found.natsPerNote() },
                    { "floored", found.floored },
                    { "model", answering.name },
                    { "data-hash", fileHash(arguments.data) } });
        return;
    }
    Table table({ "PROTOCOL", "SPLIT", "PIECES", "FRAMES", "NOTES", "NATS A FRAME", "NATS A NOTE", "FLOORED" });
    table.add({ found.protocol, arguments.split, std::to_string(found.pieces), std::to_string(found.frames),
                std::to_string(found.notes), formatNumber(found.natsPerFrame(), 6),
                formatNumber(found.natsPerNote(), 6), std::to_string(found.floored) });
    table.print();
}

} // namespace

void addLikelihood(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "likelihood", "How probable held-out frames are to a model, in nats");
    auto arguments = std::make_shared<LikelihoodArguments>();
    verb->add_option("MODEL", arguments->model, "A model, a run folder, baseline:unigram or baseline:previous")
        ->required();
    verb->add_option("--data", arguments->data, "Frames of MIDI pitches, split by split")
        ->required()
        ->type_name("FILE.json");
    verb->add_option("--split", arguments->split, "Which split of the file")->required()->type_name("NAME");
    verb->add_option("--protocol", arguments->protocol,
                     "factorised: 88 keys, the first frame not scored; joint: a frame's notes, every frame")
        ->check(CLI::IsMember({ "factorised", "joint" }))
        ->capture_default_str();
    verb->callback([&globals, arguments] { measureLikelihood(globals, *arguments); });
}

} // namespace klangraum
