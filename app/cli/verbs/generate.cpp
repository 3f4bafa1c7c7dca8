#include "../console.h"
#include "../sound.h"
#include "../steering.h"
#include "../verbs.h"
#include "generators/device.h"
#include "generators/modelfolder.h"
#include "music/error.h"
#include "music/midifile.h"

namespace klangraum {

namespace {

constexpr const char *kMelody = "melody=";

struct GenerateArguments
{
    std::string model, latent;
    std::vector<std::filesystem::path> out;
    std::vector<std::string> set;
    std::filesystem::path prime, from, to, melody;
    GenerateRequest request;
};

bool isMidi(const std::filesystem::path &file)
{
    return file.extension() == ".mid" || file.extension() == ".midi";
}

// What the command line alone decides: wrong usage, found before a network is loaded.
void check(GenerateArguments &arguments)
{
    for (const auto &file : arguments.out)
        if (!isMidi(file) && file.extension() != ".wav" && file.extension() != ".flac")
            throw CLI::ValidationError("--out",
                                       "expected a name ending in .mid, .wav or .flac, found '" + file.string() + "'");
    // `--set melody=FILE.mid` names a file, everything else a control.
    std::vector<std::string> controls;
    for (const std::string &setting : arguments.set) {
        if (setting == kMelody)
            throw CLI::ValidationError("--set", "expected melody=FILE.mid, found no file");
        if (setting.starts_with(kMelody))
            arguments.melody = setting.substr(std::string(kMelody).size());
        else
            controls.push_back(setting);
    }
    arguments.request.steering = parseSteering(controls);
    if (!arguments.latent.empty()) {
        arguments.request.latent.emplace();
        std::string_view rest = arguments.latent;
        while (true) {
            const auto comma = rest.find(',');
            arguments.request.latent->push_back(parseNumber("--latent", rest.substr(0, comma)));
            if (comma == std::string_view::npos)
                break;
            rest.remove_prefix(comma + 1);
        }
    }
}

// A folder that is missing or closed is found before the network has worked for nothing.
void checkFolders(const std::vector<std::filesystem::path> &out)
{
    for (const auto &file : out) {
        const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
        if (!std::filesystem::is_directory(folder))
            throw Error(file.string() + ": the folder " + folder.string() + " does not exist; make it first");
    }
}

nlohmann::json describePiece(const Piece &piece)
{
    if (const auto *clip = std::get_if<AudioClip>(&piece))
        return { { "seconds", clip->seconds() }, { "notes", nullptr } };
    const auto &score = std::get<Score>(piece);
    return { { "seconds", score.seconds() }, { "notes", score.notes.size() } };
}

void write(const Piece &piece, const std::filesystem::path &file, const Settings &settings, ProgressBar &bar)
{
    if (!isMidi(file)) {
        writeSound(piece, file, settings, [&](double share) { bar.show(share, file.string()); });
        return;
    }
    if (!std::holds_alternative<Score>(piece))
        throw Error(file.string() + ": this model makes sound, not notes; ask for a .wav or .flac");
    writeMidi(std::get<Score>(piece), file);
}

void generate(const Globals &globals, GenerateArguments &arguments)
{
    checkFolders(arguments.out);
    GenerateRequest &request = arguments.request;
    if (!arguments.prime.empty())
        request.prime = readMidi(arguments.prime);
    if (!arguments.melody.empty())
        request.melody = readMidi(arguments.melody);
    if (!arguments.from.empty())
        request.from = readMidi(arguments.from);
    if (!arguments.to.empty())
        request.to = readMidi(arguments.to);

    setThreads(globals.computeThreads(1));
    const ComputeDevice device = chooseDevice(globals.computeDevice());
    if (!device.notice.empty())
        printNotice(device.notice);
    const auto generator = openModel(arguments.model, globals.modelPlaces(), device.device);
    const Piece piece = generator->generate(request);

    nlohmann::json answer = describePiece(piece);
    answer["model"] = generator->description().name;
    answer["seed"] = request.seed;
    answer["device"] = device.text;
    answer["files"] = nlohmann::json::array();
    ProgressBar bar(globals.quiet);
    Table table({ "FILE", "SIZE", "LENGTH", "NOTES" });
    for (const auto &file : arguments.out) {
        write(piece, file, globals.settings(), bar);
        const auto bytes = static_cast<std::uint64_t>(std::filesystem::file_size(file));
        answer["files"].push_back({ { "file", file.string() }, { "bytes", bytes } });
        table.add({ file.string(), formatBytes(bytes), formatSeconds(answer["seconds"].get<double>()),
                    answer["notes"].is_null() ? "" : answer["notes"].dump() });
    }
    bar.clear();
    if (globals.json)
        printJson(answer);
    else
        table.print();
}

} // namespace

void addGenerate(CLI::App &app, const Globals &globals)
{
    auto *verb = addVerb(app, "generate", "Write a piece as .mid, .wav and .flac");
    auto arguments = std::make_shared<GenerateArguments>();
    verb->add_option("MODEL", arguments->model, "Name of an installed model, or its folder")->required();
    verb->add_option("--out", arguments->out, "Files to write, .mid, .wav or .flac")->required()->type_name("FILE");
    verb->add_option("--seed", arguments->request.seed, "The same seed gives the same piece")->type_name("N");
    verb->add_option("--set", arguments->set,
                     "Steer: a control's name and value; melody=FILE.mid keeps a melody and writes voices to it")
        ->allow_extra_args(false)
        ->type_name("CONTROL=VALUE");
    verb->add_option("--latent", arguments->latent, "A point of the latent space; of the map where the model has one")
        ->type_name("X,Y,...");
    auto *bars = verb->add_option("--bars", arguments->request.bars, "Length in bars")
                     ->check(CLI::Range(1, 4096))
                     ->type_name("N");
    verb->add_option("--seconds", arguments->request.seconds, "Length, for models that make sound")
        ->check(CLI::Range(0.1, 3600.0))
        ->excludes(bars)
        ->type_name("S");
    auto *prime = verb->add_option("--prime", arguments->prime, "Continue this piece")->type_name("FILE.mid");
    auto *from = verb->add_option("--from", arguments->from, "Vary this piece; with --to, go from it")
                     ->excludes(prime)
                     ->type_name("FILE.mid");
    auto *to = verb->add_option("--to", arguments->to, "to this one")->needs(from)->type_name("FILE.mid");
    verb->add_option("--steps", arguments->request.steps, "in so many steps")
        ->check(CLI::Range(2, 1024))
        ->needs(to)
        ->type_name("N");
    verb->callback([&globals, arguments] {
        check(*arguments);
        generate(globals, *arguments);
    });
}

} // namespace klangraum
