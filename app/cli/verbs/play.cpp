#include "../console.h"
#include "../interrupt.h"
#include "../sound.h"
#include "../steering.h"
#include "../verbs.h"
#include "generators/modelfolder.h"
#include "music/error.h"
#include "music/midifile.h"

namespace klangraum {

namespace {

struct PlayArguments
{
    std::string what;
    std::vector<std::string> set;
    std::uint64_t seed = 0;
    PlayRequest request;
};

void play(const Globals &globals, PlayArguments &arguments)
{
    const std::filesystem::path file = arguments.what;
    ProgressBar bar(globals.quiet);
    const Interrupt interrupt;
    arguments.request.goOn = [&](double second, double length) {
        bar.show(length > 0 ? second / length : 0,
                 arguments.what + " " + formatSeconds(second) + (length > 0 ? " of " + formatSeconds(length) : ""));
        return !interrupt.requested();
    };
    if (file.extension() == ".mid" || file.extension() == ".midi") {
        if (!arguments.set.empty())
            throw CLI::ValidationError("--set", "a file has no controls");
        playScore(readMidi(file), globals.settings(), arguments.request);
        return;
    }
    ModelToPlay model;
    model.places = globals.modelPlaces();
    const InstalledModel found = findModel(arguments.what, model.places);
    if (!found.problem.empty())
        throw Error(found.folder.string() + ": " + found.problem);
    model.name = found.description.name;
    model.compute = globals.computeDevice();
    model.threads = globals.computeThreads(0);
    model.seed = arguments.seed;
    model.steering = parseSteering(arguments.set);
    playModel(model, globals.settings(), arguments.request);
}

} // namespace

void addPlay(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "play", "Play a MIDI file, or a model without end (Ctrl-C ends it)");
    auto arguments = std::make_shared<PlayArguments>();
    verb->add_option("FILE|MODEL", arguments->what, "A .mid file, or the name of an installed model")->required();
    verb->add_option("--device", arguments->request.device, "The audio device, or a part of its name")
        ->type_name("NAME");
    verb->add_option("--midi-port", arguments->request.midiPort, "Send the notes there, too")->type_name("NAME");
    verb->add_option("--seconds", arguments->request.seconds, "End after so long")
        ->check(CLI::Range(0.1, 86400.0))
        ->type_name("S");
    verb->add_option("--seed", arguments->seed, "Of a model; from the clock by default")->type_name("N");
    verb->add_option("--set", arguments->set, "Steer a model; may be given again")
        ->allow_extra_args(false)
        ->type_name("CONTROL=VALUE");
    verb->callback([&globals, arguments] { play(globals, *arguments); });
}

} // namespace klangraum
