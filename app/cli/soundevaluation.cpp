#include "generators/device.h"

#include "soundevaluation.h"

#include "console.h"
#include "corpus/audiofile.h"
#include "evaluation/draw.h"
#include "evaluation/sound/evaluatesound.h"
#include "generators/modelfolder.h"
#include "interrupt.h"
#include "music/atomicfile.h"
#include "music/error.h"

#include <torch/version.h>

#include <algorithm>
#include <cctype>

namespace klangraum {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t segmentFrames = 262144; // of corpora and folders: what the growing network makes

struct Sounds
{
    std::vector<HeardClip> clips;
    nlohmann::json about;
};

// "Drum and bass" is the style "drum-and-bass".
std::string styleNamed(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(c == ' ' ? '-' : std::tolower(c)); });
    return text;
}

// Asks for tempo and style of a clip of the corpus, where the model has controls for them.
void steerLike(const HeardClip &like, const std::vector<Control> &controls, Steering &steering, HeardClip &made)
{
    for (const Control &control : controls) {
        if (control.name == "tempo") {
            made.quartersPerMinute = like.quartersPerMinute > 0
                ? std::clamp(like.quartersPerMinute, control.minimum, control.maximum)
                : control.initial;
            steering.values["tempo"] = made.quartersPerMinute;
        } else if (control.name == "style") {
            for (std::size_t i = 0; i < control.choices.size(); ++i)
                if (styleNamed(control.choices[i].en) == like.style)
                    steering.values["style"] = static_cast<double>(i);
        }
    }
}

Sounds fromModel(const Globals &globals, const SampleRequest &request, const std::vector<HeardClip> &reference)
{
    const InstalledModel model = findModel(request.source, globals.modelPlaces());
    if (!model.problem.empty())
        throw Error(model.problem);
    if (model.description.output != "audio")
        throw Error("model '" + model.description.name + "' writes notes; compare it with a corpus of scores");
    setThreads(globals.computeThreads(2));
    const ComputeDevice device = chooseDevice(globals.computeDevice());
    const auto generator = openModel(model.folder, device.device);
    Sounds sounds;
    for (std::size_t i = 0; i < request.count; ++i) {
        if (request.progress && !request.progress(static_cast<double>(i) / static_cast<double>(request.count)))
            throw Error("interrupted before the end; nothing was written");
        GenerateRequest wanted;
        wanted.seed = request.seed + i;
        HeardClip made;
        steerLike(reference[i % reference.size()], model.description.controls, wanted.steering, made);
        made.clip = std::get<AudioClip>(generator->generate(wanted));
        sounds.clips.push_back(std::move(made));
    }
    sounds.about = { { "name", model.description.name },
                     { "kind", "model" },
                     { "family", model.description.family },
                     { "trained-on", model.description.corpus },
                     { "seeds",
                       std::to_string(request.seed) + " to " + std::to_string(request.seed + request.count - 1) } };
    return sounds;
}

Sounds fromFolder(const SampleRequest &request)
{
    std::vector<fs::path> files;
    for (const auto &entry :
         fs::recursive_directory_iterator(request.source, fs::directory_options::skip_permission_denied)) {
        const std::string extension = styleNamed(entry.path().extension().string());
        if (entry.is_regular_file() &&
            (extension == ".wav" || extension == ".flac" || extension == ".ogg" || extension == ".mp3"))
            files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    Sounds sounds;
    for (const std::size_t i : drawIndices(files.size(), request.count, request.seed)) {
        try {
            AudioFile file = readAudioFile(files[i]);
            file.frames.resize(std::min<std::size_t>(file.frames.size(), segmentFrames));
            HeardClip heard;
            heard.clip = { corpusSampleRate, 1, std::move(file.frames) };
            sounds.clips.push_back(std::move(heard));
        } catch (const Error &error) {
            printNotice(error.what());
        }
    }
    if (sounds.clips.empty())
        throw Error(request.source + ": no readable sound file here, and no model of that name");
    sounds.about = { { "name", fs::absolute(request.source).lexically_normal().filename().string() },
                     { "kind", "folder" },
                     { "files", files.size() } };
    return sounds;
}

Sounds fromCorpus(const SampleRequest &request)
{
    const Corpus corpus = Corpus::load(request.source);
    if (!corpus.isAudio())
        throw Error(request.source + ": a corpus of scores; compare it with one of scores");
    Sounds sounds;
    for (const Split split : { Split::Train, Split::Valid, Split::Test })
        if (!corpus.audioSplit(split).empty())
            for (HeardClip &clip : segmentsToHear(corpus, split, segmentFrames, request.count, request.seed))
                sounds.clips.push_back(std::move(clip));
    std::vector<HeardClip> drawn;
    for (const std::size_t i : drawIndices(sounds.clips.size(), request.count, request.seed))
        drawn.push_back(std::move(sounds.clips[i]));
    sounds.clips = std::move(drawn);
    sounds.about = { { "name", corpus.name }, { "kind", "corpus" }, { "hash", corpus.hash } };
    return sounds;
}

Sounds takeSounds(const Globals &globals, const SampleRequest &request, const std::vector<HeardClip> &reference)
{
    if (fs::is_regular_file(request.source))
        return fromCorpus(request);
    if (fs::is_directory(request.source) && !fs::exists(fs::path(request.source) / "model.json"))
        return fromFolder(request);
    return fromModel(globals, request, reference);
}

void printSounds(const nlohmann::json &report, const fs::path &out)
{
    Table beat({ "MEASURE", "UNIT", "SAMPLES", "CORPUS", "DIFFERENCE" });
    for (const auto &[name, measure] : report.at("beat").items())
        beat.add({ name, measure["unit"], formatNumber(measure["samples"]["mean"].get<double>()),
                   formatNumber(measure["reference"]["mean"].get<double>()),
                   formatNumber(measure["difference"].get<double>()) });
    beat.print();
    Table distances({ "FRECHET DISTANCE", "SAMPLES TO CORPUS", "CORPUS TO CORPUS" });
    for (const auto &[name, distance] : report.at("distances").items())
        distances.add({ name, formatNumber(distance["extrapolated"].get<double>()),
                        formatNumber(distance["real-against-real"].get<double>()) });
    distances.add({ "report", (out / "report.html").string() });
    distances.print();
}

} // namespace

void evaluateSoundOf(const Globals &globals, const SampleRequest &asked, const Corpus &corpus, Split split,
                     std::size_t windows, const fs::path &out)
{
    ProgressBar bar(globals.quiet);
    const Interrupt interrupt;
    SampleRequest request = asked;
    request.progress = [&](double share) {
        bar.show(0.5 * share, "samples");
        return !interrupt.requested();
    };
    std::vector<HeardClip> reference = segmentsToHear(corpus, split, segmentFrames, windows, request.seed);
    Sounds sounds = takeSounds(globals, request, reference);
    // Both sets are as long as the shortest of the samples, or the length would be told apart.
    double seconds = sounds.clips.front().clip.seconds();
    for (const HeardClip &heard : sounds.clips)
        seconds = std::min(seconds, heard.clip.seconds());
    const auto frames = static_cast<std::uint64_t>(seconds * corpus.sampleRate);
    for (HeardClip &heard : sounds.clips)
        heard.clip.samples.resize(static_cast<std::size_t>(seconds * heard.clip.sampleRate) *
                                  static_cast<std::size_t>(heard.clip.channels));
    if (frames < segmentFrames)
        reference = segmentsToHear(corpus, split, frames, windows, request.seed);
    SoundReport report = evaluateSound(
        sounds.clips, reference, globals.computeThreads(2),
        [&](double share) {
            bar.show(0.5 + 0.5 * share, "listening");
            return !interrupt.requested();
        },
        request.seed);
    sounds.about["clips"] = sounds.clips.size();
    report.about["samples"] = sounds.about;
    report.about["reference"] = { { "name", corpus.name },
                                  { "hash", corpus.hash },
                                  { "split", splitName(split) },
                                  { "clips", reference.size() },
                                  { "seconds", seconds } };
    report.about["seed"] = request.seed;
    report.about["made-by"] = "klangraum " KLANGRAUM_VERSION ", LibTorch " TORCH_VERSION;
    const nlohmann::json document = soundReportJson(report);
    writeFileAtomically(out / "report.json",
                        document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    writeFileAtomically(out / "report.html", soundReportHtml(document));
    bar.clear();
    if (globals.json)
        printJson(document);
    else
        printSounds(document, out);
}

} // namespace klangraum
